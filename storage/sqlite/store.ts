import { epochStep } from '../epoch-step.ts';
import { StoreError } from '../store.ts';
import type { Store } from '../store.ts';
import { createSqliteAccess } from './access.ts';
import { createSqliteDirectory } from './directory.ts';
import { storeErrorOf } from './errors.ts';
import { guardPlace, openFile } from './file.ts';
import { createSqliteJournal } from './journal.ts';
import { createSqliteKeys } from './keys.ts';
import { createSqliteSessions } from './sessions.ts';

export interface SqliteStoreOptions {
  /** The database file; its folder is made when missing. Both are private to the server's user. */
  readonly file: string;
  /** The file never grows beyond this; a write that needs more is refused `unavailable`. */
  readonly maxBytes?: number;
}

/** What `check` asks the disk to take: more than a usual commit. */
const PROBE_BYTES = 64 * 1024;

/**
 * The store of one server on one machine: a SQLite file with a write-ahead log. Every write is one
 * transaction and on disk when it resolves (`synchronous = FULL`).
 * @throws {StoreError} `unavailable` when the file cannot be opened · `tooNew`
 */
export function createSqliteStore({ file, maxBytes }: SqliteStoreOptions): Store {
  const db = openFile(file, maxBytes);
  const journal = createSqliteJournal(db);
  const sessions = createSqliteSessions(db);
  const directory = createSqliteDirectory(db);
  const keys = createSqliteKeys(db);
  const access = createSqliteAccess(db);
  const assertInPlace = guardPlace(file);

  const nextEpoch = db
    .prepare<[number], number>('UPDATE epoch SET value = value + ? RETURNING value')
    .pluck();
  const fillProbe = db.prepare<[number]>('INSERT INTO probe (filler) VALUES (randomblob(?))');
  const trimProbe = db.prepare<[]>('DELETE FROM probe WHERE rowid < last_insert_rowid()');

  /** Async, so that every error is a rejection. */
  const read = async <T>(work: () => T): Promise<T> => {
    if (!db.open) throw new StoreError('closed');
    try {
      return work();
    } catch (error) {
      throw storeErrorOf(error);
    }
  };

  const write = <T>(work: () => T): Promise<T> =>
    read(() => {
      assertInPlace();
      // IMMEDIATE: a lock that cannot be had is found before, not in the middle of, the work.
      return db.transaction(work).immediate();
    });

  /** ST2: what was deleted also leaves the write-ahead log. Held up by a backup: next time. */
  const emptyLog = async (): Promise<void> => {
    try {
      db.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      if (!(storeErrorOf(error) instanceof StoreError)) throw error;
    }
  };

  const deleted = async (work: () => void): Promise<void> => {
    await write(work);
    await emptyLog();
  };

  return {
    commit: (batch) =>
      write(() => {
        for (const entry of batch) {
          journal.append(entry);
          entry.records.forEach(directory.put);
          entry.gone?.forEach(directory.delete);
          entry.keys.forEach(keys.add);
          entry.ended.forEach(keys.end);
          entry.access.forEach(access.append);
        }
      }),
    outcomeOf: (commandId) => read(() => journal.outcomeOf(commandId)),
    load: (stream) => read(db.transaction(() => journal.load(stream))),
    streams: () => read(() => journal.streams()),
    saveSnapshot: (stream, snapshot) => write(() => journal.saveSnapshot(stream, snapshot)),
    nextEpoch: () =>
      write(() => {
        const epoch = nextEpoch.get(epochStep());
        if (epoch === undefined) throw new Error('the epoch row is missing');
        return epoch;
      }),

    putSession: (session) => write(() => sessions.put(session)),
    sessionBySecret: (secretHash) => read(() => sessions.bySecret(secretHash)),
    session: (sessionId) => read(() => sessions.byId(sessionId)),
    sessions: (query) => read(() => sessions.search(query)),
    prolongSession: (sessionId, expiresAt) => write(() => sessions.prolong(sessionId, expiresAt)),
    endSession: (sessionId) => write(() => sessions.end(sessionId)),
    endSessionsOf: (personId) => write(() => sessions.endOf(personId)),
    sweep: async (now, outcomesBefore) => {
      await write(() => {
        sessions.sweep(now);
        journal.sweepOutcomes(outcomesBefore);
      });
      await emptyLog();
    },

    key: (subject) => read(() => keys.key(subject)),
    keys: (of) => read(() => keys.keys(of)),
    endedKeys: (before) => read(() => keys.ended(before)),
    putKeys: (changed) => write(() => changed.forEach(keys.put)),
    rewrapKeys: (changes) => deleted(() => changes.forEach(keys.rewrap)),
    deleteKeys: (subjects) => deleted(() => subjects.forEach(keys.delete)),

    accessLines: (seq, limit) => read(() => access.after(seq, limit)),
    searchAccess: (query) => read(() => access.search(query)),
    accessHead: () => read(() => access.head()),
    dropAccess: (seq) => deleted(() => access.drop(seq)),

    putRecords: (records) => write(() => records.forEach(directory.put)),
    record: (kind, id) => read(() => directory.record(kind, id)),
    records: (kind) => read(() => directory.records(kind)),
    deleteRecords: (gone) => deleted(() => gone.forEach(directory.delete)),

    setting: (key) => read(() => directory.setting(key)),
    putSetting: (key, value) => write(() => directory.putSetting(key, value)),

    // A write that is rolled back, or deleted before the commit, never asks the disk for anything:
    // so each probe stays until the next one has found room beside it.
    check: () =>
      write(() => {
        fillProbe.run(PROBE_BYTES);
        trimProbe.run();
      }),
    close: async () => {
      db.close();
    },
  };
}
