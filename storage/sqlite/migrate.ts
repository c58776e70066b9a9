import type { Database } from 'better-sqlite3';
import { StoreError } from '../store.ts';
import { checksumOf } from './migrations/migration.ts';
import type { Migration } from './migrations/migration.ts';

interface Applied {
  readonly number: number;
  readonly checksum: string;
}

function appliedIn(db: Database): readonly Applied[] {
  const isNew =
    db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'migration'`).get() === undefined;
  return isNew
    ? []
    : db.prepare<[], Applied>('SELECT number, checksum FROM migration ORDER BY number').all();
}

/**
 * Brings a file to the form of this code, each step in a transaction of its own: a crash between
 * two leaves a file that the next start takes on from.
 * @throws {StoreError} `tooNew` before anything is written, when the file has run a step that this
 * code does not know.
 * @throws {Error} when a step was changed after the file ran it: a mistake of ours.
 */
export function migrate(db: Database, migrations: readonly Migration[], now: () => number): void {
  const applied = appliedIn(db);
  if ((applied.at(-1)?.number ?? 0) > migrations.length) throw new StoreError('tooNew');
  for (const { number, checksum } of applied) {
    const known = migrations[number - 1];
    if (known === undefined || checksumOf(known) !== checksum) {
      throw new Error(`migration ${number} was changed after it was applied`);
    }
  }

  db.transaction(() =>
    db.exec(`
      CREATE TABLE IF NOT EXISTS migration (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        at INTEGER NOT NULL
      ) STRICT
    `),
  ).immediate();
  const record = db.prepare(
    'INSERT INTO migration (number, name, checksum, at) VALUES (?, ?, ?, ?)',
  );
  for (const migration of migrations.slice(applied.length)) {
    db.transaction(() => {
      db.exec(migration.sql);
      record.run(migration.number, migration.name, checksumOf(migration), now());
    }).immediate();
  }
}
