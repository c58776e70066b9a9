import Database from 'better-sqlite3';
import { StoreError } from '../store.ts';

/**
 * Primary result codes of SQLite that are the disk's or the file's fault, not the caller's
 * (https://www.sqlite.org/rescode.html). Each failed statement was rolled back by then.
 */
const UNAVAILABLE = [
  'SQLITE_FULL',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_PERM',
  'SQLITE_AUTH',
  'SQLITE_NOMEM',
  'SQLITE_PROTOCOL',
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
];

/** Extended codes stand behind an underscore: `SQLITE_IOERR_FSYNC`. */
const isUnavailable = (code: string): boolean =>
  UNAVAILABLE.some((primary) => code === primary || code.startsWith(`${primary}_`));

/** What of an error a store tells; what it does not know stays what it was, a bug. */
export function storeErrorOf(error: unknown): unknown {
  return error instanceof Database.SqliteError && isUnavailable(error.code)
    ? new StoreError('unavailable', { cause: error })
    : error;
}

/** A key that is taken. Every UNIQUE of the schema is a rule that two writers broke (CM2). */
export const isTaken = (error: unknown): boolean =>
  error instanceof Database.SqliteError &&
  (error.code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || error.code === 'SQLITE_CONSTRAINT_UNIQUE');
