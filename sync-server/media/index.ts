import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { NaervaerError, newPeerId } from '@naervaer/machines/protocol';
import type {
  ConsultationId,
  Fingerprint,
  MediaGrant,
  MediaPeer,
  PartyId,
  PartySide,
  RoomId,
  SessionId,
} from '@naervaer/machines/protocol';
import type { Clock } from '../clock.ts';
import type { Limits } from '../limits/index.ts';
import type { Log } from '../log.ts';
import type { SecurityLog } from '../security-log.ts';
import { createBroker } from './broker.ts';
import { startLocalRelay } from './local-relay.ts';
import { peerTokens } from './token.ts';
import { iceServers } from './turn.ts';
import type { Relay } from './turn.ts';

/** A grant's life. A token is good only while its room is the consultation's, whatever it says. */
const GRANT_MS = 4 * 60 * 60 * 1000;
/** Relay credentials' life: what leaks is soon worth nothing, and the call's line renews them. */
const RELAY_MS = 60 * 60 * 1000;

export interface MediaConfig {
  readonly mode: 'demo' | 'production';
  /** Where browsers reach this server; its origin is the only one that the broker takes. */
  readonly publicUrl: string | URL;
  /** The operator's relay; null when none is configured. */
  readonly turn: Relay | null;
  readonly iceTransportPolicy: MediaGrant['iceTransportPolicy'];
}

export interface MediaDeps {
  readonly config: MediaConfig;
  readonly secret: Uint8Array;
  readonly clock: Clock;
  readonly log: Log;
  readonly security: Pick<SecurityLog, 'tell'>;
  /** How many wrong tokens an address may bring (SE3). */
  readonly limits: Pick<Limits, 'tokens' | 'wrongToken'>;
  /**
   * The room that a consultation has now (`called`, `ongoing`, `interrupted`), else undefined.
   * Asked at every grant and every broker connection.
   */
  readonly roomOf: (consultationId: ConsultationId) => RoomId | undefined;
  /** Whether a session goes on: a grant is worth nothing after it (SE2). Asked at each connection. */
  readonly isSignedIn: (sessionId: SessionId) => Promise<boolean>;
  /** The peers of a consultation changed: its view is to be written anew. */
  readonly onPeers: (consultationId: ConsultationId) => void;
}

export interface RelayState {
  readonly kind: 'configured' | 'local' | 'none';
  readonly detail?: string;
}

/** Who asks for a place, as the server knows them. */
export interface Participant {
  readonly sessionId: SessionId;
  readonly consultationId: ConsultationId;
  readonly roomId: RoomId;
  readonly partyId: PartyId;
  readonly side: PartySide;
  readonly fingerprint: Fingerprint;
}

export interface Media {
  /** A fresh peer id with its token. @throws {NaervaerError} `forbidden`: not the present room */
  grant(who: Participant): Promise<MediaGrant>;
  /** Takes an upgrade of `/peer…`. Never throws; what is not admitted is answered and closed. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The newest live peer of each party in the present room. */
  peersOf(consultationId: ConsultationId): readonly MediaPeer[];
  /** Ends the consultation's sockets at the broker. Call it once `roomOf` no longer names the room. */
  closeRoom(consultationId: ConsultationId): void;
  /** Ends every broker socket of these sessions, now (SE2). */
  revoke(sessionIds: readonly SessionId[]): void;
  readonly relay: RelayState;
  /**
   * Ends sockets and the local relay. PeerServer has no way to stop its two timers, so the process
   * has to exit by itself afterwards.
   */
  close(): Promise<void>;
}

/** Sound and picture's server side: who may meet whom at the broker, and by which relay. */
export async function createMedia(deps: MediaDeps): Promise<Media> {
  const { config, clock, log, roomOf, isSignedIn, onPeers } = deps;
  const tokens = peerTokens(deps.secret, clock);
  const local =
    config.turn === null && config.mode === 'demo' ? await startLocalRelay(clock, log) : undefined;
  const broker = createBroker({
    origin: new URL(config.publicUrl).origin,
    tokens,
    clock,
    log,
    roomOf,
    isSignedIn,
    limits: deps.limits,
    security: deps.security,
    onPeers,
  });
  return {
    async grant(who) {
      const { consultationId, roomId, partyId, side } = who;
      if (roomOf(consultationId) !== roomId) throw new NaervaerError('forbidden');
      const peerId = newPeerId();
      const expiresAt = clock.now() + GRANT_MS;
      const relayUntil = clock.now() + RELAY_MS;
      return {
        roomId,
        partyId,
        side,
        peerId,
        token: await tokens.issue({ ...who, peerId }, expiresAt),
        iceServers: iceServers(config.turn ?? local?.relay, peerId, relayUntil),
        iceTransportPolicy: config.iceTransportPolicy,
        relayUntil,
        expiresAt,
      };
    },
    upgrade: broker.upgrade,
    peersOf: broker.peersOf,
    closeRoom: broker.closeRoom,
    revoke: broker.revoke,
    get relay(): RelayState {
      if (config.turn) return { kind: 'configured' };
      return local?.relay ? { kind: 'local', detail: 'coturn, 127.0.0.1' } : { kind: 'none' };
    },
    async close() {
      broker.close();
      await local?.close();
    },
  };
}
