/**
 * A server that has the real media part and nothing else, so that it can be killed: the built page,
 * one consultation that is `called`, its view as an event stream, and grants for both sides.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type {
  ClinicId,
  ConsultationId,
  ConsultationView,
  PartyId,
  RoomId,
  SessionId,
} from '@naervaer/machines/protocol';
import { createLimits } from '@naervaer/sync-server/limits/index.ts';
import { createSecurityLog } from '@naervaer/sync-server/security-log.ts';
import { createLog } from '@naervaer/sync-server/log.ts';
import { createMedia } from '@naervaer/sync-server/media/index.ts';
import { contentTypeOf } from '../../support/content-types.ts';

const env = (name: string): string => process.env[name] ?? '';
const port = Number(env('PORT'));
const consultationId = '0192f0c0-0000-7000-8000-000000000001' as ConsultationId;
const roomId = '0192f0c0-0000-7000-8000-000000000002' as RoomId;
const sessionId = '0192f0c0-0000-7000-8000-000000000003' as SessionId;
const offset = Number(env('CLOCK_OFFSET'));
const watchers = new Set<ServerResponse>();
let isEnded = false;

const security = createSecurityLog(createLog('silent'));
const media = await createMedia({
  config: {
    mode: 'production',
    publicUrl: env('PUBLIC_URL') || `http://localhost:${port}`,
    turn: env('TURN_URLS')
      ? { urls: env('TURN_URLS').split(','), secret: env('TURN_SECRET') }
      : null,
    iceTransportPolicy: env('ICE_POLICY') === 'relay' ? 'relay' : 'all',
  },
  secret: Buffer.from('a test secret of thirty-two bytes'),
  clock: {
    now: () => Date.now() + offset,
    after(ms, wake) {
      const timer = setTimeout(wake, ms);
      return () => clearTimeout(timer);
    },
  },
  log: createLog('silent'),
  security,
  limits: createLimits({ log: createLog('silent'), security, trustedProxies: [], factor: 1 }),
  roomOf: () => (isEnded ? undefined : roomId),
  isSignedIn: async () => true,
  onPeers: () => tell(),
});

function view(): ConsultationView {
  return {
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
  };
}

const sideOf = (party: string): 'clinician' | 'waiter' | 'guest' =>
  party === 'clinician' || party === 'waiter' ? party : 'guest';

const tellOne = (watcher: ServerResponse): boolean =>
  watcher.write(`retry: 200\ndata: ${JSON.stringify(view())}\n\n`);
function tell(): void {
  for (const watcher of watchers) tellOne(watcher);
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const answer = async (): Promise<void> => {
    if (url.pathname === '/api/view') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      watchers.add(response);
      response.on('close', () => watchers.delete(response));
      tellOne(response);
    } else if (url.pathname === '/api/media') {
      const partyId = (url.searchParams.get('side') ?? 'waiter') as PartyId;
      const side = sideOf(partyId);
      const fingerprint = url.searchParams.get('fingerprint') ?? '';
      const who = { sessionId, consultationId, roomId, partyId, side, fingerprint } as const;
      const grant = await media.grant(who);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(grant));
    } else if (url.pathname === '/api/end') {
      isEnded = true;
      media.closeRoom(consultationId);
      tell();
      response.end();
    } else {
      const name = url.pathname === '/' ? '/index.html' : url.pathname;
      const body = await readFile(join(env('PAGE'), name));
      response.writeHead(200, { 'content-type': contentTypeOf(name) }).end(body);
    }
  };
  answer().catch(() => response.writeHead(404).end());
});
server.on('upgrade', (request, socket, head) => {
  if (request.url === '/api/call-line') media.upgradeLine(request, socket, head);
  else media.upgrade(request, socket, head);
});
server.listen(port, '127.0.0.1', () => process.stdout.write('listening\n'));
