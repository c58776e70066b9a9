import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { CALL_LINE_RATE, newPeerId, newRoomId } from '@naervaer/machines/protocol';
import type { MediaGrant, ToCallLine } from '@naervaer/machines/protocol';
import { SILENT_MS } from './call-line.ts';
import { mediaStand, ORIGIN, ours, theirs } from './testing/stand.ts';
import type { MediaStand } from './testing/stand.ts';
import { relayName } from './turn.ts';

const PATH = '/api/call-line';
const TURN = {
  urls: ['turn:relay.example:3478?transport=udp', 'turns:relay.example:443?transport=tcp'],
  secret: 'shared',
};
let stand: MediaStand;

beforeEach(async () => {
  stand = await mediaStand({ config: { turn: TURN } });
});
afterEach(() => stand.close());

interface Line {
  readonly socket: WebSocket;
  readonly heard: { readonly type: string; readonly [key: string]: unknown }[];
  say(message: ToCallLine): void;
  readonly closed: Promise<number>;
}

/** A socket that is open, and has not said who it is. */
async function open(): Promise<Line> {
  const socket = stand.connect(PATH);
  const heard: Line['heard'] = [];
  const closed = new Promise<number>((done) => {
    socket.on('close', done);
  });
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  await once(socket, 'open');
  const say = (message: ToCallLine): void => socket.send(JSON.stringify(message));
  return { socket, heard, say, closed };
}

async function enter({ token }: Pick<MediaGrant, 'token'>): Promise<Line> {
  const line = await open();
  line.say({ type: 'hello', token });
  await vi.waitFor(() => expect(line.heard).toEqual([{ type: 'welcome' }]));
  return line;
}

/** The code that a hello with this token is refused with. */
async function refusal(token: string): Promise<number> {
  const line = await open();
  line.say({ type: 'hello', token });
  return line.closed;
}

/** A round trip: whatever was sent before it has been looked at. */
async function pong(line: Line, n = 7): Promise<void> {
  line.say({ type: 'ping', n });
  await vi.waitFor(() => expect(line.heard).toContainEqual({ type: 'pong', n }));
}

const knock = (to: MediaGrant, n = 1): ToCallLine => ({
  type: 'relay',
  to: to.peerId,
  body: { type: 'knock', n },
});

describe('the line lets in', () => {
  it('who bears a token of this server, and answers each ping (SE2)', async () => {
    const line = await enter(await stand.grant('waiter'));
    await pong(line, 1);
    await pong(line, 2);
  });

  it('nobody from another page', async () => {
    const socket = stand.connect(PATH, 'https://evil.example');
    const [, response] = await once(socket, 'unexpected-response');
    expect(response.statusCode).toBe(403);
  });

  it('nobody with a token that was not issued, changed or expired (SE2)', async () => {
    const { token } = await stand.grant('waiter');
    expect(await refusal('x')).toBe(4401);
    expect(await refusal('')).toBe(4401);
    expect(await refusal(`${token.slice(0, -4)}AAAA`)).toBe(4401);
    stand.clock.skip(5 * 60 * 60 * 1000);
    expect(await refusal(token)).toBe(4401);
  });

  it('a good token also when a neighbour has used up the wrong ones (SE3)', async () => {
    await stand.close();
    stand = await mediaStand({ factor: 0.001 });
    expect(await refusal('x')).toBe(4401);
    expect(await refusal('x')).toBe(4429);
    await enter(await stand.grant('waiter'));
  });

  it('nobody into a room that is over, or another now (C7)', async () => {
    const { token } = await stand.grant('waiter');
    stand.rooms.set(ours, newRoomId());
    expect(await refusal(token)).toBe(4403);
    stand.rooms.delete(ours);
    expect(await refusal(token)).toBe(4403);
  });

  it('nobody whose session is over (SE2)', async () => {
    const { token } = await stand.grant('waiter');
    stand.over.add(stand.sessionId);
    expect(await refusal(token)).toBe(4401);
  });

  it('nobody whose session ended while the token was looked at (SE2)', async () => {
    const { token } = await stand.grant('waiter');
    const line = await open();
    line.say({ type: 'hello', token });
    stand.media.revoke([stand.sessionId]);
    expect(await line.closed).toBe(4401);
    expect(line.heard).toEqual([]);
  });

  it('one socket of a tab: the older one is ended', async () => {
    const grant = await stand.grant('waiter');
    const first = await enter(grant);
    const second = await enter(grant);
    await first.closed;
    await pong(second);
  });

  it('one of many with the same token at the same moment', async () => {
    const grant = await stand.grant('waiter');
    const many = await Promise.all(Array.from({ length: 8 }, open));
    for (const line of many) line.say({ type: 'hello', token: grant.token });
    await vi.waitFor(() => {
      const states = many.map(({ socket }) => socket.readyState);
      expect(states.filter((state) => state === WebSocket.OPEN)).toHaveLength(1);
      expect(states.filter((state) => state === WebSocket.CLOSED)).toHaveLength(7);
    });
    const left = many.find(({ socket }) => socket.readyState === WebSocket.OPEN);
    if (left) await pong(left);
  });
});

