import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type {
  ClinicId,
  ConsultationId,
  ConsultationView,
  PartyId,
  PersonId,
  PhotoId,
  RoomId,
  SessionId,
} from '@naervaer/machines/protocol';
import { systemClock } from '@naervaer/sync-server/clock.ts';
import { secure } from '@naervaer/sync-server/http/headers.ts';
import { createLimits } from '@naervaer/sync-server/limits/index.ts';
import { createLog } from '@naervaer/sync-server/log.ts';
import { createMedia } from '@naervaer/sync-server/media/index.ts';
import { createPhotos } from '@naervaer/sync-server/photos/index.ts';
import { createSecurityLog } from '@naervaer/sync-server/security-log.ts';
import { freePort } from '../../support/free-port.ts';
import { contentTypeOf } from '../../support/content-types.ts';

const consultationId = '0192f0c0-0000-7000-8000-000000000001' as ConsultationId;
const roomId = '0192f0c0-0000-7000-8000-000000000002' as RoomId;
const sessionId = '0192f0c0-0000-7000-8000-000000000003' as SessionId;
export interface CallServer {
  address(side: 'clinician' | 'waiter'): string;
  /** All that came by the server's memory, as it came. */
  readonly pieces: readonly Buffer[];
  /** Bytes that lie there now. */
  held(): number;
  close(): Promise<void>;
}

/** The real broker and the real memory for photos, around one consultation that is `called`. */
export async function startCallServer(page: string): Promise<CallServer> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const log = createLog('silent');
  const security = createSecurityLog(log);
  const watchers = new Set<ServerResponse>();
  const photos = createPhotos(systemClock);
  const pieces: Buffer[] = [];
  let isEnded = false;
  const media = await createMedia({
    config: { mode: 'production', publicUrl: origin, turn: null, iceTransportPolicy: 'all' },
    secret: Buffer.from('a test secret of thirty-two bytes'),
    clock: systemClock,
    log,
    security,
    limits: createLimits({ log, security, trustedProxies: [], factor: 1 }),
    roomOf: () => (isEnded ? undefined : roomId),
    isSignedIn: async () => true,
    onPeers: () => tell(),
  });

  const view = (): ConsultationView => ({
    consultationId,
    clinicId: 'klinik' as ClinicId,
    clinicName: 'Klinikken',
    mode: 'open',
    state: isEnded ? 'ended' : 'called',
    position: null,
    wait: null,
    message: null,
    clinician: 'Læge',
    waiter: 'Personale',
    roomId,
    peers: [...media.peersOf(consultationId)],
    missing: null,
    deadline: null,
    startedAt: null,
    rejection: null,
    endedBy: isEnded ? 'clinician' : null,
  });
  const tellOne = (watcher: ServerResponse): boolean =>
    watcher.write(`retry: 200\ndata: ${JSON.stringify(view())}\n\n`);
  function tell(): void {
    for (const watcher of watchers) tellOne(watcher);
  }

  async function relay(request: IncomingMessage, response: ServerResponse, url: URL) {
    const [photoId, index] = url.pathname.split('/').slice(4);
    const name = { consultationId, photoId: photoId as PhotoId, index: Number(index) };
    if (request.method === 'DELETE') {
      photos.forget(consultationId, name.photoId);
      response.writeHead(204).end();
    } else if (request.method === 'POST') {
      const length = Number(request.headers['content-length']);
      const arrival = photos.begin(name, length, 'aaby.nurse' as PersonId, () => request.destroy());
      let at = 0;
      for await (const chunk of request as AsyncIterable<Buffer>)
        at += chunk.copy(arrival.bytes, at);
      pieces.push(Buffer.from(arrival.bytes));
      response.writeHead(arrival.done() ? 204 : 404).end();
    } else {
      const bytes = photos.get(name);
      response.writeHead(bytes ? 200 : 404).end(bytes);
    }
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    secure(response, new URL(origin));
    const answer = async (): Promise<void> => {
      if (url.pathname === '/api/view') {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        watchers.add(response);
        response.on('close', () => watchers.delete(response));
        tellOne(response);
      } else if (url.pathname === '/api/media') {
        const side = url.searchParams.get('side') === 'clinician' ? 'clinician' : 'waiter';
        const fingerprint = url.searchParams.get('fingerprint') ?? '';
        const partyId = side as string as PartyId;
        const who = { sessionId, consultationId, roomId, partyId, side, fingerprint } as const;
        response.end(JSON.stringify(await media.grant(who)));
      } else if (url.pathname.startsWith('/api/photos/')) {
        await relay(request, response, url);
      } else if (url.pathname === '/api/end') {
        isEnded = true;
        media.closeRoom(consultationId);
        photos.closeRoom(consultationId);
        tell();
        response.end();
      } else {
        const name = url.pathname === '/' ? '/index.html' : url.pathname;
        const body = await readFile(join(page, name));
        response.setHeader('content-type', contentTypeOf(name)).end(body);
      }
    };
    answer().catch(() => response.writeHead(404).end());
  });
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/api/call-line') media.upgradeLine(request, socket, head);
    else media.upgrade(request, socket, head);
  });
  await new Promise<void>((done) => {
    server.listen(port, '127.0.0.1', done);
  });
  return {
    address: (side) => `${origin}/?side=${side}`,
    pieces,
    held: () => photos.size,
    async close() {
      for (const watcher of watchers) watcher.end();
      server.closeAllConnections();
      photos.close();
      await new Promise((done) => {
        server.close(done);
      });
    },
  };
}
