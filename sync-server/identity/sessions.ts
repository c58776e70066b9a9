import { createHash, randomBytes } from 'node:crypto';
import { OrganisationId, PersonKind, newSessionId } from '@naervaer/machines/protocol';
import type { Instant, PersonId, SessionId } from '@naervaer/machines/protocol';
import type { Store, StoredSession } from '@naervaer/storage';
import { CompactEncrypt, compactDecrypt } from 'jose';
import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import { lockOf, providerOf } from '../directory/index.ts';
import type { Directory } from '../directory/index.ts';

import { clinicsOf } from './admission.ts';
import type { Keys } from './keys.ts';
import { App } from './login-state.ts';
import type { SignedIn } from './types.ts';

const MINUTE = 60_000;
/** How long a sign-in lasts, in milliseconds (B11: clinicians sign in once a day). */
export const LIFETIME = {
  clinician: 12 * 60 * MINUTE,
  caregiver: 10 * 60 * MINUTE,
  administrator: 2 * 60 * MINUTE,
} as const;
/**
 * How long a session lasts unused, in milliseconds; a clinician's is not asked (B11).
 *
 * A caregiver's session ends when no page of it has renewed its sync token for so long. Twice the
 * half hour that a place is kept for a tablet without network: whoever comes back to their place in
 * time must not find themselves signed out. The tablet's own five idle minutes guard the rest (T9).
 * An administrator's ends half an hour after the last request.
 */
export const IDLE = {
  clinician: Number.POSITIVE_INFINITY,
  caregiver: 60 * MINUTE,
  administrator: 30 * MINUTE,
} as const;
/** A use within so short a time of the last one is not written down again. */
const USE_STEP = MINUTE;
/** Sign-ins of providers that are remembered for their logout; beyond, the oldest is forgotten. */
const MOST_SIDS = 50_000;

const Kept = v.strictObject({
  name: v.string(),
  role: PersonKind,
  organisationId: OrganisationId,
  app: App,
  /** For the provider's logout; never leaves the server otherwise. */
  idToken: v.string(),
  /** The provider that said who it is. */
  issuer: v.string(),
  /** What it was asked for, as set up then. */
  lock: v.string(),
  /** What the provider calls this sign-in of its own, for its logout; null when it does not. */
  sid: v.nullable(v.string()),
  /** The CVR numbers that the role held for. */
  cvrs: v.array(v.string()),
  /** Whom the practice system said that it is (B13). */
  hint: v.nullable(v.string()),
  /** When it ends however much it is used. */
  endsAt: v.number(),
});
type Kept = v.InferOutput<typeof Kept>;

export interface OpenSession {
  readonly signedIn: SignedIn;
  readonly app: Kept['app'];
  readonly idToken: string;
  readonly hint: string | null;
}

export interface Sessions {
  /** Starts a session. @returns the cookie's value, which nobody can ask for again */
  start(
    personId: PersonId,
    session: Omit<Kept, 'endsAt'>,
  ): Promise<{ readonly secret: string; readonly seconds: number; readonly sessionId: SessionId }>;
  /** The session that a cookie's value opens; undefined when it ended. */
  bySecret(secret: string): Promise<OpenSession | undefined>;
  byId(sessionId: SessionId): Promise<OpenSession | undefined>;
  /** Notes that a session is in use. @returns it with its new end */
  touch(sessionId: SessionId): Promise<OpenSession | undefined>;
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

  /** Names and tokens at rest are sealed: a copy of the file tells nobody who signed in. */
  const seal = (kept: Kept): Promise<string> =>
    new CompactEncrypt(new TextEncoder().encode(JSON.stringify(kept)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(keys.session);

  async function unseal(json: string): Promise<Kept | undefined> {
    try {
      const { plaintext } = await compactDecrypt(json, keys.session);
      return v.parse(Kept, JSON.parse(new TextDecoder().decode(plaintext)));
    } catch {
      // The operator's secret was changed: everybody signs in again.
      return undefined;
    }
  }

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

  const expiry = ({ role, endsAt }: Kept): Instant => Math.min(endsAt, clock.now() + IDLE[role]);

  /**
   * Asked each time, so that who was removed or has another role is out at once (P1).
   * @returns undefined when what let the person in is no longer so
   */
  async function open(stored: StoredSession | undefined): Promise<OpenSession | undefined> {
    if (stored === undefined || stored.expiresAt <= clock.now()) return undefined;
    const kept = await unseal(stored.json);
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
    const kept = await unseal(stored.json);
    if (kept === undefined) return undefined;
    const expiresAt = expiry(kept);
    if (expiresAt - stored.expiresAt < USE_STEP) return session;
    // One that was ended while this was read must not come back (SE2).
    if (!(await store.prolongSession(stored.sessionId, expiresAt))) return undefined;
    return { ...session, signedIn: { ...session.signedIn, expiresAt } };
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
        json: await seal(kept),
        expiresAt: expiry(kept),
      });
      return { secret, sessionId, seconds: LIFETIME[session.role] / 1000 };
    },
    async bySecret(secret) {
      const stored = await store.sessionBySecret(hashOf(secret));
      const session = await open(stored);
      // An administrator's page has no connection that renews: each request is a use of it.
      return session?.signedIn.role === 'administrator' ? use(stored) : session;
    },
    byId: async (sessionId) => open(await store.session(sessionId)),
    touch: async (sessionId) => use(await store.session(sessionId)),
    bySid: (issuer, sid) => [...(sids.get(sidKey(issuer, sid)) ?? [])],
  };
}
