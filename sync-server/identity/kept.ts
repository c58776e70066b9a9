import { OrganisationId, PersonKind } from '@naervaer/machines/protocol';
import type { Instant } from '@naervaer/machines/protocol';
import { CompactEncrypt, compactDecrypt } from 'jose';
import * as v from 'valibot';
import type { Keys } from './keys.ts';
import { App } from './login-state.ts';

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
 * An administrator's ends half an hour after the last request that is no look (`look=1`).
 */
export const IDLE = {
  clinician: Number.POSITIVE_INFINITY,
  caregiver: 60 * MINUTE,
  administrator: 30 * MINUTE,
} as const;
/** What a session is, as it is kept. */
export const Kept = v.strictObject({
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
export type Kept = v.InferOutput<typeof Kept>;

/** When a session that is used at `now` ends. */
export const expiryOf = ({ role, endsAt }: Kept, now: Instant): Instant =>
  Math.min(endsAt, now + IDLE[role]);

/** When it was used last, to the minute, as far as its end says so. */
export const usedAtOf = ({ role, endsAt }: Kept, expiresAt: Instant): Instant | null =>
  expiresAt < endsAt ? expiresAt - IDLE[role] : null;

/** Names and tokens at rest are sealed: a copy of the file tells nobody who signed in. */
export const seal = (kept: Kept, { session }: Keys): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(kept)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(session);

/** @returns undefined after the operator's secret was changed: everybody signs in again */
export async function unseal(json: string, { session }: Keys): Promise<Kept | undefined> {
  try {
    const { plaintext } = await compactDecrypt(json, session);
    return v.parse(Kept, JSON.parse(new TextDecoder().decode(plaintext)));
  } catch {
    return undefined;
  }
}
