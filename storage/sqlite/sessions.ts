import type { Instant, PersonId, SessionId } from '@naervaer/machines/protocol';
import type { Database, Statement } from 'better-sqlite3';
import { StoreError } from '../store.ts';
import type { SessionQuery, StoredSession } from '../store.ts';
import { isTaken } from './errors.ts';

const COLUMNS =
  'id AS sessionId, secret_hash AS secretHash, person AS personId, json, expires_at AS expiresAt';

export interface SqliteSessions {
  put(session: StoredSession): void;
  bySecret(secretHash: string): StoredSession | undefined;
  byId(sessionId: SessionId): StoredSession | undefined;
  search(query: SessionQuery): readonly StoredSession[];
  prolong(sessionId: SessionId, expiresAt: Instant): boolean;
  end(sessionId: SessionId): void;
  endOf(personId: PersonId): readonly SessionId[];
  sweep(now: Instant): void;
}

type Found = Omit<SessionQuery, 'people'> & { readonly people: string | null };

export function createSqliteSessions(db: Database): SqliteSessions {
  const put = db.prepare<[string, string, string, string, Instant]>(
    `INSERT INTO session (id, secret_hash, person, json, expires_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, person = excluded.person,
       json = excluded.json, expires_at = excluded.expires_at`,
  );
  const bySecret = db.prepare<[string], StoredSession>(
    `SELECT ${COLUMNS} FROM session WHERE secret_hash = ?`,
  );
  const byId = db.prepare<[string], StoredSession>(`SELECT ${COLUMNS} FROM session WHERE id = ?`);
  /** Each walks one index. Only ids are sorted: a row holds a token of some thousand bytes. */
  const search = (index: string, ...where: string[]): Statement<[Found], StoredSession> =>
    db.prepare(
      `SELECT ${COLUMNS} FROM session WHERE id IN (
         SELECT id FROM session ${index}
         WHERE ${['expires_at > @now', '(@before IS NULL OR id < @before)', ...where].join(' AND ')}
         ORDER BY id DESC LIMIT @limit
       ) ORDER BY id DESC`,
    );
  const anyOf = 'person IN (SELECT value FROM json_each(@people))';
  // No sign of an id sorts behind `~`.
  const begins = "person >= @begins AND person < @begins || '~'";
  const ofAll = search('');
  const ofPeople = search('INDEXED BY session_person', anyOf, `(@begins IS NULL OR (${begins}))`);
  const ofBeginning = search('INDEXED BY session_person', begins);
  const prolong = db.prepare<[Instant, string]>('UPDATE session SET expires_at = ? WHERE id = ?');
  const end = db.prepare<[string]>('DELETE FROM session WHERE id = ?');
  const idsOf = db
    .prepare<[string], SessionId>('SELECT id FROM session WHERE person = ? ORDER BY id')
    .pluck();
  const endOf = db.prepare<[string]>('DELETE FROM session WHERE person = ?');
  const sweep = db.prepare<[Instant]>('DELETE FROM session WHERE expires_at <= ?');

  return {
    put: ({ sessionId, secretHash, personId, json, expiresAt }) => {
      try {
        put.run(sessionId, secretHash, personId, json, expiresAt);
      } catch (error) {
        if (isTaken(error)) throw new StoreError('conflict', { cause: error });
        throw error;
      }
    },
    bySecret: (secretHash) => bySecret.get(secretHash),
    byId: (sessionId) => byId.get(sessionId),
    search: ({ people, ...query }) => {
      const found: Found = { ...query, people: people && JSON.stringify(people) };
      if (people !== null) return ofPeople.all(found);
      return (query.begins === null ? ofAll : ofBeginning).all(found);
    },
    prolong: (sessionId, expiresAt) => prolong.run(expiresAt, sessionId).changes > 0,
    end: (sessionId) => void end.run(sessionId),
    endOf: (personId) => {
      const ended = idsOf.all(personId);
      endOf.run(personId);
      return ended;
    },
    sweep: (now) => void sweep.run(now),
  };
}
