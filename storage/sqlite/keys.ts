import type { Instant } from '@naervaer/machines/protocol';
import type { Database } from 'better-sqlite3';
import type { KeyTable } from '../key-table.ts';
import type { StoredKey } from '../store.ts';

const COLUMNS = 'subject, stream, wrapped, citizen, name, made_at AS madeAt, ended_at AS endedAt';

type Row = [string, string | null, string, string | null, string | null, Instant, Instant | null];

const rowOf = (key: StoredKey): Row => [
  key.subject,
  key.stream,
  key.wrapped,
  key.citizen,
  key.name,
  key.madeAt,
  key.endedAt,
];

export function createSqliteKeys(db: Database): KeyTable {
  const insert =
    'INSERT INTO data_key (subject, stream, wrapped, citizen, name, made_at, ended_at)';
  const add = db.prepare<Row>(`${insert} VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
  const put = db.prepare<Row>(
    `${insert} VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (subject) DO UPDATE SET stream = excluded.stream, wrapped = excluded.wrapped,
       citizen = excluded.citizen, name = excluded.name, made_at = excluded.made_at,
       ended_at = excluded.ended_at`,
  );
  const end = db.prepare<[Instant, string]>(
    'UPDATE data_key SET ended_at = ? WHERE subject = ? AND ended_at IS NULL',
  );
  const select = `SELECT ${COLUMNS} FROM data_key`;
  const one = db.prepare<[string], StoredKey>(`${select} WHERE subject = ?`);
  const all = db.prepare<[], StoredKey>(`${select} ORDER BY subject`);
  const byCitizen = db.prepare<[string], StoredKey>(`${select} WHERE citizen = ? ORDER BY subject`);
  const byName = db.prepare<[string], StoredKey>(`${select} WHERE name = ? ORDER BY subject`);
  const ended = db.prepare<[Instant], StoredKey>(
    `${select} WHERE ended_at <= ? ORDER BY ended_at, subject`,
  );
  const rewrap = db.prepare<[string, string, string]>(
    'UPDATE data_key SET wrapped = ? WHERE subject = ? AND wrapped = ?',
  );
  const remove = db.prepare<[string]>('DELETE FROM data_key WHERE subject = ?');

  return {
    add: (key) => void add.run(...rowOf(key)),
    put: (key) => void put.run(...rowOf(key)),
    end: ({ subject, at }) => void end.run(at, subject),
    key: (subject) => one.get(subject),
    keys: (of) => {
      if (of === undefined) return all.all();
      return 'citizen' in of ? byCitizen.all(of.citizen) : byName.all(of.name);
    },
    ended: (before) => ended.all(before),
    rewrap: ({ subject, from, to }) => void rewrap.run(to, subject, from),
    delete: (subject) => void remove.run(subject),
  };
}
