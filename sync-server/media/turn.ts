import { createHmac } from 'node:crypto';
import type { MediaGrant, PeerId } from '@naervaer/machines/protocol';

/** A relay and the secret that it shares with this server. */
export interface Relay {
  readonly urls: readonly string[];
  readonly secret: string;
}

/**
 * Time-limited TURN credentials (draft-uberti-behave-turn-rest): user `expiry:id`, password
 * base64(HMAC-SHA1(secret, user)). The relay asks nobody; it computes the same.
 * @param expiresAt milliseconds
 */
export function turnCredentials(secret: string, peerId: PeerId, expiresAt: number) {
  const username = `${Math.floor(expiresAt / 1000)}:${peerId}`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return { username, credential };
}

/** What the browser is told of relays. A TURN server answers STUN too, so nothing else is named. */
export function iceServers(
  relay: Relay | undefined,
  peerId: PeerId,
  expiresAt: number,
): MediaGrant['iceServers'] {
  if (!relay) return [];
  return [{ urls: [...relay.urls], ...turnCredentials(relay.secret, peerId, expiresAt) }];
}
