import { expect, it } from 'vitest';
import type { AccessLine, AccessQuery } from '../store.ts';
import type { OnFreshStore } from './opened.ts';
import { entry, events, expectRejected, NOON } from './samples.ts';

const line = (seq: number, body: object = {}, at = NOON + seq): AccessLine => ({
  seq,
  at,
  json: JSON.stringify({ citizen: null, clinicId: null, organisationId: null, ...body }),
  mac: `mac-${seq}`,
});

const ALL: AccessQuery = {
  citizen: null,
  clinicIds: null,
  organisationId: null,
  from: 0,
  to: NOON * 2,
  before: null,
  limit: 100,
};

export function accessContract(onFresh: OnFreshStore): void {
  it(
    'P3: keeps the lines of the access log in order, and gives them out piece by piece',
    onFresh(async (store) => {
      expect(await store.accessHead()).toBeUndefined();
      await store.commit([entry({ access: [line(1), line(2)] }), entry({ access: [line(3)] })]);
      expect(await store.accessLines(0, 2)).toEqual([line(1), line(2)]);
      expect(await store.accessLines(2, 2)).toEqual([line(3)]);
      expect(await store.accessHead()).toEqual(line(3));
    }),
  );

  it(
    'P3: of two who write the log one is refused, and nothing of its group is stored',
    onFresh(async (store) => {
      await store.commit([entry({ access: [line(1), line(2)] })]);
      await expectRejected(
        store.commit([entry({ events: events(1, 1), access: [line(2)] })]),
        'conflict',
      );
      await expectRejected(store.commit([entry({ access: [line(3), line(3)] })]), 'conflict');
      expect(await store.streams()).toEqual([]);
      expect(await store.accessHead()).toEqual(line(2));
      await store.commit([entry({ access: [line(5)] })]);
      expect(await store.accessHead()).toEqual(line(5));
    }),
  );

  it(
    'drops the oldest lines, and takes on after all are dropped',
    onFresh(async (store) => {
      await store.commit([entry({ access: [line(1), line(2), line(3)] })]);
      await store.dropAccess(2);
      expect(await store.accessLines(0, 9)).toEqual([line(3)]);
      await store.dropAccess(3);
      expect(await store.accessHead()).toBeUndefined();
      await store.commit([entry({ access: [line(4)] })]);
      expect(await store.accessLines(0, 9)).toEqual([line(4)]);
    }),
  );

  it(
    'I5: finds lines by citizen, clinic, organisation and time, the newest first',
    onFresh(async (store) => {
      const lines = [
        line(1, { citizen: 'a', clinicId: 'x', organisationId: 'o' }),
        line(2, { citizen: 'b', clinicId: 'x', organisationId: 'p' }),
        line(3, { citizen: 'a', clinicId: 'y', organisationId: 'o' }),
        line(4, { clinicId: 'z', organisationId: 'o' }),
        line(5),
      ];
      await store.commit([entry({ access: lines })]);
      const found = async (query: Partial<AccessQuery>) =>
        (await store.searchAccess({ ...ALL, ...query })).map(({ seq }) => seq);
      expect(await found({})).toEqual([5, 4, 3, 2, 1]);
      expect(await found({ citizen: 'a' })).toEqual([3, 1]);
      expect(await found({ citizen: 'a', clinicIds: ['x'] })).toEqual([1]);
      expect(await found({ citizen: 'a', organisationId: 'p' })).toEqual([]);
      expect(await found({ clinicIds: ['x', 'z'] })).toEqual([4, 2, 1]);
      expect(await found({ clinicIds: ['x', 'z'], organisationId: 'o' })).toEqual([4, 1]);
      expect(await found({ clinicIds: [] })).toEqual([]);
      expect(await found({ organisationId: 'o' })).toEqual([4, 3, 1]);
      expect(await found({ from: NOON + 2, to: NOON + 3 })).toEqual([3, 2]);
      expect(await store.searchAccess({ ...ALL, limit: 1 })).toEqual([lines[4]]);
    }),
  );

  it(
    'pages through lines of one moment, and past a clock that was set back, without loss',
    onFresh(async (store) => {
      const times = [5, 5, 5, 3, 5, 9, 1];
      const lines = times.map((at, index) => line(index + 1, { clinicId: 'x' }, NOON + at));
      await store.commit([entry({ access: lines })]);
      for (const clinicIds of [null, ['x'], ['x', 'y']]) {
        const seen: number[] = [];
        let before: number | null = null;
        for (;;) {
          const page: readonly AccessLine[] = await store.searchAccess({
            ...ALL,
            clinicIds,
            before,
            limit: 2,
          });
          if (page.length === 0) break;
          seen.push(...page.map(({ seq }) => seq));
          before = seen.at(-1) ?? null;
        }
        expect(seen).toEqual([6, 5, 3, 2, 1, 4, 7]);
      }
      expect(await store.searchAccess({ ...ALL, before: 99 })).toEqual([]);
    }),
  );
}