describe('the line sends away', () => {
  it('everybody within a second of the end of the call (C7)', async () => {
    const mine = await enter(await stand.grant('waiter'));
    const other = await enter(await stand.grant('waiter', theirs));
    const at = performance.now();
    stand.endCall();
    expect(await mine.closed).toBe(4403);
    expect(performance.now() - at).toBeLessThan(1_000);
    await pong(other);
  });

  it('a session that is revoked, within a second, also when its socket is half-open (SE2)', async () => {
    const line = await enter(await stand.grant('waiter'));
    const deaf = await enter(await stand.grant('clinician'));
    // It answers no close any more.
    deaf.socket.pause();
    const gone = once(deaf.socket, 'close');
    const at = performance.now();
    stand.media.revoke([stand.sessionId]);
    expect(await line.closed).toBe(4401);
    expect(performance.now() - at).toBeLessThan(1_000);
    await vi.waitFor(async () => expect(await stand.connections()).toBe(0));
    expect(performance.now() - at).toBeLessThan(1_500);
    deaf.socket.resume();
    await gone;
  });

  it('who is silent for longer than a tab ever is, and who never says hello (SE3)', async () => {
    const stranger = await open();
    const silent = await enter(await stand.grant('waiter'));
    const lively = await enter(await stand.grant('clinician'));
    stand.clock.skip(SILENT_MS / 2);
    await pong(lively);
    stand.clock.skip(SILENT_MS / 2 + 1);
    await Promise.all([stranger.closed, silent.closed]);
    await pong(lively, 8);
  });
});

describe('the line carries', () => {
  it('a knock and its answer between two tabs of a room, with the true sender', async () => {
    const [a, b] = [await stand.grant('clinician'), await stand.grant('waiter')];
    const [clinician, waiter] = [await enter(a), await enter(b)];
    clinician.say(knock(b, 4));
    const body = { type: 'knock', n: 4 };
    await vi.waitFor(() =>
      expect(waiter.heard[1]).toEqual({ type: 'relay', from: a.peerId, body }),
    );
    waiter.say({ type: 'relay', to: a.peerId, body: { type: 'here', n: 4 } });
    await vi.waitFor(() =>
      expect(clinician.heard[1]).toEqual({
        type: 'relay',
        from: b.peerId,
        body: { type: 'here', n: 4 },
      }),
    );
  });

  it('nothing into another room, to nobody, or to a tab that is gone', async () => {
    const a = await stand.grant('clinician');
    const [b, stranger] = [await stand.grant('waiter'), await stand.grant('waiter', theirs)];
    const [line, gone, other] = [await enter(a), await enter(b), await enter(stranger)];
    gone.socket.close();
    await gone.closed;
    line.say(knock(stranger));
    line.say(knock(b));
    line.say({ ...knock(b), to: newPeerId() } as ToCallLine);
    await pong(line);
    await pong(other);
    expect(other.heard.map(({ type }) => type)).toEqual(['welcome', 'pong']);
    expect(line.heard.map(({ type }) => type)).toEqual(['welcome', 'pong']);
  });

  it('fresh relay credentials, one for each transport, good for an hour', async () => {
    const grant = await stand.grant('waiter');
    const line = await enter(grant);
    stand.clock.skip(5_000);
    line.say({ type: 'renew' });
    await vi.waitFor(() => expect(line.heard).toHaveLength(2));
    const until = stand.clock.now() + 60 * 60 * 1000;
    const renewed = line.heard[1] as unknown as {
      readonly iceServers: MediaGrant['iceServers'];
      readonly expiresAt: number;
    };
    expect(Math.abs(renewed.expiresAt - until)).toBeLessThan(2_000);
    expect(renewed.expiresAt).toBeGreaterThan(grant.relayUntil);
    expect(renewed.iceServers.map(({ urls }) => urls)).toEqual(TURN.urls.map((url) => [url]));
    for (const { username = '', credential } of renewed.iceServers) {
      const name = relayName(TURN.secret, stand.sessionId);
      expect(username).toBe(`${Math.floor(renewed.expiresAt / 1000)}:${name}`);
      const right = createHmac('sha1', TURN.secret).update(username).digest('base64');
      expect(credential).toBe(right);
    }
  });
});

