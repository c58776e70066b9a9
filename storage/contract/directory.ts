import type { PersonId } from '@naervaer/machines/protocol';
import { expect, it } from 'vitest';
import type { OnFreshStore } from './opened.ts';
import { entry, events, expectRejected, NOON, session } from './samples.ts';

export function directoryContract(onFresh: OnFreshStore): void {
  it(
    'finds a session by its id and by its secret, as it was last put',
    onFresh(async (store) => {
      const first = session();
      await store.putSession(first);
      await store.putSession(session());
      expect(await store.session(first.sessionId)).toEqual(first);
      expect(await store.sessionBySecret(first.secretHash)).toEqual(first);
      const renewed = { ...first, secretHash: 'another', expiresAt: NOON + 90_000 };
      await store.putSession(renewed);
      expect(await store.session(first.sessionId)).toEqual(renewed);
      expect(await store.sessionBySecret('another')).toEqual(renewed);
      expect(await store.sessionBySecret(first.secretHash)).toBeUndefined();
    }),
  );

  it(
    'never lets one secret open two sessions',
    onFresh(async (store) => {
      const first = session();
      await store.putSession(first);
      await expectRejected(store.putSession(session({ secretHash: first.secretHash })), 'conflict');
      expect(await store.sessionBySecret(first.secretHash)).toEqual(first);
    }),
  );

  it(
    'prolongs a session that is there, and never brings back one that ended (SE2)',
    onFresh(async (store) => {
      const first = session();
      await store.putSession(first);
      expect(await store.prolongSession(first.sessionId, NOON + 90_000)).toBe(true);
      expect(await store.session(first.sessionId)).toEqual({ ...first, expiresAt: NOON + 90_000 });
      await store.endSession(first.sessionId);
      expect(await store.prolongSession(first.sessionId, NOON + 99_000)).toBe(false);
      expect(await store.session(first.sessionId)).toBeUndefined();
    }),
  );

  it(
    'ends one session, or all of a person, and tells which',
    onFresh(async (store) => {
      const anna = [session(), session(), session()] as const;
      const bo = session({ personId: 'aarhus.bo' as PersonId });
      for (const each of [...anna, bo]) await store.putSession(each);
      await store.endSession(anna[0].sessionId);
      await store.endSession(anna[0].sessionId);
      expect(await store.session(anna[0].sessionId)).toBeUndefined();
      const ended = await store.endSessionsOf(bo.personId);
      expect(ended).toEqual([bo.sessionId]);
      expect(await store.endSessionsOf(anna[1].personId)).toEqual(
        [anna[1].sessionId, anna[2].sessionId].sort(),
      );
      expect(await store.endSessionsOf(anna[1].personId)).toEqual([]);
      expect(await store.sessionBySecret(anna[2].secretHash)).toBeUndefined();
    }),
  );

  it(
    'lists the sessions of everybody, of some people or of an organisation, the newest first, in pages',
    onFresh(async (store) => {
      const of = (personId: string, expiresAt = NOON + 1) =>
        session({ personId: personId as PersonId, expiresAt });
      const [anna, bo, cay, again] = [
        of('town.anna'),
        of('town.bo'),
        of('towns.cay'),
        of('town.anna'),
      ];
      for (const each of [anna, bo, cay, again, of('town.bo', NOON)]) await store.putSession(each);
      const all = { people: null, begins: null, now: NOON, before: null, limit: 10 };
      expect(await store.sessions(all)).toEqual([again, cay, bo, anna]);
      expect(await store.sessions({ ...all, limit: 2 })).toEqual([again, cay]);
      expect(await store.sessions({ ...all, before: cay.sessionId })).toEqual([bo, anna]);
      expect(await store.sessions({ ...all, before: anna.sessionId })).toEqual([]);
      const town = { ...all, begins: 'town.' };
      expect(await store.sessions(town)).toEqual([again, bo, anna]);
      expect(await store.sessions({ ...town, before: again.sessionId, limit: 1 })).toEqual([bo]);
      const people = { ...all, people: [anna.personId, cay.personId] };
      expect(await store.sessions(people)).toEqual([again, cay, anna]);
      expect(await store.sessions({ ...people, begins: 'town.' })).toEqual([again, anna]);
      expect(await store.sessions({ ...all, people: [] })).toEqual([]);
    }),
  );

  it(
    'sweeps the sessions that expired and no other',
    onFresh(async (store) => {
      const over = session({ expiresAt: NOON });
      const open = session({ expiresAt: NOON + 1 });
      await store.putSession(over);
      await store.putSession(open);
      await store.sweep(NOON, NOON);
      expect(await store.session(over.sessionId)).toBeUndefined();
      expect(await store.session(open.sessionId)).toEqual(open);
    }),
  );

  it(
    'keeps records apart by kind, replaces them by id, and lists them by id',
    onFresh(async (store) => {
      await store.putRecords([
        { kind: 'unit', id: 'b', json: '1' },
        { kind: 'unit', id: 'a', json: '2' },
        { kind: 'person', id: 'a', json: '3' },
      ]);
      await store.putRecords([{ kind: 'unit', id: 'b', json: '4' }]);
      expect(await store.records('unit')).toEqual([
        { kind: 'unit', id: 'a', json: '2' },
        { kind: 'unit', id: 'b', json: '4' },
      ]);
      expect(await store.record('person', 'a')).toEqual({ kind: 'person', id: 'a', json: '3' });
      expect(await store.record('person', 'b')).toBeUndefined();
      expect(await store.records('profile')).toEqual([]);
    }),
  );

  it(
    'puts and takes away records in the transaction of an entry, or none of them (ST1)',
    onFresh(async (store) => {
      const record = (id: string, json: string) => ({ kind: 'unit', id, json }) as const;
      await store.putRecords([record('a', '1'), record('b', '2')]);
      const gone = [{ kind: 'unit', id: 'a' }] as const;
      const failed = entry({ records: [record('c', '3')], gone, events: events(7, 7) });
      await expectRejected(store.commit([failed]), 'conflict');
      expect(await store.records('unit')).toEqual([record('a', '1'), record('b', '2')]);
      await store.commit([entry({ records: [record('c', '3')], gone })]);
      expect(await store.records('unit')).toEqual([record('b', '2'), record('c', '3')]);
    }),
  );

  it(
    'keeps settings',
    onFresh(async (store) => {
      expect(await store.setting('key')).toBeUndefined();
      await store.putSetting('key', 'first');
      await store.putSetting('key', 'second');
      expect(await store.setting('key')).toBe('second');
    }),
  );
}
