import type { Database, Statement } from 'better-sqlite3';
import { StoreError } from '../store.ts';
import type { AccessLine, AccessQuery } from '../store.ts';

/** The access log (P3). What writes must be called inside a transaction. */
export interface SqliteAccess {
  append(line: AccessLine): void;
  after(seq: number, limit: number): readonly AccessLine[];
  search(query: AccessQuery): readonly AccessLine[];
  head(): AccessLine | undefined;
  drop(seq: number): void;
}

type Found = Omit<AccessQuery, 'clinicIds' | 'before'> & {
  readonly clinicId: string | null;
  readonly beforeAt: number;
  readonly beforeSeq: number;
};

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
  const timeOf = db.prepare<[number], number>('SELECT at FROM access WHERE seq = ?').pluck();
  const drop = db.prepare<[number]>('DELETE FROM access WHERE seq <= ?');

  /** Each walks one index backwards and stops when it has enough. */
  const search = (index: string, ...where: string[]): Statement<[Found], AccessLine> =>
    db.prepare(
      `SELECT seq, at, json, mac FROM access INDEXED BY ${index}
       WHERE ${[...where, 'at BETWEEN @from AND min(@to, @beforeAt)'].join(' AND ')}
         AND (at < @beforeAt OR seq < @beforeSeq)
       ORDER BY at DESC, seq DESC LIMIT @limit`,
    );
  const orAny = (column: string, name: string): string =>
    `(${name} IS NULL OR ${column} = ${name})`;
  const ofOrganisation = orAny('organisation', '@organisationId');
  const byCitizen = search(
    'access_citizen',
    'citizen = @citizen',
    orAny('clinic', '@clinicId'),
    ofOrganisation,
  );
  const byClinic = search('access_clinic', 'clinic = @clinicId', ofOrganisation);
  const byOrganisation = search('access_organisation', 'organisation = @organisationId');
  const byTime = search('access_at');

  function statementFor({ citizen, clinicId, organisationId }: Found): typeof byTime {
    if (citizen !== null) return byCitizen;
    if (clinicId !== null) return byClinic;
    return organisationId === null ? byTime : byOrganisation;
  }

  return {
    append: ({ seq, at, json, mac }) => {
      const last = head.get();
      // Two writers never both get on. Where the log goes on only the writer knows: after a drop of
      // everything, and after an end that somebody cut off and whose gap has to stay.
      if (last !== undefined && seq <= last.seq) throw new StoreError('conflict');
      insert.run(seq, at, json, mac);
    },
    after: (seq, limit) => after.all(seq, limit),
    search: ({ clinicIds, before, ...query }) => {
      const beforeAt = before === null ? undefined : timeOf.get(before);
      // A line that retention took meanwhile was among the oldest: nothing comes after it.
      if (before !== null && beforeAt === undefined) return [];
      const place = { beforeAt: beforeAt ?? Number.MAX_SAFE_INTEGER, beforeSeq: before ?? 0 };
      return (clinicIds ?? [null])
        .flatMap((clinicId) => {
          const found: Found = { ...query, ...place, clinicId };
          return statementFor(found).all(found);
        })
        .sort((a, b) => b.at - a.at || b.seq - a.seq)
        .slice(0, query.limit);
    },
    head: () => head.get(),
    drop: (seq) => void drop.run(seq),
  };
}
