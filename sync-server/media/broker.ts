import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ExpressPeerServer } from 'peer';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type {
  ConsultationId,
  EdgeCode,
  MediaPeer,
  PartyId,
  PeerId,
  RoomId,
  SessionId,
} from '@naervaer/machines/protocol';
import type { Clock } from '../clock.ts';
import { refuseUpgrade } from '../http/refuse-upgrade.ts';
import type { Limits } from '../limits/index.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';
import type { SecurityLog } from '../security-log.ts';
import { GuardedSocket } from './guarded-socket.ts';
import { MAX_MESSAGE_BYTES } from './messages.ts';
import type { PeerMessage } from './messages.ts';
import type { PeerClaims, PeerTokens } from './token.ts';

/** Sockets of one consultation at once: both sides with some tabs each, and room for a reload. */
const MAX_PEERS_OF_ONE = 8;
/** PeerJS says HEARTBEAT every 5 s; after this many milliseconds without one a peer is gone. */
const ALIVE_TIMEOUT = 20_000;
const KEY = 'naervaer';
/** Milliseconds that a closing socket may take. */
const CLOSE_GRACE_MS = 500;
/** Longer than anything that is asked about a session is under way, in milliseconds. */
const ENDED_MS = 60_000;

interface LivePeer extends PeerClaims {
  readonly socket: WebSocket;
}

interface BrokerDeps {
  readonly origin: string;
  readonly tokens: PeerTokens;
  readonly clock: Clock;
  readonly log: Log;
  readonly security: Pick<SecurityLog, 'tell'>;
  readonly roomOf: (consultationId: ConsultationId) => RoomId | undefined;
  readonly isSignedIn: (sessionId: SessionId) => Promise<boolean>;
  readonly limits: Pick<Limits, 'tokens' | 'wrongToken'>;
  readonly onPeers: (consultationId: ConsultationId) => void;
}

export interface Broker {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  peersOf(consultationId: ConsultationId): readonly MediaPeer[];
  closeRoom(consultationId: ConsultationId): void;
  revoke(sessionIds: readonly SessionId[]): void;
  close(): void;
}

/**
 * PeerServer behind a door of our own. PeerServer authenticates nothing, so whoever reaches it here
 *
 * 1. comes from a page of this server (`Origin`),
 * 2. bears a token that this server issued for exactly this peer id, in a session that is not over
 *    (SE2),
 * 3. in the room that the consultation has now (C7),
 * 4. and is the only socket with that id: the older one is ended first, because PeerServer says
 *    `OPEN` to the first one only and a client that came back quickly would wait for ever;
 *
 * 5. and says only known messages, to a live peer of the same room. PeerServer keeps messages to an
 *    unknown id in memory.
 */
