import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CALL_LINE_RATE } from '@naervaer/machines/protocol';
import type { FromCallLine, PeerId, ToCallLine } from '@naervaer/machines/protocol';
import { createCallLine } from './line.ts';
import type { LineEvents } from './line.ts';

/** The server's end of the line, and what it was told when. */
class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static last: FakeSocket;
  readonly readyState = FakeSocket.OPEN;
  readonly told: { readonly at: number; readonly message: ToCallLine }[] = [];
  constructor() {
    super();
    FakeSocket.last = this;
  }
  send(text: string): void {
    const message: ToCallLine = JSON.parse(text);
    this.told.push({ at: performance.now(), message });
    if (message.type === 'ping') this.say({ type: 'pong', n: message.n });
  }
  say(message: FromCallLine): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
  close(): void {
    return undefined;
  }
}

const peer = (at: number) => `0192f0c0-0000-7000-8000-00000000000${at}` as PeerId;

function stand(knocked: LineEvents['knocked'] = () => true) {
  const nothing = (): void => undefined;
  const line = createCallLine(() => 'token', {
    up: nothing,
    down: nothing,
    knocked: (from) => knocked(from),
    here: nothing,
    renewed: nothing,
    refused: nothing,
  });
  const socket = FakeSocket.last;
  socket.dispatchEvent(new Event('open'));
  socket.say({ type: 'welcome' });
  let n = 0;
  return {
    line,
    socket,
    knock(from: PeerId) {
      n += 1;
      socket.say({ type: 'relay', from, body: { type: 'knock', n } });
      return n;
    },
    answers: () =>
      socket.told.flatMap(({ at, message }) =>
        message.type === 'relay' && message.body.type === 'here'
          ? [{ at, to: message.to, n: message.body.n }]
          : [],
      ),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('location', { origin: 'https://naervaer.example' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('answers a knock at once, and the newest of more within a quarter of a second', () => {
  const { line, knock, answers } = stand();
  const start = performance.now();
  const first = knock(peer(1));
  expect(answers()).toEqual([{ at: start, to: peer(1), n: first }]);
  knock(peer(1));
  const newest = knock(peer(1));
  const other = knock(peer(2));
  expect(answers().slice(1)).toEqual([{ at: start, to: peer(2), n: other }]);
  vi.advanceTimersByTime(250);
  expect(answers().slice(2)).toMatchObject([{ to: peer(1), n: newest }]);
  vi.advanceTimersByTime(2_000);
  expect(answers()).toHaveLength(3);
  line.close();
});

it('answers those who came too early when it is asked to', () => {
  let hears = false;
  const { line, knock, answers } = stand(() => hears);
  knock(peer(1));
  vi.advanceTimersByTime(1_000);
  expect(answers()).toEqual([]);
  hears = true;
  line.answer();
  expect(answers()).toMatchObject([{ to: peer(1), n: 1 }]);
  line.close();
});

it('stays below the server’s rate whoever knocks, and hears the honest one (SE3)', () => {
  // As the leader does: each knock is knocked back.
  const { line, socket, knock, answers } = stand((from) => {
    line.knock(from);
    return true;
  });
  const asked = new Map<number, number>();
  for (let at = 0; at < 31_000; at += 50) {
    for (const hostile of [1, 2, 3]) knock(peer(hostile));
    if (at < 30_000 && at % 1_000 === 500) asked.set(knock(peer(9)), performance.now());
    vi.advanceTimersByTime(50);
  }
  let left: number = CALL_LINE_RATE.burst;
  let last = socket.told[0]?.at ?? 0;
  for (const { at } of socket.told) {
    left = Math.min(CALL_LINE_RATE.burst, left + ((at - last) / 1_000) * CALL_LINE_RATE.perSecond);
    last = at;
    left -= 1;
    expect(left).toBeGreaterThan(0);
  }
  const waits = answers()
    .filter(({ to }) => to === peer(9))
    .map(({ at, n }) => at - (asked.get(n) ?? 0));
  expect(waits).toHaveLength(30);
  expect(Math.max(...waits)).toBeLessThan(1_000);
  line.close();
});
