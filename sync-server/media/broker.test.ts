import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type {
  ConsultationId,
  MediaGrant,
  PartyId,
  PartySide,
  RoomId,
  SessionId,
} from '@naervaer/machines/protocol';
import { newRoomId, newSessionId } from '@naervaer/machines/protocol';
import { systemClock } from '../clock.ts';
import { createLimits } from '../limits/index.ts';
import { createSecurityLog } from '../security-log.ts';
import { createLog } from '../log.ts';
import { createMedia } from './index.ts';
import type { Media } from './index.ts';
import { RATE } from './guarded-socket.ts';

const consultationId = '0192f0c0-0000-7000-8000-000000000001' as ConsultationId;
const otherConsultation = '0192f0c0-0000-7000-8000-000000000002' as ConsultationId;
const ORIGIN = 'https://naervaer.example';

let rooms: Map<ConsultationId, RoomId>;
let media: Media;
let server: Server;
let offset = 0;
const sessionId = newSessionId();
const security = createSecurityLog(createLog('silent'));
const over = new Set<SessionId>();
const sockets: WebSocket[] = [];
const onPeers = vi.fn<(id: ConsultationId) => void>();
const clock = { now: () => systemClock.now() + offset, after: systemClock.after };

/** @param factor of the bounds by address */
async function start(factor = 1): Promise<void> {
  media = await createMedia({
    config: { mode: 'production', publicUrl: ORIGIN, turn: null, iceTransportPolicy: 'all' },
    secret: Buffer.alloc(32, 7),
    clock,
    log: createLog('silent'),
    security,
    roomOf: (id) => rooms.get(id),
    limits: createLimits({ log: createLog('silent'), security, trustedProxies: [], factor }),
    isSignedIn: async (id) => !over.has(id),
    onPeers,
  });
  server = createServer();
  server.on('upgrade', (request, socket, head) => media.upgrade(request, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

async function stop(): Promise<void> {
  for (const socket of sockets.splice(0)) socket.terminate();
  await media.close();
  server.closeAllConnections();
  server.close();
}

beforeEach(async () => {
  rooms = new Map([
    [consultationId, newRoomId()],
    [otherConsultation, newRoomId()],
  ]);
  offset = 0;
  over.clear();
  onPeers.mockReset();
  await start();
});
afterEach(stop);

function port(): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const fingerprint = Array<string>(32).fill('A1').join(':');

/** A place in the call, as the grant route would ask for it. */
const place = (side: PartySide, roomId: RoomId, of = consultationId) => ({
  sessionId,
  consultationId: of,
  roomId,
  partyId: side as string as PartyId,
  side,
  fingerprint,
});

function grant(side: 'clinician' | 'waiter', of = consultationId): Promise<MediaGrant> {
  return media.grant(place(side, rooms.get(of) as RoomId, of));
}

interface Knock {
  readonly peerId: string;
  readonly token: string;
}

function knock({ peerId, token }: Knock, origin = ORIGIN, path = '/peer/peerjs'): WebSocket {
  const query = `key=naervaer&id=${peerId}&token=${token}&version=1.5.5`;
  const socket = new WebSocket(`ws://127.0.0.1:${port()}${path}?${query}`, { origin });
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

interface Peer {
  readonly socket: WebSocket;
  readonly received: { type: string; src?: string; payload?: unknown }[];
}

/** Registers and waits for PeerServer's `OPEN`. */
async function register(as: Knock): Promise<Peer> {
  const socket = knock(as);
  const received: Peer['received'] = [];
  socket.on('message', (data) => received.push(JSON.parse(String(data))));
  await vi.waitFor(() => expect(received[0]?.type).toBe('OPEN'));
  return { socket, received };
}

async function statusOf(socket: WebSocket): Promise<number | undefined> {
  const [, response] = await once(socket, 'unexpected-response');
  return response.statusCode;
}

const offer = (dst: string) => ({
  type: 'OFFER',
  dst,
  payload: { type: 'media', connectionId: 'mc_1', sdp: { type: 'offer', sdp: 'v=0' } },
});
const say = (peer: Peer, message: unknown): void => peer.socket.send(JSON.stringify(message));

describe('the broker lets in', () => {
  it('who bears a token of this server, and tells the view (C7)', async () => {
    const clinician = await grant('clinician');
    await register(clinician);
    expect(media.peersOf(consultationId)).toEqual([
      { partyId: 'clinician', side: 'clinician', peerId: clinician.peerId, fingerprint },
    ]);
    expect(onPeers).toHaveBeenCalledWith(consultationId);
  });

  it('nobody with another peer id than the token’s', async () => {
    const one = await grant('waiter');
    const two = await grant('waiter');
    expect(await statusOf(knock({ peerId: two.peerId, token: one.token }))).toBe(401);
  });

  it('nobody with a token that was not issued, changed or expired', async () => {
    const good = await grant('waiter');
    const { peerId, token } = good;
    expect(await statusOf(knock({ peerId, token: 'x' }))).toBe(401);
    expect(await statusOf(knock({ peerId, token: `${token.slice(0, -4)}AAAA` }))).toBe(401);
    expect(await statusOf(knock({ peerId, token: '' }))).toBe(401);
    offset = 5 * 60 * 60 * 1000;
    expect(await statusOf(knock(good))).toBe(401);
  });

  it('a token of its own also when a neighbour has used up the wrong ones (SE3)', async () => {
    await stop();
    await start(0.001);
    const good = await grant('waiter');
    const { peerId } = good;
    expect(await statusOf(knock({ peerId, token: 'x' }))).toBe(401);
    expect(await statusOf(knock({ peerId, token: 'x' }))).toBe(429);
    expect((await register(good)).received[0]?.type).toBe('OPEN');
  });

  it('nobody from another page', async () => {
    const good = await grant('waiter');
    expect(await statusOf(knock(good, 'https://evil.example'))).toBe(403);
  });

  it('nobody into a room that is over or another now (C7)', async () => {
    const good = await grant('waiter');
    rooms.set(consultationId, newRoomId());
    expect(await statusOf(knock(good))).toBe(403);
    rooms.delete(consultationId);
    expect(await statusOf(knock(good))).toBe(403);
    await expect(media.grant(place('waiter', good.roomId))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('nobody whose session is over, and sends away who is in (SE2)', async () => {
    const good = await grant('waiter');
    const { socket } = await register(good);
    const closed = once(socket, 'close');
    over.add(sessionId);
    media.revoke([sessionId]);
    await closed;
    expect(await statusOf(knock(good))).toBe(401);
  });

  it('nothing on other paths, without touching them further', async () => {
    const good = await grant('waiter');
    expect(await statusOf(knock(good, ORIGIN, '/peer/other'))).toBe(404);
  });

  it('the same peer again after a restart, with the same token (C3)', async () => {
    const clinician = await grant('clinician');
    await register(clinician);
    await stop();
    await start();
    expect(media.peersOf(consultationId)).toEqual([]);
    await register(clinician);
    expect(media.peersOf(consultationId)).toHaveLength(1);
  });

  it('a quick return at once: the half-open socket is ended first and OPEN is said', async () => {
    const clinician = await grant('clinician');
    const first = await register(clinician);
    const ended = once(first.socket, 'close');
    const second = await register(clinician);
    await ended;
    expect(second.socket.readyState).toBe(WebSocket.OPEN);
    expect(media.peersOf(consultationId)).toHaveLength(1);
  });

  it('one of many with the same id at the same moment', async () => {
    const clinician = await grant('clinician');
    const many = Array.from({ length: 8 }, () => knock(clinician));
    await vi.waitFor(() => {
      const states = many.map((socket) => socket.readyState);
      expect(states.filter((state) => state === WebSocket.OPEN)).toHaveLength(1);
      expect(states).not.toContain(WebSocket.CONNECTING);
    });
    expect(media.peersOf(consultationId)).toHaveLength(1);
  });
});

describe('peersOf', () => {
  it('names the newest tab of each party, and the older one again when that leaves', async () => {
    const older = await grant('waiter');
    const newer = await grant('waiter');
    const tab = await register(newer);
    await register(older);
    expect(media.peersOf(consultationId)).toMatchObject([
      { partyId: 'waiter', peerId: newer.peerId },
    ]);
    tab.socket.close();
    await vi.waitFor(() =>
      expect(media.peersOf(consultationId)).toMatchObject([
        { partyId: 'waiter', peerId: older.peerId },
      ]),
    );
  });
});

describe('the broker carries', () => {
  it('an offer to a peer of the same room, with the true sender', async () => {
    const [a, b] = await Promise.all([grant('clinician'), grant('waiter')]);
    const [clinician, waiter] = await Promise.all([register(a), register(b)]);
    say(clinician, { ...offer(b.peerId), src: 'somebody else' });
    await vi.waitFor(() => expect(waiter.received).toHaveLength(2));
    expect(waiter.received[1]).toMatchObject({ type: 'OFFER', src: a.peerId });
  });

  it('nothing into another room', async () => {
    const [a, b, c] = await Promise.all([
      grant('clinician'),
      grant('waiter', otherConsultation),
      grant('waiter'),
    ]);
    const [stranger, victim, friend] = await Promise.all([register(a), register(b), register(c)]);
    say(stranger, offer(b.peerId));
    say(stranger, offer(c.peerId));
    await vi.waitFor(() => expect(friend.received).toHaveLength(2));
    expect(victim.received).toHaveLength(1);
    expect(stranger.received[1]).toMatchObject({ type: 'EXPIRE', src: b.peerId });
  });

  it('nothing to a peer that is not there: it is not kept for later either', async () => {
    const [a, b] = await Promise.all([grant('clinician'), grant('waiter')]);
    const clinician = await register(a);
    say(clinician, offer(b.peerId));
    await vi.waitFor(() => expect(clinician.received[1]?.type).toBe('EXPIRE'));
    const waiter = await register(b);
    say(clinician, { ...offer(b.peerId), type: 'ANSWER' });
    await vi.waitFor(() => expect(waiter.received).toHaveLength(2));
    expect(waiter.received[1]?.type).toBe('ANSWER');
  });

  it('no sign-off of another, no data connection, nothing unknown', async () => {
    const [a, b] = await Promise.all([grant('clinician'), grant('waiter')]);
    const [clinician, waiter] = await Promise.all([register(a), register(b)]);
    say(clinician, { type: 'LEAVE' });
    say(clinician, { type: 'LEAVE', dst: b.peerId });
    say(clinician, { type: 'EXPIRE', dst: b.peerId });
    say(clinician, { type: 'SOMETHING', dst: b.peerId });
    say(clinician, { type: 'OFFER', dst: b.peerId });
    say(clinician, { type: 'OFFER', dst: b.peerId, payload: { type: 'data', connectionId: 'x' } });
    say(clinician, offer(b.peerId));
    await vi.waitFor(() => expect(waiter.received).toHaveLength(2));
    expect(waiter.received[1]?.type).toBe('OFFER');
    expect(media.peersOf(consultationId)).toHaveLength(2);
  });

  it('on, after malformed messages: none of them ends the process', async () => {
    const [a, b] = await Promise.all([grant('clinician'), grant('waiter')]);
    const [clinician, waiter] = await Promise.all([register(a), register(b)]);
    for (const bad of ['', 'null', '1', '[]', '{', '{}', '"x"', '{"type":7}', '\u0000']) {
      clinician.socket.send(bad);
    }
    clinician.socket.send(Buffer.from([0xff, 0x00]), { binary: true });
    say(clinician, offer(b.peerId));
    await vi.waitFor(() => expect(waiter.received).toHaveLength(2));
  });

  it('nothing over 64 KB: that socket is closed, the others are not (SE3)', async () => {
    const [a, b] = await Promise.all([grant('clinician'), grant('waiter')]);
    const [clinician, waiter] = await Promise.all([register(a), register(b)]);
    const closed = once(clinician.socket, 'close');
    clinician.socket.send('x'.repeat(65 * 1024));
    expect((await closed)[0]).toBe(1009);
    expect(waiter.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('not more than its rate (SE3)', async () => {
    const clinician = await register(await grant('clinician'));
    const closed = once(clinician.socket, 'close');
    for (let sent = 0; sent < RATE.burst * 2; sent += 1) say(clinician, { type: 'HEARTBEAT' });
    expect((await closed)[0]).toBe(1008);
  });
});

describe('the broker outlives', () => {
  it('a TCP reset while a token is being checked', async () => {
    const uncaught = vi.fn<(error: unknown) => void>();
    process.on('uncaughtException', uncaught);
    try {
      const { peerId, token } = await grant('waiter');
      // The reset arrives as an `error` of the raw socket while nobody but us holds it.
      const raised = new Promise<void>((done) => {
        server.once('upgrade', (_request, socket) => {
          socket.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
          socket.once('close', () => done());
        });
      });
      const socket = connect(port(), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(
        `GET /peer/peerjs?key=naervaer&id=${peerId}&token=${token} HTTP/1.1\r\n` +
          `Host: x\r\nOrigin: ${ORIGIN}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
      );
      await raised;
      await register(await grant('waiter'));
      expect(uncaught).not.toHaveBeenCalled();
    } finally {
      process.off('uncaughtException', uncaught);
    }
  });

  it('an `onPeers` that throws', async () => {
    onPeers.mockImplementation(() => {
      throw new Error('projector');
    });
    await register(await grant('waiter'));
    expect(media.peersOf(consultationId)).toHaveLength(1);
  });
});

describe('closeRoom', () => {
  it('ends the sockets, and no token of the room is good any more (C7)', async () => {
    const mine = await grant('waiter');
    const [waiter, other] = await Promise.all([
      register(mine),
      register(await grant('waiter', otherConsultation)),
    ]);
    const closed = once(waiter.socket, 'close');
    rooms.delete(consultationId);
    media.closeRoom(consultationId);
    await closed;
    expect(media.peersOf(consultationId)).toEqual([]);
    expect(await statusOf(knock(mine))).toBe(403);
    expect(other.socket.readyState).toBe(WebSocket.OPEN);
  });
});
