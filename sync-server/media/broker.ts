import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type {
  ConsultationId,
  EdgeCode,
  MediaGrant,
  MediaPeer,
  PartyId,
  PeerId,
  SessionId,
} from '@naervaer/machines/protocol';
import { ExpressPeerServer } from 'peer';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { statusOf } from '../http/json.ts';
import { refuseUpgrade } from '../http/refuse-upgrade.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';
import type { SecurityLog } from '../security-log.ts';
import { createDoor } from './door.ts';
import type { DoorDeps, Seat } from './door.ts';
import { GuardedSocket } from './guarded-socket.ts';
import { MAX_MESSAGE_BYTES } from './messages.ts';
import type { PeerMessage } from './messages.ts';
import { onlyRelay } from './relay-only.ts';
import type { PeerClaims } from './token.ts';

/** PeerJS says HEARTBEAT every 5 s; after this many milliseconds without one a peer is gone. */
const ALIVE_TIMEOUT = 20_000;
const KEY = 'naervaer';

interface BrokerDeps extends DoorDeps {
  readonly iceTransportPolicy: MediaGrant['iceTransportPolicy'];
  readonly log: Log;
  readonly security: Pick<SecurityLog, 'tell'>;
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
 * PeerServer behind the call's door (rules 1–4: `door.ts`), because it authenticates nothing and
 * says `OPEN` only to the first socket of an id. Whoever is in
 *
 * 5. says only known messages, to another live peer of the same room. PeerServer keeps messages to
 *    an unknown id in memory;
 * 6. and tells no address but a relay's, where the operator allows no other.
 */
export function createBroker(deps: BrokerDeps): Broker {
  const door = createDoor(deps);
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  mountPeerServer();

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
      door.get(client.getId() as PeerId)?.socket.terminate();
    });
    host.use(peerServer);
  }

  function changed(consultationId: ConsultationId): void {
    try {
      deps.onPeers(consultationId);
    } catch (error) {
      deps.log.error(shapeOf(error), 'broker: onPeers');
    }
  }

  /** @returns what may be passed on of it */
  function admit(from: Seat, message: PeerMessage): PeerMessage | undefined {
    if (message.type === 'HEARTBEAT') return message;
    if (message.dst !== from.peerId && door.neighbour(from, message.dst)) {
      return deps.iceTransportPolicy === 'relay' ? onlyRelay(message) : message; // 5, 6
    }
    if (message.type === 'OFFER') {
      // So that the caller learns at once; nothing is kept for a peer that is not there.
      const expire = { type: 'EXPIRE', src: message.dst, dst: from.peerId };
      from.socket.send(JSON.stringify(expire), () => undefined);
    }
    return undefined;
  }

  function register(claims: PeerClaims, socket: WebSocket, request: IncomingMessage): void {
    const seat = door.seat(claims, socket, () => changed(claims.consultationId));
    const guarded = new GuardedSocket(socket, deps.clock, (message) => admit(seat, message));
    wss.emit('connection', guarded, request);
    changed(claims.consultationId);
  }

  async function admitUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> {
    const url = new URL(request.url ?? '', 'http://broker');
    const refuse = (code: EdgeCode, session?: SessionId): void => {
      deps.security.tell('upgradeRefused', { code, about: 'call', session });
      refuseUpgrade(socket, statusOf(code), code);
    };
    if (url.pathname !== '/peer/peerjs') return refuse('notFound');
    if (!door.isOwnPage(request)) return refuse('wrongOrigin');
    await door.admit({
      request,
      token: url.searchParams.get('token') ?? '',
      peerId: url.searchParams.get('id'),
      turned(why) {
        if (why.code !== 'tooFast') return refuse(why.code, why.session);
        refuseUpgrade(socket, 429, why.code, { 'Retry-After': why.wait });
      },
      enter(claims) {
        wss.handleUpgrade(request, socket, head, (webSocket) =>
          register(claims, webSocket, request),
        );
      },
    });
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
      const newest = new Map<PartyId, MediaPeer>();
      // Peer ids are UUIDv7: the greater one was granted later, also across a restart.
      const weigh = (claims: PeerClaims, isOut: Pick<MediaPeer, 'isPutOut'> = {}): void => {
        const { partyId, side, peerId, fingerprint } = claims;
        if (peerId <= (newest.get(partyId)?.peerId ?? '')) return;
        newest.set(partyId, { partyId, side, peerId, fingerprint, ...isOut });
      };
      for (const seat of door.seated(consultationId)) weigh(seat);
      for (const claims of door.putOut(consultationId)) weigh(claims, { isPutOut: true });
      return [...newest.values()];
    },
    closeRoom: door.closeRoom,
    revoke(sessionIds) {
      for (const consultationId of door.revoke(sessionIds)) changed(consultationId);
    },
    close() {
      door.close();
      wss.close();
    },
  };
}
