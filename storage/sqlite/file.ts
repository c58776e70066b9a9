import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../store.ts';
import { storeErrorOf } from './errors.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';

/**
 * How long a statement waits for another process, e.g. a backup that ends. The whole server stands
 * still meanwhile, so it is short: a refusal that says so is better than a frozen board.
 */
const BUSY_TIMEOUT_MS = 250;
/** The write-ahead log is cut back to this after a burst. */
const WAL_LIMIT_BYTES = 16 * 1024 * 1024;

/** Private to the server's user, before SQLite writes a byte; `-wal` and `-shm` inherit the mode. */
function makePrivate(file: string): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (existsSync(file)) {
    for (const path of [file, `${file}-wal`, `${file}-shm`]) {
      if (existsSync(path)) chmodSync(path, 0o600);
    }
    return;
  }
  closeSync(openSync(file, 'a', 0o600));
  // Without it a power cut could take the new file's name, and all that was told as stored.
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function configure(db: Database.Database, maxBytes: number | undefined): void {
  db.pragma('secure_delete = ON'); // ST2: a deleted row leaves no readable page
  db.pragma('temp_store = MEMORY');
  db.pragma('foreign_keys = ON');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL'); // ST1: WAL's own default loses the last commits in a power cut
  db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
  if (maxBytes === undefined) return;
  const pageBytes = Number(db.pragma('page_size', { simple: true }));
  db.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / pageBytes))}`);
}

/**
 * Opens or makes the file and brings it to this code's form.
 * @throws {StoreError} `unavailable` · `tooNew`
 */
export function openFile(file: string, maxBytes: number | undefined): Database.Database {
  try {
    makePrivate(file);
  } catch (cause) {
    throw new StoreError('unavailable', { cause });
  }
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    configure(db, maxBytes);
    migrate(db, MIGRATIONS, Date.now);
    return db;
  } catch (error) {
    db?.close();
    throw storeErrorOf(error);
  }
}

/**
 * Watches that the file's name still leads to the file that is open. SQLite itself goes on writing
 * to a deleted one, and everything that it calls stored is gone at the next start.
 * @returns what throws `unavailable` while it does not.
 */
export function guardPlace(file: string): () => void {
  const paths = [file, `${file}-wal`];
  const identity = (path: string): string => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? 'gone' : `${found.dev}:${found.ino}`;
  };
  const opened = paths.map(identity);
  return () => {
    if (paths.some((path, index) => identity(path) !== opened[index])) {
      throw new StoreError('unavailable');
    }
  };
}
