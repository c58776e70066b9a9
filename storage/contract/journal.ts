import { newCommandId, refused } from '@naervaer/machines/protocol';
import { expect, it } from 'vitest';
import type { OnFreshStore } from './opened.ts';
import { entry, event, events, expectRejected, NOON, outcome, STREAM } from './samples.ts';

const OTHER = 'clinic/tulipanen';
const clinicRecord = { kind: 'clinic', id: 'solsikken', json: '{"name":"Solsikken"}' } as const;

export function journalContract(onFresh: OnFreshStore): void {
  it(
    'knows nothing of a stream that was never written',
    onFresh(async (store) => {
      expect(await store.load(STREAM)).toEqual({ snapshot: null, events: [] });
      expect(await store.streams()).toEqual([]);
      expect(await store.outcomeOf(newCommandId())).toBeUndefined();
    }),
  );

  it(
    'ST1: gives the events back in order, byte for byte, from every entry of a batch',
    onFresh(async (store) => {
      await store.commit([
        entry({ events: events(1, 2) }),
        entry({ stream: OTHER, events: events(1, 1) }),
        entry({ events: events(3, 12) }),
      ]);
      await store.commit([entry({ events: events(13, 13) })]);
      expect(await store.load(STREAM)).toEqual({ snapshot: null, events: events(1, 13) });
      expect(await store.load(OTHER)).toEqual({ snapshot: null, events: events(1, 1) });
      expect(await store.streams()).toEqual([STREAM, OTHER]);
    }),
  );

  it(
    'keeps what was handed in, whatever the caller does with it afterwards',
    onFresh(async (store) => {
      const mine = event(1);
      await store.commit([entry({ events: [mine] })]);
      mine.sealed.fill(9);
      const theirs = (await store.load(STREAM)).events;
      theirs.forEach(({ sealed }) => sealed.fill(7));
      expect((await store.load(STREAM)).events).toEqual(events(1, 1));
    }),
  );

  it(
    'CM2: stores an outcome with the events that it tells of, a refusal without any',
    onFresh(async (store) => {
      const accepted = outcome();
      const refusal = outcome(newCommandId(), refused('alreadyClaimed', 'Læge Ø'));
      await store.commit([
        entry({ events: events(1, 1), outcome: accepted }),
        entry({ outcome: refusal }),
      ]);
      expect(await store.outcomeOf(accepted.commandId)).toEqual(accepted);
      expect(await store.outcomeOf(refusal.commandId)).toEqual(refusal);
      expect((await store.load(STREAM)).events).toHaveLength(1);
    }),
  );

  it(
    'CM2: takes one outcome for a command, and nothing of a batch that brings a second',
    onFresh(async (store) => {
      const first = outcome();
      await store.commit([entry({ events: events(1, 1), outcome: first })]);
      const second = outcome(first.commandId, refused('forbidden'));
      await expectRejected(
        store.commit([entry({ events: events(2, 2), outcome: second })]),
        'conflict',
      );
      const twin = outcome();
      await expectRejected(
        store.commit([
          entry({ events: events(2, 2), outcome: twin }),
          entry({ events: events(3, 3), outcome: twin }),
        ]),
        'conflict',
      );
      expect(await store.outcomeOf(first.commandId)).toEqual(first);
      expect(await store.outcomeOf(twin.commandId)).toBeUndefined();
      expect((await store.load(STREAM)).events).toEqual(events(1, 1));
    }),
  );

  it.each([
    ['repeats', 2],
    ['leaves a gap', 4],
    ['starts again', 1],
  ])('CM5: stores nothing of a batch in whose middle a sequence %s', async (_, seq) =>
    onFresh(async (store) => {
      await store.commit([entry({ events: events(1, 2) })]);
      const [before, after] = [outcome(), outcome()];
      const batch = [
        entry({ stream: OTHER, events: events(1, 3), outcome: before, records: [clinicRecord] }),
        entry({ events: [event(seq)] }),
        entry({ stream: 'clinic/last', events: events(1, 1), outcome: after }),
      ];
      await expectRejected(store.commit(batch), 'conflict');
      expect(await store.streams()).toEqual([STREAM]);
      expect(await store.load(OTHER)).toEqual({ snapshot: null, events: [] });
      expect(await store.load(STREAM)).toEqual({ snapshot: null, events: events(1, 2) });
      expect(await store.outcomeOf(before.commandId)).toBeUndefined();
      expect(await store.outcomeOf(after.commandId)).toBeUndefined();
      expect(await store.record('clinic', 'solsikken')).toBeUndefined();
      await store.commit([entry({ events: events(3, 3) })]);
      expect((await store.load(STREAM)).events).toEqual(events(1, 3));
    })(),
  );

  it(
    'stores the records of an entry with it, and nothing for an empty batch',
    onFresh(async (store) => {
      await store.commit([]);
      await store.commit([entry({ records: [clinicRecord] })]);
      expect(await store.record('clinic', 'solsikken')).toEqual(clinicRecord);
      expect(await store.streams()).toEqual([]);
    }),
  );

  it(
    'ST4: loads the newest snapshot and only the events after it',
    onFresh(async (store) => {
      await store.commit([entry({ events: events(1, 9) })]);
      const snapshot = { seq: 6, sealed: new Uint8Array([6, 0, 6]) };
      await store.saveSnapshot(STREAM, snapshot);
      expect(await store.load(STREAM)).toEqual({ snapshot, events: events(7, 9) });
      const last = { seq: 9, sealed: new Uint8Array([9]) };
      await store.saveSnapshot(STREAM, last);
      expect(await store.load(STREAM)).toEqual({ snapshot: last, events: [] });
      await store.commit([entry({ events: events(10, 10) })]);
      expect(await store.load(STREAM)).toEqual({ snapshot: last, events: events(10, 10) });
    }),
  );

  it(
    'ignores a snapshot that is older than the present one',
    onFresh(async (store) => {
      await store.commit([entry({ events: events(1, 4) })]);
      const newer = { seq: 3, sealed: new Uint8Array([3]) };
      await store.saveSnapshot(STREAM, newer);
      await store.saveSnapshot(STREAM, { seq: 2, sealed: new Uint8Array([2]) });
      expect(await store.load(STREAM)).toEqual({ snapshot: newer, events: events(4, 4) });
    }),
  );

  it(
    'CM5: refuses a snapshot of events that the stream does not have',
    onFresh(async (store) => {
      const early = { seq: 2, sealed: new Uint8Array([2]) };
      await expectRejected(store.saveSnapshot(STREAM, early), 'conflict');
      await store.commit([entry({ events: events(1, 1) })]);
      await expectRejected(store.saveSnapshot(STREAM, early), 'conflict');
      expect(await store.load(STREAM)).toEqual({ snapshot: null, events: events(1, 1) });
    }),
  );

  it(
    'sweeps outcomes that were told long ago, and never an event',
    onFresh(async (store) => {
      const old = outcome(newCommandId(), undefined, NOON - 1);
      const fresh = outcome(newCommandId(), undefined, NOON);
      await store.commit([
        entry({ events: events(1, 1), outcome: old }),
        entry({ events: events(2, 2), outcome: fresh }),
      ]);
      await store.sweep(NOON, NOON);
      expect(await store.outcomeOf(old.commandId)).toBeUndefined();
      expect(await store.outcomeOf(fresh.commandId)).toEqual(fresh);
      expect((await store.load(STREAM)).events).toEqual(events(1, 2));
    }),
  );
}
