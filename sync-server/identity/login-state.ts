import { OrganisationId } from '@naervaer/machines/protocol';
import { EncryptJWT, jwtDecrypt } from 'jose';
import * as v from 'valibot';
import type { Clock } from '../clock.ts';

/** How long somebody may take at the provider, in seconds. */
export const LOGIN_SECONDS = 10 * 60;

export const App = v.picklist(['tablet', 'board', 'insight']);
export type App = v.InferOutput<typeof App>;

/** What a sign-in on its way must remember; it travels in the browser that began it. */
export const LoginState = v.object({
  organisationId: OrganisationId,
  app: App,
  state: v.string(),
  nonce: v.string(),
  verifier: v.string(),
  /** Seconds, as sent to the provider. */
  maxAge: v.number(),
  /** When the browser was sent to the provider, in seconds. */
  begunAt: v.number(),
  /** Where in the application to arrive; null for its front. */
  target: v.nullable(v.string()),
  /** Whom a practice system said that it is; null when nobody did (B13). */
  hint: v.nullable(v.string()),
});
export type LoginState = v.InferOutput<typeof LoginState>;

export interface LoginStates {
  seal(login: LoginState): Promise<string>;
  /** Undefined for what is not ours, was changed or took too long. */
  open(sealed: string): Promise<LoginState | undefined>;
}

/** Encrypted and authenticated (A256GCM): the browser can neither read nor change it. */
export function createLoginStates(key: Uint8Array, clock: Clock): LoginStates {
  return {
    seal: (login) =>
      new EncryptJWT({ ...login })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience('login')
        .setExpirationTime(Math.floor(clock.now() / 1000) + LOGIN_SECONDS)
        .encrypt(key),
    async open(sealed) {
      try {
        const { payload } = await jwtDecrypt(sealed, key, {
          audience: 'login',
          requiredClaims: ['exp'],
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
          currentDate: new Date(clock.now()),
        });
        return v.parse(LoginState, payload);
      } catch {
        return undefined;
      }
    },
  };
}
