import { epochStep } from '../epoch-step.ts';
import { StoreError } from '../store.ts';
import type { DirectoryRecord, RecordKind, RecordName, Store } from '../store.ts';
import { createMemoryAccess } from './access.ts';
import { createMemoryJournal } from './journal.ts';
import { createMemoryKeys } from './keys.ts';
import { createMemorySessions } from './sessions.ts';

/** A store that forgets when the process ends. For tests and simulations; as strict as the real. */
export function createMemoryStore(): Store {
  const journal = createMemoryJournal();
  const sessions = createMemorySessions();
  const keys = createMemoryKeys();
  const access = createMemoryAccess();
  const records = new Map<RecordKind, Map<string, DirectoryRecord>>();
  const settings = new Map<string, string>();
  let epoch = 0;
  let isClosed = false;

  const putRecord = (record: DirectoryRecord): void => {
    const ofKind = records.get(record.kind) ?? new Map<string, DirectoryRecord>();
    records.set(record.kind, ofKind.set(record.id, { ...record }));
  };

  const deleteRecord = ({ kind, id }: RecordName): void => void records.get(kind)?.delete(id);

  /** Async, so that every error is a rejection as it is on a real disk. */
  const whileOpen = async <T>(work: () => T): Promise<T> => {
    if (isClosed) throw new StoreError('closed');
    return work();
  };

  return {
    commit: (batch) =>
      whileOpen(() => {
        access.assertFits(batch.flatMap((entry) => entry.access));
        journal.commit(batch);
        for (const entry of batch) {
          entry.records.forEach(putRecord);
          entry.gone?.forEach(deleteRecord);
          entry.keys.forEach(keys.add);
          entry.ended.forEach(keys.end);
          entry.access.forEach(access.append);
        }
      }),
    outcomeOf: (commandId) => whileOpen(() => journal.outcomeOf(commandId)),
    load: (stream) => whileOpen(() => journal.load(stream)),
    streams: () => whileOpen(() => journal.streams()),
    saveSnapshot: (stream, snapshot) => whileOpen(() => journal.saveSnapshot(stream, snapshot)),
    nextEpoch: () => whileOpen(() => (epoch += epochStep())),

    putSession: (session) => whileOpen(() => sessions.put(session)),
    sessionBySecret: (secretHash) => whileOpen(() => sessions.bySecret(secretHash)),
    session: (sessionId) => whileOpen(() => sessions.byId(sessionId)),
    sessions: (query) => whileOpen(() => sessions.search(query)),
    prolongSession: (sessionId, expiresAt) =>
      whileOpen(() => sessions.prolong(sessionId, expiresAt)),
    endSession: (sessionId) => whileOpen(() => sessions.end(sessionId)),
    endSessionsOf: (personId) => whileOpen(() => sessions.endOf(personId)),
    sweep: (now, outcomesBefore) =>
      whileOpen(() => {
        sessions.sweep(now);
        journal.sweepOutcomes(outcomesBefore);
      }),

    key: (subject) => whileOpen(() => keys.key(subject)),
    keys: (of) => whileOpen(() => keys.keys(of)),
    endedKeys: (before) => whileOpen(() => keys.ended(before)),
    putKeys: (changed) => whileOpen(() => changed.forEach(keys.put)),
    rewrapKeys: (changes) => whileOpen(() => changes.forEach(keys.rewrap)),
    deleteKeys: (subjects) => whileOpen(() => subjects.forEach(keys.delete)),

    accessLines: (seq, limit) => whileOpen(() => access.after(seq, limit)),
    searchAccess: (query) => whileOpen(() => access.search(query)),
    accessHead: () => whileOpen(() => access.head()),
    dropAccess: (seq) => whileOpen(() => access.drop(seq)),

    putRecords: (changed) => whileOpen(() => changed.forEach(putRecord)),
    record: (kind, id) => whileOpen(() => records.get(kind)?.get(id)),
    records: (kind) =>
      whileOpen(() =>
        [...(records.get(kind)?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)),
      ),
    deleteRecords: (gone) => whileOpen(() => gone.forEach(deleteRecord)),

    setting: (key) => whileOpen(() => settings.get(key)),
    putSetting: (key, value) => whileOpen(() => void settings.set(key, value)),

    check: () => whileOpen(() => undefined),
    close: async () => {
      isClosed = true;
    },
  };
}