export function createBroker(deps: BrokerDeps): Broker {
  const live = new Map<PeerId, LivePeer>();
  const byConsultation = new Map<ConsultationId, Set<LivePeer>>();
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  mountPeerServer();
  /** Sessions that ended a moment ago: what was asked about them before is no longer true. */
  const ended = new Set<SessionId>();
  let isClosed = false;

  function mountPeerServer(): void {
    // PeerServer starts when it is mounted, and asks for an HTTP server only to listen for upgrades
    // on it, which we do ourselves; neither its pages nor this server are ever reached.
    const unused = createServer();
    const host = ExpressPeerServer(unused);
    const peerServer = ExpressPeerServer(unused, {
      path: '/',
      key: KEY,
      alive_timeout: ALIVE_TIMEOUT,
      concurrent_limit: Number.MAX_SAFE_INTEGER,
      corsOptions: { origin: false },
      createWebSocketServer: () => wss,
    });
    // Without a listener PeerServer's `error` ends the process.
    peerServer.on('error', (error) => deps.log.warn(shapeOf(error), 'broker'));
    // Silent for too long: PeerServer forgot the peer; its half-open socket goes too.
    peerServer.on('disconnect', (client) => {
      live.get(client.getId() as PeerId)?.socket.terminate();
    });
    host.use(peerServer);
  }

  /** A browser that does not answer the close is cut: nobody stays longer than a second (SE2). */
  function cut(socket: WebSocket, reason: string): void {
    socket.close(1000, reason);
    deps.clock.after(CLOSE_GRACE_MS, () => socket.terminate());
  }

  function changed(consultationId: ConsultationId): void {
    if (isClosed) return;
    try {
      deps.onPeers(consultationId);
    } catch (error) {
      deps.log.error(shapeOf(error), 'broker: onPeers');
    }
  }

  function admit(from: LivePeer, message: PeerMessage): boolean {
    if (message.type === 'HEARTBEAT') return true;
    const to = live.get(message.dst);
    if (to && to.roomId === from.roomId && to.socket.readyState === to.socket.OPEN) return true; // 5
    if (message.type === 'OFFER') {
      // So that the caller learns at once; nothing is kept for a peer that is not there.
      const expire = { type: 'EXPIRE', src: message.dst, dst: from.peerId };
      from.socket.send(JSON.stringify(expire), () => undefined);
    }
    return false;
  }

  function register(claims: PeerClaims, socket: WebSocket, request: IncomingMessage): void {
    const peer: LivePeer = { ...claims, socket };
    const { peerId, consultationId } = claims;
    live.set(peerId, peer);
    const peers = byConsultation.get(consultationId) ?? new Set();
    peers.add(peer);
    byConsultation.set(consultationId, peers);
    socket.on('close', () => {
      if (live.get(peerId) === peer) live.delete(peerId);
      peers.delete(peer);
      if (peers.size === 0) byConsultation.delete(consultationId);
      changed(consultationId);
    });
    const guarded = new GuardedSocket(socket, deps.clock, (message) => admit(peer, message));
    wss.emit('connection', guarded, request);
    changed(consultationId);
  }

  async function admitUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> {
    const url = new URL(request.url ?? '', 'http://broker');
    const refuse = (status: number, code: EdgeCode, session?: SessionId): void => {
      deps.security.tell('upgradeRefused', { code, about: 'call', session });
      refuseUpgrade(socket, status, code);
    };
    if (url.pathname !== '/peer/peerjs') return refuse(404, 'notFound');
    if (request.headers.origin !== deps.origin) return refuse(403, 'wrongOrigin'); // 1
    const claims = await deps.tokens.read(url.searchParams.get('token') ?? ''); // 2
    if (claims?.peerId !== url.searchParams.get('id') || !claims) {
      // A right token is never made to wait for the wrong ones of a neighbour (SE3).
      const wait = await deps.limits.tokens(request);
      if (wait > 0) return refuseUpgrade(socket, 429, 'tooFast', { 'Retry-After': wait });
      await deps.limits.wrongToken(request);
      return refuse(401, 'signedOut');
    }
    if (!(await deps.isSignedIn(claims.sessionId)))
      return refuse(401, 'signedOut', claims.sessionId); // 2
    for (let old = live.get(claims.peerId); old; old = live.get(claims.peerId)) {
      const { socket: oldSocket } = old;
      await new Promise((gone) => {
        oldSocket.once('close', gone);
        oldSocket.terminate(); // 4
      });
    }
    // Nothing is awaited from here on: what was true stays true until the peer is registered.
    if (ended.has(claims.sessionId)) return refuse(401, 'signedOut', claims.sessionId); // 2
    if (isClosed || deps.roomOf(claims.consultationId) !== claims.roomId) {
      return refuse(403, 'forbidden', claims.sessionId); // 3
    }
    const peers = byConsultation.get(claims.consultationId);
    for (const peer of peers ?? []) if (peer.roomId !== claims.roomId) peer.socket.terminate();
    if ((peers?.size ?? 0) >= MAX_PEERS_OF_ONE) return refuse(429, 'tooMany', claims.sessionId);
    wss.handleUpgrade(request, socket, head, (webSocket) => register(claims, webSocket, request));
  }

  return {
    upgrade(request, socket, head) {
      // Before anything is awaited: a TCP reset meanwhile is an `error` event, and one that nobody
      // listens to ends the process. Anyone on the network can send it.
      socket.on('error', () => socket.destroy());
      admitUpgrade(request, socket, head).catch((error: unknown) => {
        deps.log.warn(shapeOf(error), 'broker: upgrade');
        socket.destroy();
      });
    },
    peersOf(consultationId) {
      const roomId = deps.roomOf(consultationId);
      const newest = new Map<PartyId, MediaPeer>();
      for (const peer of byConsultation.get(consultationId) ?? []) {
        if (peer.roomId !== roomId || peer.socket.readyState !== peer.socket.OPEN) continue;
        // Peer ids are UUIDv7: the greater one was granted later, also across a restart.
        const { partyId, side, peerId, fingerprint } = peer;
        if (peerId > (newest.get(partyId)?.peerId ?? '')) {
          newest.set(partyId, { partyId, side, peerId, fingerprint });
        }
      }
      return [...newest.values()];
    },
    closeRoom(consultationId) {
      for (const { socket } of byConsultation.get(consultationId) ?? []) cut(socket, 'ended');
    },
    revoke(sessionIds) {
      for (const id of sessionIds) {
        ended.add(id);
        deps.clock.after(ENDED_MS, () => ended.delete(id));
      }
      for (const { sessionId, socket } of live.values()) {
        if (sessionIds.includes(sessionId)) cut(socket, 'signedOut');
      }
    },
    close() {
      isClosed = true;
      for (const peer of live.values()) peer.socket.terminate();
      wss.close();
    },
  };
}
