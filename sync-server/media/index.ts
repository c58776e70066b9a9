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
  RelayCheck,
  RoomId,
  SessionId,
} from '@naervaer/machines/protocol';
import type { Clock } from '../clock.ts';
import type { Limits } from '../limits/index.ts';
import type { Log } from '../log.ts';
import type { SecurityLog } from '../security-log.ts';
import { createBroker } from './broker.ts';
import { createCallLine } from './call-line.ts';
import { startLocalRelay } from './local-relay.ts';
import { peerTokens } from './token.ts';
import { iceServers } from './turn.ts';
import type { Relay } from './turn.ts';

/** A grant's life. A token is good only while its room is the consultation's, whatever it says. */
const GRANT_MS = 4 * 60 * 60 * 1000;
/** Relay credentials' life: what leaks is soon worth nothing, and the call's line renews them. */
const RELAY_MS = 60 * 60 * 1000;
/** And of those for a device check before a call. */
const CHECK_MS = 2 * 60 * 1000;

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
  /** Relay credentials without a call: good for two minutes. */
  relayCheck(sessionId: SessionId): RelayCheck;
  /** Takes an upgrade of `/peer…`. Never throws; what is not admitted is answered and closed. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The same for `/api/call-line`. */
  upgradeLine(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The newest live peer of each party in the present room. */
  peersOf(consultationId: ConsultationId): readonly MediaPeer[];
  /** Ends the consultation's sockets at the broker, and its lines. Call it once `roomOf` no longer names the room. */
  closeRoom(consultationId: ConsultationId): void;
  /** Ends every broker socket and every line of these sessions, now (SE2). */
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
  const relayUntil = (): number => clock.now() + RELAY_MS;
  const serversFor = (sessionId: SessionId, until: number): MediaGrant['iceServers'] =>
    iceServers(config.turn ?? local?.relay, sessionId, until);
  const door = {
    origin: new URL(config.publicUrl).origin,
    tokens,
    clock,
    log,
    roomOf,
    isSignedIn,
    limits: deps.limits,
    security: deps.security,
  };
  const { iceTransportPolicy } = config;
  const broker = createBroker({ ...door, iceTransportPolicy, onPeers });
  const line = createCallLine({
    ...door,
    renew(sessionId) {
      const expiresAt = relayUntil();
      return { iceServers: serversFor(sessionId, expiresAt), expiresAt };
    },
  });
  return {
    async grant(who) {
      const { consultationId, roomId, partyId, side } = who;
      if (roomOf(consultationId) !== roomId) throw new NaervaerError('forbidden');
      const peerId = newPeerId();
      const expiresAt = clock.now() + GRANT_MS;
      const until = relayUntil();
      return {
        roomId,
        partyId,
        side,
        peerId,
        token: await tokens.issue({ ...who, peerId }, expiresAt),
        iceServers: serversFor(who.sessionId, until),
        iceTransportPolicy,
        relayUntil: until,
        expiresAt,
      };
    },
    relayCheck(sessionId) {
      const expiresAt = clock.now() + CHECK_MS;
      return { iceServers: serversFor(sessionId, expiresAt), expiresAt };
    },
    upgrade: broker.upgrade,
    upgradeLine: line.upgrade,
    peersOf: broker.peersOf,
    closeRoom(consultationId) {
      broker.closeRoom(consultationId);
      line.closeRoom(consultationId);
    },
    revoke(sessionIds) {
      broker.revoke(sessionIds);
      line.revoke(sessionIds);
    },
    get relay(): RelayState {
      if (config.turn) return { kind: 'configured' };
      return local?.relay ? { kind: 'local', detail: 'coturn, 127.0.0.1' } : { kind: 'none' };
    },
    async close() {
      broker.close();
      line.close();
      await local?.close();
    },
  };
}
