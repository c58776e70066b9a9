import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { promisify } from 'node:util';
import { newRoomId, newSessionId } from '@naervaer/machines/protocol';
import type {
  ConsultationId,
  MediaGrant,
  PartyId,
  PartySide,
  RoomId,
  SessionId,
} from '@naervaer/machines/protocol';
import { WebSocket } from 'ws';
import type { Clock } from '../../clock.ts';
import { createLimits } from '../../limits/index.ts';
import { createLog } from '../../log.ts';
import { createSecurityLog } from '../../security-log.ts';
import { createMedia } from '../index.ts';
import type { Media, MediaConfig } from '../index.ts';

export const ORIGIN = 'https://naervaer.example';
export const ours = '0192f0c0-0000-7000-8000-000000000001' as ConsultationId;
export const theirs = '0192f0c0-0000-7000-8000-000000000002' as ConsultationId;
export const fingerprint = Array<string>(32).fill('A1').join(':');

/** Real time, which a test may move on: what is due then comes at once. */
export interface MovedClock extends Clock {
  skip(ms: number): void;
}

export function movedClock(): MovedClock {
  let skipped = 0;
  const timers = new Set<{ readonly at: number; readonly fire: () => void }>();
  const now = (): number => Date.now() + skipped;
  return {
    now,
    after(ms, wake) {
      const fire = (): void => {
        cancel();
        wake();
      };
      const real = setTimeout(fire, ms);
      const timer = { at: now() + ms, fire };
      const cancel = (): void => {
        clearTimeout(real);
        timers.delete(timer);
      };
      timers.add(timer);
      return cancel;
    },
    skip(ms) {
      skipped += ms;
      for (const { at, fire } of timers) if (at <= now()) fire();
    },
  };
}

/** The media part behind a real HTTP server, with two consultations that are in a call. */
export interface MediaStand {
  readonly media: Media;
  readonly clock: MovedClock;
  readonly server: Server;
  readonly port: number;
  readonly sessionId: SessionId;
  /** What `roomOf` says; a test changes it. */
  readonly rooms: Map<ConsultationId, RoomId>;
  /** Sessions that are over. */
  readonly over: Set<SessionId>;
  /** @param room the present one unless told otherwise */
  grant(side: PartySide, of?: ConsultationId, room?: RoomId): Promise<MediaGrant>;
  /** A WebSocket from a page of ours, that minds no error. */
  connect(path: string, origin?: string): WebSocket;
  /** A call ended: what the server's core does then. */
  endCall(of?: ConsultationId): void;
  /** TCP connections that the server holds. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

interface How {
  readonly config?: Partial<MediaConfig>;
  /** Of the bounds by address. */
  readonly factor?: number;
  /** Of the server that was here before: this is its restart. */
  readonly rooms?: Map<ConsultationId, RoomId>;
  readonly onPeers?: (id: ConsultationId) => void;
}

export async function mediaStand({
  config = {},
  factor = 1,
  rooms = new Map([ours, theirs].map((id) => [id, newRoomId()])),
  onPeers = () => undefined,
}: How = {}): Promise<MediaStand> {
  const log = createLog('silent');
  const security = createSecurityLog(log);
  const clock = movedClock();
  const over = new Set<SessionId>();
  const sessionId = newSessionId();
  const sockets: WebSocket[] = [];
  const media = await createMedia({
    config: {
      mode: 'production',
      publicUrl: ORIGIN,
      turn: null,
      iceTransportPolicy: 'all',
      ...config,
    },
    secret: Buffer.alloc(32, 7),
    clock,
    log,
    security,
    roomOf: (id) => rooms.get(id),
    limits: createLimits({ log, security, trustedProxies: [], factor }),
    isSignedIn: async (id) => !over.has(id),
    onPeers,
  });
  const server: Server = createServer();
  server.on('upgrade', (request, socket, head) => {
    const isLine = request.url?.startsWith('/api/call-line') === true;
    (isLine ? media.upgradeLine : media.upgrade)(request, socket, head);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    media,
    clock,
    server,
    port,
    sessionId,
    rooms,
    over,
    grant: (side, consultationId = ours, room = rooms.get(consultationId)) =>
      media.grant({
        sessionId,
        consultationId,
        roomId: room as RoomId,
        partyId: side as string as PartyId,
        side,
        fingerprint,
      }),
    connect(path, origin = ORIGIN) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { origin });
      socket.on('error', () => undefined);
      sockets.push(socket);
      return socket;
    },
    endCall(id = ours) {
      rooms.delete(id);
      media.closeRoom(id);
    },
    connections: () => promisify(server.getConnections.bind(server))(),
    async close() {
      for (const socket of sockets) socket.terminate();
      await media.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
