import { describe, expect, it } from 'vitest';
import { accessContract } from './contract/access.ts';
import { directoryContract } from './contract/directory.ts';
import { journalContract } from './contract/journal.ts';
import { keysContract } from './contract/keys.ts';
import type { OnFreshStore, OpenedStore } from './contract/opened.ts';
import {
  entry,
  events,
  expectRejected,
  NOON,
  outcome,
  session,
  STREAM,
} from './contract/samples.ts';
import type { Store } from './store.ts';

export type { OpenedStore } from './contract/opened.ts';

/** Every door of a store; a test asks each whether it is shut. */
const DOORS: Record<Exclude<keyof Store, 'close'>, (store: Store) => Promise<unknown>> = {
  commit: (store) => store.commit([entry({ events: events(1, 1) })]),
  outcomeOf: (store) => store.outcomeOf(outcome().commandId),
  load: (store) => store.load(STREAM),
  streams: (store) => store.streams(),
  saveSnapshot: (store) => store.saveSnapshot(STREAM, { seq: 1, sealed: new Uint8Array() }),
  nextEpoch: (store) => store.nextEpoch(),
  putSession: (store) => store.putSession(session()),
  sessionBySecret: (store) => store.sessionBySecret('hash'),
  session: (store) => store.session(session().sessionId),
  prolongSession: (store) => store.prolongSession(session().sessionId, 1),
  endSession: (store) => store.endSession(session().sessionId),
  endSessionsOf: (store) => store.endSessionsOf(session().personId),
  sessions: (store) =>
    store.sessions({ people: null, begins: null, now: NOON, before: null, limit: 1 }),
  sweep: (store) => store.sweep(NOON, NOON),
  key: (store) => store.key('subject'),
  keys: (store) => store.keys(),
  endedKeys: (store) => store.endedKeys(NOON),
  putKeys: (store) => store.putKeys([]),
  rewrapKeys: (store) => store.rewrapKeys([]),
  deleteKeys: (store) => store.deleteKeys([]),
  accessLines: (store) => store.accessLines(0, 1),
  searchAccess: (store) =>
    store.searchAccess({
      citizen: null,
      clinicIds: null,
      organisationId: null,
      from: NOON,
      to: NOON,
      before: null,
      limit: 1,
    }),
  accessHead: (store) => store.accessHead(),
  dropAccess: (store) => store.dropAccess(0),
  deleteRecords: (store) => store.deleteRecords([]),
  putRecords: (store) => store.putRecords([]),
  record: (store) => store.record('unit', 'a'),
  records: (store) => store.records('unit'),
  setting: (store) => store.setting('key'),
  putSetting: (store) => store.putSetting('key', 'value'),
  check: (store) => store.check(),
};

/**
 * ST3: what every implementation of `Store` must do. Called at the top of a vitest file.
 * @param open makes a new, empty store for each test.
 */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  const onFresh: OnFreshStore = (test) => async () => {
    const { store, reopen, cleanup } = await open();
    try {
      await test(store, reopen);
    } finally {
      await cleanup();
    }
  };

  describe(`store contract: ${name}`, () => {
    describe('journal', () => {
      journalContract(onFresh);
    });
    describe('keys', () => {
      keysContract(onFresh);
    });
    describe('directory', () => {
      directoryContract(onFresh);
      accessContract(onFresh);
    });

    it(
      'DC2: counts epochs upwards and repeats none, also when asked all at once',
      onFresh(async (store) => {
        const epochs = await Promise.all([store.nextEpoch(), store.nextEpoch(), store.nextEpoch()]);
        expect(new Set(epochs).size).toBe(3);
        expect(Math.min(...epochs)).toBeGreaterThan(0);
        expect(await store.nextEpoch()).toBeGreaterThan(Math.max(...epochs));
      }),
    );

    it(
      'is as it was after it was closed and opened again; DC2: no epoch returns',
      onFresh(async (store, reopen) => {
        if (reopen === undefined) return;
        const [told, signedIn] = [outcome(), session()];
        const snapshot = { seq: 2, sealed: new Uint8Array([2]) };
        await store.commit([entry({ events: events(1, 3), outcome: told })]);
        await store.saveSnapshot(STREAM, snapshot);
        await store.putSession(signedIn);
        await store.putRecords([{ kind: 'unit', id: 'a', json: '1' }]);
        await store.putSetting('key', 'value');
        const epoch = await store.nextEpoch();
        const again = await reopen();
        expect(await again.nextEpoch()).toBeGreaterThan(epoch);
        expect(await again.load(STREAM)).toEqual({ snapshot, events: events(3, 3) });
        expect(await again.outcomeOf(told.commandId)).toEqual(told);
        expect(await again.sessionBySecret(signedIn.secretHash)).toEqual(signedIn);
        expect(await again.records('unit')).toHaveLength(1);
        expect(await again.setting('key')).toBe('value');
        await expectRejected(again.commit([entry({ events: events(3, 3) })]), 'conflict');
        await again.commit([entry({ events: events(4, 4) })]);
      }),
    );

    it(
      'says that it is well, as often as it is asked, and shows nothing of the asking',
      onFresh(async (store) => {
        await store.check();
        await store.check();
        expect(await store.streams()).toEqual([]);
      }),
    );

    it.each(Object.entries(DOORS))('rejects %s once it is closed, twice if need be', (_, door) =>
      onFresh(async (store) => {
        await store.close();
        await store.close();
        await expectRejected(door(store), 'closed');
      })(),
    );
  });
}
