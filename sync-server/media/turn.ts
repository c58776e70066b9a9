import { createHmac } from 'node:crypto';
import type { MediaGrant } from '@naervaer/machines/protocol';

/** A relay and the secret that it shares with this server. */
export interface Relay {
  readonly urls: readonly string[];
  readonly secret: string;
}

/**
 * Time-limited TURN credentials (draft-uberti-behave-turn-rest): user `expiry:id`, password
 * base64(HMAC-SHA1(secret, user)). The relay asks nobody; it computes the same.
 * @param name a random one: the relay's log may hold it
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
  name: string,
  expiresAt: number,
): MediaGrant['iceServers'] {
  if (!relay) return [];
  const credentials = turnCredentials(relay.secret, name, expiresAt);
  return relay.urls.map((url) => ({ urls: [url], ...credentials }));
}
