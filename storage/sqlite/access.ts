import type { Database } from 'better-sqlite3';
import { StoreError } from '../store.ts';
import type { AccessLine } from '../store.ts';

/** The access log (P3). What writes must be called inside a transaction. */
export interface SqliteAccess {
  append(line: AccessLine): void;
  after(seq: number, limit: number): readonly AccessLine[];
  head(): AccessLine | undefined;
  drop(seq: number): void;
}

export function createSqliteAccess(db: Database): SqliteAccess {
  const insert = db.prepare<[number, number, string, string]>(
    'INSERT INTO access (seq, at, json, mac) VALUES (?, ?, ?, ?)',
  );
  const after = db.prepare<[number, number], AccessLine>(
    'SELECT seq, at, json, mac FROM access WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  const head = db.prepare<[], AccessLine>(
    'SELECT seq, at, json, mac FROM access ORDER BY seq DESC LIMIT 1',
  );
  const drop = db.prepare<[number]>('DELETE FROM access WHERE seq <= ?');

  return {
    append: ({ seq, at, json, mac }) => {
      const last = head.get();
      // Two writers never both get on. Where the log goes on only the writer knows: after a drop of
      // everything, and after an end that somebody cut off and whose gap has to stay.
      if (last !== undefined && seq <= last.seq) throw new StoreError('conflict');
      insert.run(seq, at, json, mac);
    },
    after: (seq, limit) => after.all(seq, limit),
    head: () => head.get(),
    drop: (seq) => void drop.run(seq),
  };
}
