/**
 * The servers of the middle, beside coturn and the real media server: a door that ends TLS on 443
 * for both names, and the peers' pages with their signalling as their own documentation has it.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { ExpressPeerServer } from 'peer';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { SessionId } from '@naervaer/machines/protocol';
import { iceServers } from '@naervaer/sync-server/media/turn.ts';

const env = (name: string): string => process.env[name] ?? '';
const require = createRequire(import.meta.url);
const beside = (module: string, file: string): string =>
  join(dirname(require.resolve(module)), file);

const doors = new Map<string, number>(Object.entries(JSON.parse(env('DOORS'))));
const door = createTlsServer(
  { cert: await readFile(env('CERTIFICATE')), key: await readFile(env('KEY')) },
  (socket) => {
    const name = 'servername' in socket ? String(socket.servername) : '';
    const behind = connect(doors.get(name) ?? 1, '127.0.0.1');
    socket.on('error', () => behind.destroy());
    behind.on('error', () => socket.destroy());
    socket.on('close', () => behind.destroy());
    behind.on('close', () => socket.destroy());
    socket.pipe(behind).pipe(socket);
  },
);
// A reset in the middle of a handshake.
door.on('tlsClientError', () => undefined);

const clients = join(import.meta.dirname, '../clients');
const FILES: Readonly<Record<string, readonly [string, string]>> = {
  '/peerjs': [join(clients, 'peerjs.html'), 'text/html'],
  '/simple-peer': [join(clients, 'simple-peer.html'), 'text/html'],
  '/peerjs.min.js': [beside('peerjs', 'peerjs.min.js'), 'text/javascript'],
  '/simplepeer.min.js': [beside('simple-peer', 'simplepeer.min.js'), 'text/javascript'],
};

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const file = FILES[pathname];
  if (pathname === '/ice') {
    const relay = { urls: env('TURN_URLS').split(','), secret: env('TURN_SECRET') };
    const servers = iceServers(relay, 'peers' as SessionId, Date.now() + 3_600_000);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(servers));
  } else if (file) {
    readFile(file[0]).then(
      (body) => response.writeHead(200, { 'content-type': file[1] }).end(body),
      () => response.writeHead(500).end(),
    );
  } else {
    response.writeHead(404).end();
  }
});

let toPeerServer: WebSocketServer | undefined;
const host = ExpressPeerServer(createServer());
const peerServer = ExpressPeerServer(createServer(), {
  path: '/',
  createWebSocketServer: () => (toPeerServer = new WebSocketServer({ noServer: true })),
});
peerServer.on('error', () => undefined);
host.use(peerServer);

/** Hands what one side says to the other, also when that comes later. */
const toSignal = new WebSocketServer({ noServer: true });
const rooms = new Map<string, { sockets: Map<string, WebSocket>; kept: Map<string, string[]> }>();
toSignal.on('connection', (socket, request) => {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const [room, side] = [query.get('room') ?? '', query.get('side') ?? ''];
  const at = rooms.get(room) ?? { sockets: new Map(), kept: new Map() };
  rooms.set(room, at);
  at.sockets.set(side, socket);
  for (const text of at.kept.get(side) ?? []) socket.send(text);
  at.kept.delete(side);
  socket.on('error', () => undefined);
  socket.on('message', (data) => {
    const other = side === '1' ? '2' : '1';
    const text = String(data);
    const to = at.sockets.get(other);
    if (to) to.send(text);
    else at.kept.set(other, [...(at.kept.get(other) ?? []), text]);
  });
});

server.on('upgrade', (request, socket, head) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const to = pathname === '/signal' ? toSignal : toPeerServer;
  to?.handleUpgrade(request, socket, head, (ws) => to.emit('connection', ws, request));
});

await once(server.listen(Number(env('PEERS_PORT')), '127.0.0.1'), 'listening');
await once(door.listen(443, env('DOOR_ADDRESS')), 'listening');
process.stdout.write('listening\n');
