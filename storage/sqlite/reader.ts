import Database from 'better-sqlite3';
import { StoreError } from '../store.ts';
import type { Store } from '../store.ts';
import { createSqliteAccess } from './access.ts';
import { createSqliteDirectory } from './directory.ts';
import { storeErrorOf } from './errors.ts';
import { createSqliteKeys } from './keys.ts';

/** What can be read beside a running server without touching a byte. */
export type Reader = Pick<
  Store,
  'accessLines' | 'accessHead' | 'record' | 'setting' | 'key' | 'keys' | 'close'
>;

/**
 * Opens the file of a server that may be running, for reading only.
 * @throws {StoreError} `unavailable` when there is none, or it is of another version
 */
export function createSqliteReader(file: string): Reader {
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true });
    const access = createSqliteAccess(db);
    const directory = createSqliteDirectory(db);
    const keys = createSqliteKeys(db);
    const read = async <T>(work: () => T): Promise<T> => {
      try {
        return work();
      } catch (error) {
        throw storeErrorOf(error);
      }
    };
    return {
      accessLines: (seq, limit) => read(() => access.after(seq, limit)),
      accessHead: () => read(() => access.head()),
      record: (kind, id) => read(() => directory.record(kind, id)),
      setting: (key) => read(() => directory.setting(key)),
      key: (subject) => read(() => keys.key(subject)),
      keys: (of) => read(() => keys.keys(of)),
      close: async () => void db.close(),
    };
  } catch (error) {
    // A form of the file that these statements do not fit is one more reason why it cannot be read.
    if (error instanceof Database.SqliteError) {
      throw new StoreError('unavailable', { cause: error });
    }
    throw error;
  }
}
