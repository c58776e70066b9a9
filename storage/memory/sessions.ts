import type { Instant, PersonId, SessionId } from '@naervaer/machines/protocol';
import { StoreError } from '../store.ts';
import type { SessionQuery, StoredSession } from '../store.ts';

export interface MemorySessions {
  put(session: StoredSession): void;
  bySecret(secretHash: string): StoredSession | undefined;
  byId(sessionId: SessionId): StoredSession | undefined;
  search(query: SessionQuery): readonly StoredSession[];
  prolong(sessionId: SessionId, expiresAt: Instant): boolean;
  end(sessionId: SessionId): void;
  endOf(personId: PersonId): readonly SessionId[];
  sweep(now: Instant): void;
}

export function createMemorySessions(): MemorySessions {
  const sessions = new Map<SessionId, StoredSession>();
  const bySecret = (secretHash: string): StoredSession | undefined =>
    [...sessions.values()].find((session) => session.secretHash === secretHash);

  return {
    put: (session) => {
      const holder = bySecret(session.secretHash);
      if (holder && holder.sessionId !== session.sessionId) throw new StoreError('conflict');
      sessions.set(session.sessionId, { ...session });
    },
    bySecret,
    byId: (sessionId) => sessions.get(sessionId),
    search: ({ people, begins, now, before, limit }) =>
      [...sessions.values()]
        .filter(
          ({ sessionId, personId, expiresAt }) =>
            expiresAt > now &&
            (people === null || people.includes(personId)) &&
            (begins === null || personId.startsWith(begins)) &&
            (before === null || sessionId < before),
        )
        .sort((a, b) => (a.sessionId > b.sessionId ? -1 : 1))
        .slice(0, limit),
    prolong: (sessionId, expiresAt) => {
      const session = sessions.get(sessionId);
      if (session !== undefined) sessions.set(sessionId, { ...session, expiresAt });
      return session !== undefined;
    },
    end: (sessionId) => void sessions.delete(sessionId),
    endOf: (personId) => {
      const ended = [...sessions.values()]
        .filter((session) => session.personId === personId)
        .map((session) => session.sessionId)
        .sort();
      for (const sessionId of ended) sessions.delete(sessionId);
      return ended;
    },
    sweep: (now) => {
      for (const [sessionId, { expiresAt }] of sessions) {
        if (expiresAt <= now) sessions.delete(sessionId);
      }
    },
  };
}
