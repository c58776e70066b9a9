import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { newRoomId } from '@naervaer/machines/protocol';
import type { ConsultationId } from '@naervaer/machines/protocol';
import { BYTE_RATE, RATE } from './guarded-socket.ts';
import { fingerprint, mediaStand, ORIGIN, ours, theirs } from './testing/stand.ts';
import type { MediaStand } from './testing/stand.ts';

let stand: MediaStand;
const onPeers = vi.fn<(id: ConsultationId) => void>();

beforeEach(async () => {
  onPeers.mockReset();
  stand = await mediaStand({ onPeers });
});
afterEach(() => stand.close());

interface Knock {
  readonly peerId: string;
  readonly token: string;
}

function knock({ peerId, token }: Knock, origin = ORIGIN, path = '/peer/peerjs'): WebSocket {
  const query = `key=naervaer&id=${peerId}&token=${token}&version=1.5.5`;
  return stand.connect(`${path}?${query}`, origin);
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
    const clinician = await stand.grant('clinician');
    await register(clinician);
    expect(stand.media.peersOf(ours)).toEqual([
      { partyId: 'clinician', side: 'clinician', peerId: clinician.peerId, fingerprint },
    ]);
    expect(onPeers).toHaveBeenCalledWith(ours);
  });

  it('nobody with another peer id than the token’s', async () => {
    const one = await stand.grant('waiter');
    const two = await stand.grant('waiter');
    expect(await statusOf(knock({ peerId: two.peerId, token: one.token }))).toBe(401);
  });

  it('nobody with a token that was not issued, changed or expired', async () => {
    const good = await stand.grant('waiter');
    const { peerId, token } = good;
    expect(await statusOf(knock({ peerId, token: 'x' }))).toBe(401);
    expect(await statusOf(knock({ peerId, token: `${token.slice(0, -4)}AAAA` }))).toBe(401);
    expect(await statusOf(knock({ peerId, token: '' }))).toBe(401);
    stand.clock.skip(5 * 60 * 60 * 1000);
    expect(await statusOf(knock(good))).toBe(401);
  });

  it('a token of its own also when a neighbour has used up the wrong ones (SE3)', async () => {
    await stand.close();
    stand = await mediaStand({ factor: 0.001 });
    const good = await stand.grant('waiter');
    const { peerId } = good;
    expect(await statusOf(knock({ peerId, token: 'x' }))).toBe(401);
    expect(await statusOf(knock({ peerId, token: 'x' }))).toBe(429);
    expect((await register(good)).received[0]?.type).toBe('OPEN');
  });

  it('nobody from another page', async () => {
    const good = await stand.grant('waiter');
    expect(await statusOf(knock(good, 'https://evil.example'))).toBe(403);
  });

  it('nobody into a room that is over or another now (C7)', async () => {
    const good = await stand.grant('waiter');
    stand.rooms.set(ours, newRoomId());
    expect(await statusOf(knock(good))).toBe(403);
    stand.rooms.delete(ours);
    expect(await statusOf(knock(good))).toBe(403);
    await expect(stand.grant('waiter', ours, good.roomId)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('nobody whose session is over, and sends away who is in (SE2)', async () => {
    const good = await stand.grant('waiter');
    const { socket } = await register(good);
    const closed = once(socket, 'close');
    stand.over.add(stand.sessionId);
    stand.media.revoke([stand.sessionId]);
    await closed;
    expect(await statusOf(knock(good))).toBe(401);
  });

  it('and tells the others who is put out, also when they had left the broker before (SE2)', async () => {
    const { peerId, ...good } = await stand.grant('waiter');
    const { socket } = await register({ peerId, ...good });
    const closed = once(socket, 'close');
    socket.close();
    await closed;
    await vi.waitFor(() => expect(stand.media.peersOf(ours)).toEqual([]));
    onPeers.mockReset();
    stand.media.revoke([stand.sessionId]);
    expect(onPeers).toHaveBeenCalledWith(ours);
    expect(stand.media.peersOf(ours)).toMatchObject([{ peerId, isPutOut: true }]);
    stand.media.closeRoom(ours);
    expect(stand.media.peersOf(ours)).toEqual([]);
  });

  it('nothing on other paths, without touching them further', async () => {
    const good = await stand.grant('waiter');
    expect(await statusOf(knock(good, ORIGIN, '/peer/other'))).toBe(404);
  });

  it('the same peer again after a restart, with the same token (C3)', async () => {
    const clinician = await stand.grant('clinician');
    await register(clinician);
    await stand.close();
    stand = await mediaStand({ rooms: stand.rooms });
    expect(stand.media.peersOf(ours)).toEqual([]);
    await register(clinician);
    expect(stand.media.peersOf(ours)).toHaveLength(1);
  });

  it('a quick return at once: the half-open socket is ended first and OPEN is said', async () => {
    const clinician = await stand.grant('clinician');
    const first = await register(clinician);
    const ended = once(first.socket, 'close');
    const second = await register(clinician);
    await ended;
    expect(second.socket.readyState).toBe(WebSocket.OPEN);
    expect(stand.media.peersOf(ours)).toHaveLength(1);
  });

  it('one of many with the same id at the same moment', async () => {
    const clinician = await stand.grant('clinician');
    const many = Array.from({ length: 8 }, () => knock(clinician));
    await vi.waitFor(() => {
      const states = many.map((socket) => socket.readyState);
      expect(states.filter((state) => state === WebSocket.OPEN)).toHaveLength(1);
      expect(states).not.toContain(WebSocket.CONNECTING);
    });
    expect(stand.media.peersOf(ours)).toHaveLength(1);
  });
});

describe('peersOf', () => {
  it('names the newest tab of each party, and the older one again when that leaves', async () => {
    const older = await stand.grant('waiter');
    const newer = await stand.grant('waiter');
    const tab = await register(newer);
    await register(older);
    expect(stand.media.peersOf(ours)).toMatchObject([{ partyId: 'waiter', peerId: newer.peerId }]);
    tab.socket.close();
    await vi.waitFor(() =>
      expect(stand.media.peersOf(ours)).toMatchObject([
        { partyId: 'waiter', peerId: older.peerId },
      ]),
    );
  });

  it('names each party with the certificate that its tab told, and no other room’s', async () => {
    const grants = await Promise.all([
      stand.grant('clinician'),
      stand.grant('waiter'),
      stand.grant('guest'),
    ]);
    await Promise.all(grants.map((one) => register(one)));
    await register(await stand.grant('waiter', theirs));
    const byParty = (a: { partyId: string }, b: { partyId: string }): number =>
      a.partyId.localeCompare(b.partyId);
    expect([...stand.media.peersOf(ours)].sort(byParty)).toEqual(
      grants
        .map(({ partyId, side, peerId }) => ({ partyId, side, peerId, fingerprint }))
        .sort(byParty),
    );
  });
});

describe('the broker carries', () => {
  it('an offer to a peer of the same room, with the true sender', async () => {
    const [a, b] = await Promise.all([stand.grant('clinician'), stand.grant('waiter')]);
    const [clinician, waiter] = await Promise.all([register(a), register(b)]);
    say(clinician, { ...offer(b.peerId), src: 'somebody else' });
    await vi.waitFor(() => expect(waiter.received).toHaveLength(2));
    expect(waiter.received[1]).toMatchObject({ type: 'OFFER', src: a.peerId });
  });

  it('nothing into another room', async () => {
    const [a, b, c] = await Promise.all([
      stand.grant('clinician'),
      stand.grant('waiter', theirs),
      stand.grant('waiter'),
    ]);
    const [stranger, victim, friend] = await Promise.all([register(a), register(b), register(c)]);
    say(stranger, offer(b.peerId));
    say(stranger, offer(c.peerId));
    await vi.waitFor(() => expect(friend.received).toHaveLength(2));
    expect(victim.received).toHaveLength(1);
    expect(stranger.received[1]).toMatchObject({ type: 'EXPIRE', src: b.peerId });
  });

  it('nothing to a peer that is not there: it is not kept for later either', async () => {
    const [a, b] = await Promise.all([stand.grant('clinician'), stand.grant('waiter')]);
    const clinician = await register(a);
    say(clinician, offer(b.peerId));
    await vi.waitFor(() => expect(clinician.received[1]?.type).toBe('EXPIRE'));
    const waiter = await register(b);
    say(clinician, { ...offer(b.peerId), type: 'ANSWER' });
    await vi.waitFor(() => expect(waiter.received).toHaveLength(2));
    expect(waiter.received[1]?.type).toBe('ANSWER');
  });

  it('no sign-off of another, no data connection, nothing unknown', async () => {
    const [a, b] = await Promise.all([stand.grant('clinician'), stand.grant('waiter')]);
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
    expect(stand.media.peersOf(ours)).toHaveLength(2);
  });

  it('nothing to oneself: the answer is as of nobody', async () => {
    const a = await stand.grant('clinician');
    const clinician = await register(a);
    say(clinician, offer(a.peerId));
    say(clinician, { ...offer(a.peerId), type: 'ANSWER' });
    say(clinician, offer('peer-0123456789abcdef'));
    await vi.waitFor(() => expect(clinician.received).toHaveLength(3));
    expect(clinician.received.map(({ type }) => type)).toEqual(['OPEN', 'EXPIRE', 'EXPIRE']);
  });

  it('what PeerJS says, and nothing that stands beside it', async () => {
    const [a, b] = await Promise.all([stand.grant('clinician'), stand.grant('waiter')]);
    const [clinician, waiter] = await Promise.all([register(a), register(b)]);
    const base = { type: 'media', connectionId: 'mc_1' };
    const sdp = { type: 'offer', sdp: 'v=0' };
    const candidate = { candidate: 'x', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null };
    const metadata = { generation: 3, partyId: 'clinician' };
    const said = [
      { type: 'OFFER', payload: { ...base, sdp, metadata } },
      { type: 'ANSWER', payload: { ...base, sdp } },
      { type: 'CANDIDATE', payload: { ...base, candidate } },
    ];
    for (const message of said) {
      const [key, inner] = Object.entries(message.payload)[2] ?? ['', {}];
      const payload = { ...message.payload, more: 1, [key]: { ...(inner as object), more: 1 } };
      say(clinician, { ...message, dst: b.peerId, more: 1, payload });
    }
    await vi.waitFor(() => expect(waiter.received).toHaveLength(4));
    expect(waiter.received.slice(1)).toEqual(
      said.map((message) => ({ ...message, src: a.peerId, dst: b.peerId })),
    );
  });

  it('no candidate of more than 2 KB, and no metadata that is not ours', async () => {
    const [a, b] = await Promise.all([stand.grant('clinician'), stand.grant('waiter')]);
    const [clinician, waiter] = await Promise.all([register(a), register(b)]);
    const { payload } = offer(b.peerId);
    for (const candidate of [
      { candidate: 'x'.repeat(2_048) },
      { candidate: 'x', sdpMid: 'x'.repeat(2_048) },
      { candidate: 'x', usernameFragment: 'x'.repeat(2_048) },
    ]) {
      say(clinician, { type: 'CANDIDATE', dst: b.peerId, payload: { ...payload, candidate } });
    }
    for (const metadata of ['x', [[]], { generation: 1, partyId: 'x'.repeat(2_048) }]) {
      say(clinician, { ...offer(b.peerId), payload: { ...payload, metadata } });
    }
    say(clinician, { ...offer(b.peerId), type: 'ANSWER' });
    await vi.waitFor(() => expect(waiter.received.at(-1)?.type).toBe('ANSWER'));
    expect(waiter.received).toHaveLength(2);
  });

  it('on, after malformed messages: none of them ends the process', async () => {
    const [a, b] = await Promise.all([stand.grant('clinician'), stand.grant('waiter')]);
    const [clinician, waiter] = await Promise.all([register(a), register(b)]);
    for (const bad of ['', 'null', '1', '[]', '{', '{}', '"x"', '{"type":7}', '\u0000']) {
      clinician.socket.send(bad);
    }
    clinician.socket.send(Buffer.from([0xff, 0x00]), { binary: true });
    say(clinician, offer(b.peerId));
    await vi.waitFor(() => expect(waiter.received).toHaveLength(2));
  });

  it('nothing over 64 KB: that socket is closed, the others are not (SE3)', async () => {
    const [a, b] = await Promise.all([stand.grant('clinician'), stand.grant('waiter')]);
    const [clinician, waiter] = await Promise.all([register(a), register(b)]);
    const closed = once(clinician.socket, 'close');
    clinician.socket.send('x'.repeat(65 * 1024));
    expect((await closed)[0]).toBe(1009);
    expect(waiter.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('not more than its rate (SE3)', async () => {
    const clinician = await register(await stand.grant('clinician'));
    const closed = once(clinician.socket, 'close');
    for (let sent = 0; sent < RATE.burst * 2; sent += 1) say(clinician, { type: 'HEARTBEAT' });
    expect((await closed)[0]).toBe(1008);
  });
});

describe('a peer that does not read', () => {
  it('is sent away before its messages fill the memory (SE3)', async () => {
    const [a, b] = await Promise.all([stand.grant('clinician'), stand.grant('waiter')]);
    const [clinician, waiter] = await Promise.all([register(a), register(b)]);
    waiter.socket.pause();
    const { payload } = offer(b.peerId);
    const sdp = { type: 'offer', sdp: 'x'.repeat(60_000) };
    // The system takes some megabytes for a connection before anything waits in the process.
    for (let round = 0; round < 30 && stand.media.peersOf(ours).length > 1; round += 1) {
      for (let sent = 0; sent < 16; sent += 1) {
        say(clinician, { ...offer(b.peerId), payload: { ...payload, sdp } });
      }
      clinician.socket.ping();
      await once(clinician.socket, 'pong');
      stand.clock.skip((1_000 * BYTE_RATE.burst) / BYTE_RATE.perSecond);
    }
    await vi.waitFor(() =>
      expect(stand.media.peersOf(ours).map(({ peerId }) => peerId)).toEqual([a.peerId]),
    );
    expect(clinician.socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe('the broker outlives', () => {
  it('what can be parsed and not be written: thirty thousand lists in a list', async () => {
    const uncaught = vi.fn<(error: unknown) => void>();
    process.on('uncaughtException', uncaught);
    try {
      const [a, b] = await Promise.all([stand.grant('clinician'), stand.grant('waiter')]);
      const [clinician, waiter] = await Promise.all([register(a), register(b)]);
      const deep = `${'['.repeat(30_000)}{"0":0}${']'.repeat(30_000)}`;
      for (const [type, beside] of [
        ['CANDIDATE', '"candidate":{"candidate":""}'],
        ['OFFER', '"sdp":{"type":"offer","sdp":"v=0"}'],
      ]) {
        const payload = `{"type":"media","connectionId":"mc_1",${beside},"x":${deep}}`;
        clinician.socket.send(`{"type":"${type}","dst":"${b.peerId}","payload":${payload}}`);
      }
      say(clinician, { ...offer(b.peerId), type: 'ANSWER' });
      await vi.waitFor(() => expect(waiter.received.at(-1)?.type).toBe('ANSWER'));
      expect(uncaught).not.toHaveBeenCalled();
    } finally {
      process.off('uncaughtException', uncaught);
    }
  });

  it('a TCP reset while a token is being checked', async () => {
    const uncaught = vi.fn<(error: unknown) => void>();
    process.on('uncaughtException', uncaught);
    try {
      const { peerId, token } = await stand.grant('waiter');
      // The reset arrives as an `error` of the raw socket while nobody but us holds it.
      const raised = new Promise<void>((done) => {
        stand.server.once('upgrade', (_request, socket) => {
          socket.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
          socket.once('close', () => done());
        });
      });
      const socket = connect(stand.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(
        `GET /peer/peerjs?key=naervaer&id=${peerId}&token=${token} HTTP/1.1\r\n` +
          `Host: x\r\nOrigin: ${ORIGIN}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
      );
      await raised;
      await register(await stand.grant('waiter'));
      expect(uncaught).not.toHaveBeenCalled();
    } finally {
      process.off('uncaughtException', uncaught);
    }
  });

  it('an `onPeers` that throws', async () => {
    onPeers.mockImplementation(() => {
      throw new Error('projector');
    });
    await register(await stand.grant('waiter'));
    expect(stand.media.peersOf(ours)).toHaveLength(1);
  });
});

describe('closeRoom', () => {
  it('ends the sockets, and no token of the room is good any more (C7)', async () => {
    const mine = await stand.grant('waiter');
    const [waiter, other] = await Promise.all([
      register(mine),
      register(await stand.grant('waiter', theirs)),
    ]);
    const closed = once(waiter.socket, 'close');
    stand.endCall();
    await closed;
    expect(stand.media.peersOf(ours)).toEqual([]);
    expect(await statusOf(knock(mine))).toBe(403);
    expect(other.socket.readyState).toBe(WebSocket.OPEN);
  });
});
