import { createHash, randomBytes } from 'node:crypto';
import { newSessionId, timeOfId } from '@naervaer/machines/protocol';
import type { Instant, PersonId, SessionId, SessionsPage } from '@naervaer/machines/protocol';
import type { SessionQuery, Store, StoredSession } from '@naervaer/storage';
import type { Clock } from '../clock.ts';
import { lockOf, providerOf } from '../directory/index.ts';
import type { Directory } from '../directory/index.ts';

import { clinicsOf } from './admission.ts';
import type { Keys } from './keys.ts';
import { expiryOf, LIFETIME, seal, unseal, usedAtOf } from './kept.ts';
import type { Kept } from './kept.ts';
import type { SignedIn } from './types.ts';

const MINUTE = 60_000;
/** A use within so short a time of the last one is not written down again. */
const USE_STEP = MINUTE;
/** Sign-ins of providers that are remembered for their logout; beyond, the oldest is forgotten. */
const MOST_SIDS = 50_000;
/** Sessions whose last use is remembered: more than an installation has open. */
const MOST_USES = 50_000;
/** Sessions in one page of a list: each is opened, which takes a part of a millisecond. */
const PAGE = 200;

export interface OpenSession {
  readonly signedIn: SignedIn;
  readonly app: Kept['app'];
  readonly idToken: string;
  readonly hint: string | null;
}

/** Whose sessions: null for whoever's. */
export type People = Pick<SessionQuery, 'people' | 'begins'>;
type ListedSession = SessionsPage['rows'][number];

