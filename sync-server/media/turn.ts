import { createHmac } from 'node:crypto';
import type { MediaGrant, SessionId } from '@naervaer/machines/protocol';

/** A relay and the secret that it shares with this server. */
export interface Relay {
  readonly urls: readonly string[];
  readonly secret: string;
}

/**
 * By what the relay knows a session, in every credential of it: coturn counts `user-quota` by it. Who
 * has no secret cannot tell whose it is: the relay's log may hold it.
 */
export const relayName = (secret: string, sessionId: SessionId): string =>
  createHmac('sha256', secret).update(sessionId).digest('base64url').slice(0, 22);

/**
 * Time-limited TURN credentials (draft-uberti-behave-turn-rest): user `expiry:id`, password
 * base64(HMAC-SHA1(secret, user)). The relay asks nobody; it computes the same.
 * @param name tells nothing of anybody, and has no `:`
 * @param expiresAt milliseconds
 */
export function turnCredentials(secret: string, name: string, expiresAt: number) {
  const username = `${Math.floor(expiresAt / 1000)}:${name}`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return { username, credential };
}

/**
 * What the browser is told of relays: one entry for each transport. A TURN server answers STUN too,
 * so nothing else is named.
 */
export function iceServers(
  relay: Relay | undefined,
  sessionId: SessionId,
  expiresAt: number,
): MediaGrant['iceServers'] {
  if (!relay) return [];
  const name = relayName(relay.secret, sessionId);
  const credentials = turnCredentials(relay.secret, name, expiresAt);
  return relay.urls.map((url) => ({ urls: [url], ...credentials }));
}
