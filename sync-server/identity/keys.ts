import { hkdf } from 'node:crypto';
import { promisify } from 'node:util';
import type { SessionId } from '@naervaer/machines/protocol';

const derive = promisify(hkdf);

/** Keys of 32 bytes, one for each purpose, so that none opens what another one closed. */
export interface Keys {
  readonly syncToken: Uint8Array;
  readonly loginState: Uint8Array;
  readonly session: Uint8Array;
  /** Encrypts what a session keeps in its browser (DC4); the same as long as the session lives. */
  vault(sessionId: SessionId): Promise<Uint8Array>;
}

/** @param secret the server's own, at least 32 bytes of it random */
export async function createKeys(secret: string | Uint8Array): Promise<Keys> {
  const key = async (purpose: string): Promise<Uint8Array> =>
    new Uint8Array(await derive('sha256', secret, 'naervaer', purpose, 32));
  return {
    syncToken: await key('sync-token'),
    loginState: await key('login-state'),
    session: await key('session'),
    vault: (sessionId) => key(`vault/${sessionId}`),
  };
}
