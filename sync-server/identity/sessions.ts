import { createHash, randomBytes } from 'node:crypto';
import { OrganisationId, PersonKind, newSessionId } from '@naervaer/machines/protocol';
import type { Instant, PersonId, SessionId } from '@naervaer/machines/protocol';
import type { Store, StoredSession } from '@naervaer/storage';
import { CompactEncrypt, compactDecrypt } from 'jose';
import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import type { Directory } from '../directory/index.ts';
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
 * A caregiver's session ends when no page of it has renewed its sync token for so long. Twice the
 * half hour that a place is kept for a tablet without network: whoever comes back to their place in
 * time must not find themselves signed out. The tablet's own five idle minutes guard the rest (T9).
 */
export const CAREGIVER_IDLE = 60 * MINUTE;

const Kept = v.strictObject({
  name: v.string(),
  role: PersonKind,
  organisationId: OrganisationId,
  app: App,
  /** For the provider's logout; never leaves the server otherwise. */
  idToken: v.string(),
  /** When it ends however much it is used. */
  endsAt: v.number(),
});
type Kept = v.InferOutput<typeof Kept>;

export interface OpenSession {
  readonly signedIn: SignedIn;
  readonly app: Kept['app'];
  readonly idToken: string;
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
  /** Notes that a caregiver's session is in use. @returns it with its new end */
  touch(sessionId: SessionId): Promise<OpenSession | undefined>;
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

  function expiry({ role, endsAt }: Kept): Instant {
    return role === 'caregiver' ? Math.min(endsAt, clock.now() + CAREGIVER_IDLE) : endsAt;
  }

  async function open(stored: StoredSession | undefined): Promise<OpenSession | undefined> {
    if (stored === undefined || stored.expiresAt <= clock.now()) return undefined;
    const kept = await unseal(stored.json);
    const organisation = directory.organisation(kept?.organisationId ?? '');
    if (kept === undefined || organisation === undefined) return undefined;
    // Asked each time: an employee who was removed is out at once (P1).
    const person = kept.role === 'clinician' ? await directory.person(stored.personId) : undefined;
    if (kept.role === 'clinician' && !person?.clinics.length) return undefined;
    return {
      app: kept.app,
      idToken: kept.idToken,
      signedIn: {
        sessionId: stored.sessionId,
        personId: stored.personId,
        name: kept.name,
        role: kept.role,
        organisation: { id: organisation.id, name: organisation.name },
        clinics: person?.clinics ?? [],
        expiresAt: stored.expiresAt,
      },
    };
  }

  return {
    async start(personId, session) {
      const secret = randomBytes(32).toString('base64url');
      const kept: Kept = { ...session, endsAt: clock.now() + LIFETIME[session.role] };
      const sessionId = newSessionId();
      await store.putSession({
        sessionId,
        secretHash: hashOf(secret),
        personId,
        json: await seal(kept),
        expiresAt: expiry(kept),
      });
      return { secret, sessionId, seconds: LIFETIME[session.role] / 1000 };
    },
    bySecret: async (secret) => open(await store.sessionBySecret(hashOf(secret))),
    byId: async (sessionId) => open(await store.session(sessionId)),
    async touch(sessionId) {
      const stored = await store.session(sessionId);
      const session = await open(stored);
      if (stored === undefined || session?.signedIn.role !== 'caregiver') return session;
      const kept = await unseal(stored.json);
      if (kept === undefined) return undefined;
      const expiresAt = expiry(kept);
      await store.putSession({ ...stored, expiresAt });
      return { ...session, signedIn: { ...session.signedIn, expiresAt } };
    },
  };
}
