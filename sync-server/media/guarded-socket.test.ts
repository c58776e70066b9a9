import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { newPeerId } from '@naervaer/machines/protocol';
import { BYTE_RATE, GuardedSocket, RATE } from './guarded-socket.ts';
import type { PeerMessage } from './messages.ts';
import { movedClock } from './testing/stand.ts';
import type { MovedClock } from './testing/stand.ts';

/** As much of a WebSocket as the guard uses. */
class Wire extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  readonly close = vi.fn<(code: number, reason: string) => void>(() => void (this.readyState = 2));
  readonly terminate = vi.fn<() => void>(() => void (this.readyState = 3));
  readonly send = vi.fn<(data: string) => void>();
  says(message: unknown): void {
    this.emit('message', Buffer.from(JSON.stringify(message)), false);
  }
}

const MEGABYTE = 1024 * 1024;
const dst = newPeerId();
const payload = { type: 'media', connectionId: 'mc_1' };
const offer = (length: number) => ({
  type: 'OFFER',
  dst,
  payload: { ...payload, sdp: { type: 'offer', sdp: 'x'.repeat(length) } },
});
const candidate = {
  type: 'CANDIDATE',
  dst,
  payload: { ...payload, candidate: { candidate: 'x' } },
};

let clock: MovedClock;
let wire: Wire;
let guarded: GuardedSocket;
const admit = vi.fn<(message: PeerMessage) => PeerMessage | undefined>();
const heard = vi.fn<(text: string) => void>();
beforeEach(() => {
  admit.mockReset().mockImplementation((message) => message);
  heard.mockReset();
  clock = movedClock();
  wire = new Wire();
  guarded = new GuardedSocket(wire as unknown as WebSocket, clock, admit);
  guarded.on('message', heard);
});

describe('a peer’s socket', () => {
  it('is closed by itself when something throws, and says so', () => {
    const told = vi.fn<(error: unknown) => void>();
    guarded.on('error', told);
    admit.mockImplementation(() => {
      throw new RangeError('too deep');
    });
    wire.says({ type: 'HEARTBEAT' });
    expect(wire.close).toHaveBeenCalledWith(1011, 'failed');
    expect(told).toHaveBeenCalledOnce();
  });

  it('is ended when a megabyte waits for it', () => {
    wire.bufferedAmount = MEGABYTE;
    guarded.send('x');
    expect(wire.send).toHaveBeenCalledOnce();
    wire.bufferedAmount += 1;
    guarded.send('x');
    expect(wire.send).toHaveBeenCalledOnce();
    expect(wire.terminate).toHaveBeenCalledOnce();
  });

  it('is not listened to either when it does not read the answers', () => {
    wire.bufferedAmount = MEGABYTE + 1;
    wire.says(candidate);
    expect(heard).not.toHaveBeenCalled();
    expect(wire.terminate).toHaveBeenCalledOnce();
  });

  it('may say what a call of six says when all of it is made anew, twice', () => {
    for (let party = 0; party < 2 * 5; party += 1) {
      for (let leg = 0; leg < 2; leg += 1) wire.says(offer(10_000));
      for (let found = 0; found < 15; found += 1) wire.says(candidate);
    }
    expect(heard).toHaveBeenCalledTimes(170);
    expect(wire.close).not.toHaveBeenCalled();
  });

  it.each([
    ['messages', RATE, { type: 'HEARTBEAT' }, 1],
    ['bytes', BYTE_RATE, offer(60_000), 60_000],
  ] as const)('may say only so many %s at once, and as many again after a while', (...row) => {
    const [, { burst, perSecond }, message, cost] = row;
    for (let left: number = burst; left > 2 * cost; left -= cost + cost / 100) wire.says(message);
    expect(wire.close).not.toHaveBeenCalled();
    clock.skip((1_000 * 3 * cost) / perSecond);
    wire.says(message);
    wire.says(message);
    expect(wire.close).not.toHaveBeenCalled();
    for (let more = 0; more < 8; more += 1) wire.says(message);
    expect(wire.close).toHaveBeenCalledExactlyOnceWith(1008, 'tooFast');
  });
});
