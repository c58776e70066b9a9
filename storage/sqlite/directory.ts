import type { Database } from 'better-sqlite3';
import type { DirectoryRecord, RecordKind, RecordName } from '../store.ts';

/** Administrative records and the server's own settings. */
export interface SqliteDirectory {
  put(record: DirectoryRecord): void;
  delete(record: RecordName): void;
  record(kind: RecordKind, id: string): DirectoryRecord | undefined;
  records(kind: RecordKind): readonly DirectoryRecord[];
  setting(key: string): string | undefined;
  putSetting(key: string, value: string): void;
}

export function createSqliteDirectory(db: Database): SqliteDirectory {
  const put = db.prepare<[RecordKind, string, string]>(
    `INSERT INTO record (kind, id, json) VALUES (?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json`,
  );
  const remove = db.prepare<[RecordKind, string]>('DELETE FROM record WHERE kind = ? AND id = ?');
  const one = db.prepare<[RecordKind, string], DirectoryRecord>(
    'SELECT kind, id, json FROM record WHERE kind = ? AND id = ?',
  );
  const all = db.prepare<[RecordKind], DirectoryRecord>(
    'SELECT kind, id, json FROM record WHERE kind = ? ORDER BY id',
  );
  const setting = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
  const putSetting = db.prepare<[string, string]>(
    `INSERT INTO setting (key, value) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );

  return {
    put: ({ kind, id, json }) => void put.run(kind, id, json),
    delete: ({ kind, id }) => void remove.run(kind, id),
    record: (kind, id) => one.get(kind, id),
    records: (kind) => all.all(kind),
    setting: (key) => setting.get(key),
    putSetting: (key, value) => void putSetting.run(key, value),
  };
}
