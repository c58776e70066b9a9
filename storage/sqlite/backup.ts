import { closeSync, fsyncSync, linkSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { storeErrorOf } from './errors.ts';

/** The journal's name in a data folder. */
export const JOURNAL_FILE = 'naervaer.sqlite';

function sync(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/**
 * Copies a journal as it is at one moment, while a server writes to it: one read transaction, which
 * holds nobody up but the emptying of the write-ahead log. What was deleted is not in the copy, not
 * even as a free page, and the copy is one file.
 *
 * @param to a new file, private to the caller; what is half done never bears this name
 * @param examine is given the finished copy under another name; when it rejects, there is no `to`
 * @throws {StoreError} `unavailable` · whatever `examine` throws · Node's `EEXIST`
 */
export async function copyJournal(
  from: string,
  to: string,
  examine: (copy: string) => Promise<void>,
): Promise<void> {
  const partial = `${to}.partial`;
  // Before SQLite writes a byte. `wx`: two backups to one name never share a file.
  closeSync(openSync(partial, 'wx', 0o600));
  try {
    try {
      const source = new Database(from, { readonly: true, fileMustExist: true });
      try {
        source.prepare<[string]>('VACUUM INTO ?').run(partial);
      } finally {
        source.close();
      }
      assertWhole(partial);
    } catch (error) {
      throw storeErrorOf(error);
    }
    await examine(partial);
    // The store that examined it left it in write-ahead mode, which wants a folder to write in.
    withFile(partial, (copy) => copy.pragma('journal_mode = DELETE'));
    sync(partial);
    // Unlike a rename, a link never takes the place of a file that is there.
    linkSync(partial, to);
    sync(dirname(to));
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${partial}${end}`, { force: true });
  }
}

function withFile<T>(file: string, work: (db: Database.Database) => T): T {
  const db = new Database(file, { fileMustExist: true });
  try {
    return work(db);
  } catch (error) {
    throw storeErrorOf(error);
  } finally {
    db.close();
  }
}

/** @throws {StoreError} `unavailable` when a page, an index or a reference does not hold. */
function assertWhole(file: string): void {
  withFile(file, (db) => {
    const said = db.pragma('integrity_check', { simple: true });
    if (said !== 'ok') throw new Database.SqliteError('integrity_check', 'SQLITE_CORRUPT');
  });
}
