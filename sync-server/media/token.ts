import { hkdfSync } from 'node:crypto';
import { SignJWT, jwtVerify } from 'jose';
import * as v from 'valibot';
import {
  ConsultationId,
  Fingerprint,
  PartyId,
  PartySide,
  PeerId,
  RoomId,
  SessionId,
} from '@naervaer/machines/protocol';
import type { Clock } from '../clock.ts';

/**
 * What one peer token says: this id with this certificate, for this session, as this party of this
 * consultation, in this room only. No name: PeerJS carries it in a URL.
 */
const Claims = v.object({
  sub: PeerId,
  session: SessionId,
  room: RoomId,
  consultation: ConsultationId,
  party: PartyId,
  side: PartySide,
  fingerprint: Fingerprint,
});

export interface PeerClaims {
  readonly peerId: PeerId;
  readonly sessionId: SessionId;
  readonly roomId: RoomId;
  readonly consultationId: ConsultationId;
  readonly partyId: PartyId;
  readonly side: PartySide;
  readonly fingerprint: Fingerprint;
}

export interface PeerTokens {
  /** @param expiresAt milliseconds; the token is good until the second before it. */
  issue(claims: PeerClaims, expiresAt: number): Promise<string>;
  /** @returns `undefined` for whatever was not issued here or is over; never throws. */
  read(token: string): Promise<PeerClaims | undefined>;
}

const AUDIENCE = 'naervaer-peer';

/** Signed with a key of its own, so that no other token of this server opens the broker. */
export function peerTokens(secret: Uint8Array, clock: Clock): PeerTokens {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', AUDIENCE, 32));
  return {
    issue: (claims, expiresAt) =>
      new SignJWT({
        session: claims.sessionId,
        room: claims.roomId,
        consultation: claims.consultationId,
        party: claims.partyId,
        side: claims.side,
        fingerprint: claims.fingerprint,
      })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(claims.peerId)
        .setAudience(AUDIENCE)
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(key),
    async read(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          audience: AUDIENCE,
          requiredClaims: ['exp', 'sub'],
          currentDate: new Date(clock.now()),
        });
        const claims = v.parse(Claims, payload);
        return {
          peerId: claims.sub,
          sessionId: claims.session,
          roomId: claims.room,
          consultationId: claims.consultation,
          partyId: claims.party,
          side: claims.side,
          fingerprint: claims.fingerprint,
        };
      } catch {
        return undefined;
      }
    },
  };
}
