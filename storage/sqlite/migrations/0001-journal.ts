import type { Migration } from './migration.ts';

/**
 * `event` is clustered by stream, so that loading a clinic reads neighbouring pages (ST4). `probe`
 * is where `check` writes: it holds one row of random bytes.
 */
export const journal: Migration = {
  number: 1,
  name: 'journal',
  sql: `
    CREATE TABLE stream (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      last INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE event (
      stream INTEGER NOT NULL REFERENCES stream (id),
      seq INTEGER NOT NULL,
      type TEXT NOT NULL,
      at INTEGER NOT NULL,
      subject TEXT,
      sealed BLOB NOT NULL,
      PRIMARY KEY (stream, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE snapshot (
      stream INTEGER PRIMARY KEY REFERENCES stream (id),
      seq INTEGER NOT NULL,
      sealed BLOB NOT NULL
    ) STRICT;

    CREATE TABLE outcome (
      command TEXT PRIMARY KEY,
      session TEXT NOT NULL,
      outcome TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX outcome_at ON outcome (at);

    CREATE TABLE session (
      id TEXT PRIMARY KEY,
      secret_hash TEXT NOT NULL UNIQUE,
      person TEXT NOT NULL,
      json TEXT NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX session_person ON session (person);
    CREATE INDEX session_expires_at ON session (expires_at);

    CREATE TABLE record (
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      json TEXT NOT NULL,
      PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE setting (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE epoch (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      value INTEGER NOT NULL
    ) STRICT;
    INSERT INTO epoch (only, value) VALUES (1, 0);

    CREATE TABLE probe (filler BLOB NOT NULL) STRICT;
  `,
};
