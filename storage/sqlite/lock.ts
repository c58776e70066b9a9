import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../store.ts';
import { storeErrorOf } from './errors.ts';

/** Beside the journal; empty for ever. Only the lock on it says anything. */
export const LOCK_FILE = 'lock.sqlite';

/** Long enough for a command that only looks whether the folder is free. */
const WAIT_MS = 250;

export interface FolderLock {
  /** Idempotent. */
  release(): void;
}

/**
 * Takes a data folder for one process alone (CM5); the folder is made when missing. The operating
 * system drops the lock with the process, however that ends, so there is no stale lock to clear
 * after a kill or a power cut, and no process number that another process may have by then.
 *
 * It is apart from the journal, which a backup must be able to read meanwhile.
 * @returns undefined while another holds it
 * @throws {StoreError} `unavailable` when the folder cannot be used
 */
export function lockFolder(folder: string): FolderLock | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StoreError('unavailable', { cause });
  }
  const file = join(folder, LOCK_FILE);
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: WAIT_MS });
    // Never by opening the file: to close it would drop this process's lock on it (fcntl).
    chmodSync(file, 0o600);
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    if (isBusy(error)) return undefined;
    throw storeErrorOf(error);
  }
  const held = db;
  return { release: () => void held.close() };
}

const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
