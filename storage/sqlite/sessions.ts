import type { Instant, PersonId, SessionId } from '@naervaer/machines/protocol';
import type { Database } from 'better-sqlite3';
import { StoreError } from '../store.ts';
import type { StoredSession } from '../store.ts';
import { isTaken } from './errors.ts';

const COLUMNS =
  'id AS sessionId, secret_hash AS secretHash, person AS personId, json, expires_at AS expiresAt';

export interface SqliteSessions {
  put(session: StoredSession): void;
  bySecret(secretHash: string): StoredSession | undefined;
  byId(sessionId: SessionId): StoredSession | undefined;
  prolong(sessionId: SessionId, expiresAt: Instant): boolean;
  end(sessionId: SessionId): void;
  endOf(personId: PersonId): readonly SessionId[];
  sweep(now: Instant): void;
}

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
