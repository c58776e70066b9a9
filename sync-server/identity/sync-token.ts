import { NaervaerError, SessionId } from '@naervaer/machines/protocol';
import type { Instant } from '@naervaer/machines/protocol';
import { SignJWT, errors, jwtVerify } from 'jose';
import * as v from 'valibot';
import type { Clock } from '../clock.ts';

/** How long a token opens the sync connection, in seconds (SE2). */
export const SYNC_TOKEN_SECONDS = 5 * 60;
const AUDIENCE = 'sync';
const Claims = v.object({ sid: SessionId });

export interface SyncTokens {
  sign(sessionId: SessionId): Promise<{ readonly token: string; readonly expiresAt: Instant }>;
  /** @throws {NaervaerError} `sessionExpired` for one that was good once, else `signedOut` */
  verify(token: string): Promise<SessionId>;
}

export function createSyncTokens(key: Uint8Array, clock: Clock): SyncTokens {
  return {
    async sign(sessionId) {
      const now = Math.floor(clock.now() / 1000);
      const token = await new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(AUDIENCE)
        .setIssuedAt(now)
        .setExpirationTime(now + SYNC_TOKEN_SECONDS)
        .sign(key);
      return { token, expiresAt: (now + SYNC_TOKEN_SECONDS) * 1000 };
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          audience: AUDIENCE,
          requiredClaims: ['exp'],
          currentDate: new Date(clock.now()),
        });
        return v.parse(Claims, payload).sid;
      } catch (cause) {
        const code = cause instanceof errors.JWTExpired ? 'sessionExpired' : 'signedOut';
        throw new NaervaerError(code, code, { cause });
      }
    },
  };
}
