import type { Migration } from './migration.ts';

/** Keys of what is sealed (ST2), and the access log (P3), whose lines never change. */
export const keysAndAccess: Migration = {
  number: 2,
  name: 'keys and access',
  sql: `
    CREATE TABLE data_key (
      subject TEXT PRIMARY KEY,
      stream TEXT,
      wrapped TEXT NOT NULL,
      citizen TEXT,
      name TEXT,
      made_at INTEGER NOT NULL,
      ended_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX data_key_citizen ON data_key (citizen) WHERE citizen IS NOT NULL;
    CREATE INDEX data_key_name ON data_key (name) WHERE name IS NOT NULL;
    CREATE INDEX data_key_ended_at ON data_key (ended_at) WHERE ended_at IS NOT NULL;

    CREATE TABLE access (
      seq INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      json TEXT NOT NULL,
      mac TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER access_never_changes BEFORE UPDATE ON access
      BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
  `,
};