describe('the line bears (SE3)', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an unknown type', '{"type":"leave"}'],
    ['a field too many', '{"type":"ping","n":1,"x":1}'],
    ['a number that is none', '{"type":"ping","n":-1}'],
    ['a body that is not known', '{"type":"relay","to":"peer-0123456789abcdef","body":{"a":1}}'],
    ['a second hello', '{"type":"hello","token":"x"}'],
  ])('%s: that socket is closed, and nobody else notices', async (_what, text) => {
    const [bad, good] = [await stand.grant('clinician'), await stand.grant('waiter')];
    const [line, other] = [await enter(bad), await enter(good)];
    line.socket.send(text);
    expect(await line.closed).toBe(4400);
    await pong(other);
  });

  it('bytes', async () => {
    const line = await enter(await stand.grant('waiter'));
    line.socket.send(Buffer.from('{"type":"ping","n":1}'), { binary: true });
    expect(await line.closed).toBe(4400);
  });

  it('whatever is said before the welcome', async () => {
    const early = await open();
    early.say({ type: 'ping', n: 1 });
    expect(await early.closed).toBe(4400);
    const { token } = await stand.grant('waiter');
    const hasty = await open();
    hasty.say({ type: 'hello', token });
    hasty.say({ type: 'renew' });
    expect(await hasty.closed).toBe(4400);
    expect(hasty.heard.filter(({ type }) => type === 'renewed')).toEqual([]);
  });

  it('20 MB in one message: closed at its first bytes', async () => {
    const line = await enter(await stand.grant('waiter'));
    const other = await enter(await stand.grant('clinician'));
    const large = randomBytes(15 * 1024 * 1024).toString('base64');
    line.socket.send(large);
    // The connection may end before the browser's side has read why.
    expect([1006, 1009]).toContain(await line.closed);
    await pong(other);
  });

  it('not more than its rate', async () => {
    const line = await enter(await stand.grant('waiter'));
    for (let n = 0; n < CALL_LINE_RATE.burst * 2; n += 1) line.say({ type: 'ping', n });
    expect(await line.closed).toBe(4429);
  });

  it('a reset while a token is being checked, and one before it', async () => {
    const uncaught = vi.fn<(error: unknown) => void>();
    process.on('uncaughtException', uncaught);
    try {
      const { token } = await stand.grant('waiter');
      for (const isGreeting of [true, false]) {
        const socket = connect(stand.port, '127.0.0.1');
        socket.on('error', () => undefined);
        socket.write(
          `GET ${PATH} HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\nConnection: Upgrade\r\n` +
            'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
            'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
        );
        await once(socket, 'data');
        const text = Buffer.from(JSON.stringify({ type: 'hello', token }));
        // A masked text frame with a length of two bytes, and a mask of zeros.
        const head = Buffer.from([0x81, 0xfe, text.length >> 8, text.length & 0xff, 0, 0, 0, 0]);
        if (isGreeting) socket.write(Buffer.concat([head, text]));
        socket.resetAndDestroy();
        await once(socket, 'close');
      }
      await pong(await enter(await stand.grant('clinician')));
      expect(uncaught).not.toHaveBeenCalled();
    } finally {
      process.off('uncaughtException', uncaught);
    }
  });
});