export interface Sessions {
  /** Starts a session. @returns the cookie's value, which nobody can ask for again */
  start(
    personId: PersonId,
    session: Omit<Kept, 'endsAt'>,
  ): Promise<{ readonly secret: string; readonly seconds: number; readonly sessionId: SessionId }>;
  /** The session that a cookie's value opens; undefined when it ended. */
  bySecret(secret: string): Promise<OpenSession | undefined>;
  /** The same for a page that asks by itself, which is no use: it keeps nobody signed in. */
  lookBySecret(secret: string): Promise<OpenSession | undefined>;
  byId(sessionId: SessionId): Promise<OpenSession | undefined>;
  /** Notes that a session is in use. @returns it with its new end */
  touch(sessionId: SessionId): Promise<OpenSession | undefined>;
  /** Who is signed in now, the newest first; a look is not a use. */
  list(people: People, before: SessionId | null): Promise<SessionsPage>;
  /**
   * The sessions that a provider's own sign-in began, as far as they were used since this server
   * started; a tablet or board that is open is, within minutes.
   */
  bySid(issuer: string, sid: string): readonly SessionId[];
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export function createSessions(deps: {
  readonly store: Store;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly keys: Keys;
}): Sessions {
  const { store, directory, clock, keys } = deps;

  const sids = new Map<string, Set<SessionId>>();
  const sidKey = (issuer: string, sid: string): string => `${issuer}\n${sid}`;

  function noteSid(sessionId: SessionId, { issuer, sid }: Kept): void {
    if (sid === null) return;
    const key = sidKey(issuer, sid);
    const known = sids.get(key) ?? new Set();
    sids.delete(key);
    sids.set(key, known.add(sessionId));
    const [oldest] = sids.keys();
    if (sids.size > MOST_SIDS && oldest !== undefined) sids.delete(oldest);
  }

  /** When each was used last; what was not for a while is forgotten. */
  const uses = new Map<SessionId, Instant>();

  function noteUse(session: OpenSession | undefined): OpenSession | undefined {
    if (session === undefined) return undefined;
    const { sessionId } = session.signedIn;
    uses.delete(sessionId);
    uses.set(sessionId, clock.now());
    const [oldest] = uses.keys();
    if (uses.size > MOST_USES && oldest !== undefined) uses.delete(oldest);
    return session;
  }

  /**
   * Asked each time, so that who was removed or has another role is out at once (P1).
   * @param opened what it holds, where somebody looked already
   * @returns undefined when what let the person in is no longer so
   */
  async function open(
    stored: StoredSession | undefined,
    opened?: Kept,
  ): Promise<OpenSession | undefined> {
    if (stored === undefined || stored.expiresAt <= clock.now()) return undefined;
    const kept = opened ?? (await unseal(stored.json, keys));
    const organisation = directory.organisation(kept?.organisationId ?? '');
    if (kept === undefined || organisation === undefined) return undefined;
    const { role, cvrs } = kept;
    // Another provider may call somebody else the same; another role may not be theirs.
    const provider = providerOf(organisation, role);
    if (provider === undefined || lockOf(provider) !== kept.lock) return undefined;
    const { personId } = stored;
    const clinics = await clinicsOf(directory, organisation, { personId, role, cvrs });
    const isStill =
      organisation.kind === 'clinics' ? clinics.length > 0 : cvrs.includes(organisation.cvr);
    if (!isStill) return undefined;
    noteSid(stored.sessionId, kept);
    return {
      app: kept.app,
      idToken: kept.idToken,
      hint: kept.hint,
      signedIn: {
        sessionId: stored.sessionId,
        personId,
        name: kept.name,
        role,
        organisation: { id: organisation.id, name: organisation.name },
        clinics,
        expiresAt: stored.expiresAt,
      },
    };
  }

  /** Moves the end of an idle time on, where the last use is long enough ago to matter. */
  async function use(stored: StoredSession | undefined): Promise<OpenSession | undefined> {
    const session = await open(stored);
    if (stored === undefined || session === undefined) return undefined;
    const kept = await unseal(stored.json, keys);
    if (kept === undefined) return undefined;
    const expiresAt = expiryOf(kept, clock.now());
    if (expiresAt - stored.expiresAt < USE_STEP) return session;
    // One that was ended while this was read must not come back (SE2).
    if (!(await store.prolongSession(stored.sessionId, expiresAt))) return undefined;
    return { ...session, signedIn: { ...session.signedIn, expiresAt } };
  }

  /** As an administrator sees it; nothing for one that opens nothing any more. */
  async function listed(stored: StoredSession): Promise<readonly ListedSession[]> {
    const kept = await unseal(stored.json, keys);
    const session = await open(stored, kept);
    if (session === undefined || kept === undefined) return [];
    const { sessionId, personId, name, organisation } = session.signedIn;
    const usedAt = uses.get(sessionId) ?? usedAtOf(kept, stored.expiresAt);
    return [
      {
        sessionId,
        personId,
        name,
        organisationId: organisation.id,
        organisation: organisation.name,
        app: session.app,
        since: timeOfId(sessionId),
        usedAt,
      },
    ];
  }

  return {
    async start(personId, session) {
      const secret = randomBytes(32).toString('base64url');
      const kept: Kept = { ...session, endsAt: clock.now() + LIFETIME[session.role] };
      const sessionId = newSessionId();
      noteSid(sessionId, kept);
      await store.putSession({
        sessionId,
        secretHash: hashOf(secret),
        personId,
        json: await seal(kept, keys),
        expiresAt: expiryOf(kept, clock.now()),
      });
      return { secret, sessionId, seconds: LIFETIME[session.role] / 1000 };
    },
    async bySecret(secret) {
      const stored = await store.sessionBySecret(hashOf(secret));
      const session = await open(stored);
      // An administrator's page has no connection that renews: each request is a use of it.
      return noteUse(session?.signedIn.role === 'administrator' ? await use(stored) : session);
    },
    lookBySecret: async (secret) => open(await store.sessionBySecret(hashOf(secret))),
    byId: async (sessionId) => noteUse(await open(await store.session(sessionId))),
    touch: async (sessionId) => noteUse(await use(await store.session(sessionId))),
    async list(people, before) {
      const query = { ...people, now: clock.now(), before, limit: PAGE };
      const found = await store.sessions(query);
      const rows: ListedSession[] = [];
      // One after the other: hundreds of names opened at once would hold everybody else up.
      for (const stored of found) rows.push(...(await listed(stored)));
      return {
        rows,
        before: found.length < PAGE ? null : (found.at(-1)?.sessionId ?? null),
      };
    },
    bySid: (issuer, sid) => [...(sids.get(sidKey(issuer, sid)) ?? [])],
  };
}
