import { CALL_LINE_MS, FromCallLine } from '@naervaer/machines/protocol';
import type { IceServer, Instant, Knock, PeerId, ToCallLine } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { createBucket } from './bucket.ts';

/** Between two tries, in milliseconds: half of it at least, so that a country does not come at once. */
const PAUSE_MS = { first: 300, longest: 1_500 } as const;
/** Tries at once: one every `CALL_LINE_MS.connect`, and each has so many times that. */
const MOST_TRIES = 4;
/** How often the line is looked at, in milliseconds. */
const LOOK_MS = 250;
/**
 * To other tabs, however often they knock: also what a network held back for `CALL_LINE_MS.dead` stays
 * below `CALL_LINE_RATE`, which would end the line.
 */
const RELAY_RATE = { burst: 20, perSecond: 12 } as const;
/** An answer that somebody waits for takes no longer. */
const PROOF_MS = 800;
/** Close codes after which the token is of no use (`machines/protocol/call-line.ts`). */
const BAD_TOKEN = 4401;

export interface LineEvents {
  /** There is network, and the server knows us: for the first time, or again. */
  up(): void;
  /** Nothing was heard for too long, or it was closed. */
  down(): void;
  /**
   * Another tab asks whether it is heard, so as to call.
   * @returns whether a call would arrive here now; if not, `answer()` when it would
   */
  knocked(from: PeerId): boolean;
  /** The other tab answered a knock of ours. */
  here(from: PeerId): void;
  renewed(iceServers: readonly IceServer[], until: Instant): void;
  /** The token is not good any more. */
  refused(): void;
}

/** The call's own line (C3): whether there is network now, and whether another tab hears us. */
export interface CallLine {
  readonly isUp: boolean;
  knock(peer: PeerId): void;
  /** Tells those who knocked and were not answered. */
  answer(): void;
  renew(): void;
  /**
   * It shows at once that it lives, or is made anew.
   * @param isAnother the network is another one: what was made on the old one is dead
   */
  hurry(isAnother: boolean): void;
  close(): void;
}

const url = (): string => `${location.origin.replace(/^http/, 'ws')}/api/call-line`;

function parse(data: unknown): FromCallLine | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const parsed = v.safeParse(FromCallLine, JSON.parse(data));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** @param token the present grant's */
export function createCallLine(token: () => string, on: LineEvents): CallLine {
  /** Tries that are under way; a slow network needs its time, so an older one is not given up. */
  const tries = new Set<WebSocket>();
  /** Knocks without an answer, of each tab the newest. */
  const asked = new Map<PeerId, number>();
  /** What goes to other tabs and waits, of each kind the newest to each. */
  const waiting = new Map<string, ToCallLine>();
  /** When it was said last; a second one of a kind waits for the next look. */
  const saidAt = new Map<string, number>();
  const mayRelay = createBucket(RELAY_RATE);
  /** The first of them that opened. */
  let socket: WebSocket | undefined;
  let isUp = false;
  let isClosed = false;
  let triedAt = 0;
  let heardAt = 0;
  let pingedAt = 0;
  let askedAt = 0;
  let refusals = 0;
  let n = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  /** Anything but `hello` before the `welcome` is malformed, and ends the line. */
  function say(message: ToCallLine): void {
    const isFit = isUp || message.type === 'hello';
    if (isFit && socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  function relayWaiting(): void {
    const now = performance.now();
    for (const [key, message] of waiting) {
      if (now - (saidAt.get(key) ?? -LOOK_MS) < LOOK_MS) continue;
      if (!mayRelay()) return;
      waiting.delete(key);
      saidAt.set(key, now);
      say(message);
    }
  }
  function relay(to: PeerId, body: Knock): void {
    if (!isUp) return;
    waiting.set(`${body.type} ${to}`, { type: 'relay', to, body });
    relayWaiting();
  }

  function drop(): void {
    const old = socket;
    socket = undefined;
    // Its own `close` may come much later, or never: it waits for an answer.
    old?.close();
    for (const one of tries) one.close();
    tries.clear();
    asked.clear();
    waiting.clear();
    if (!isUp) return;
    isUp = false;
    on.down();
  }

  function later(): void {
    if (isClosed) return;
    const pause = Math.min(PAUSE_MS.first * 2 ** refusals, PAUSE_MS.longest);
    refusals += 1;
    clearTimeout(retry);
    retry = setTimeout(open, pause * (0.5 + Math.random() / 2));
  }

  function open(): void {
    clearTimeout(retry);
    if (isClosed) return;
    triedAt = performance.now();
    const [oldest] = tries;
    if (oldest && tries.size >= MOST_TRIES) {
      tries.delete(oldest);
      oldest.close();
    }
    const fresh = new WebSocket(url());
    tries.add(fresh);
    fresh.addEventListener('open', () => {
      if (!tries.has(fresh)) return;
      socket = fresh;
      heardAt = performance.now();
      for (const other of tries) if (other !== fresh) other.close();
      tries.clear();
      say({ type: 'hello', token: token() });
    });
    fresh.addEventListener('message', ({ data }) => {
      const message = fresh === socket ? parse(data) : undefined;
      if (!message) return;
      heardAt = performance.now();
      hear(message);
    });
    fresh.addEventListener('close', ({ code }) => {
      if (fresh === socket) {
        drop();
        later();
        if (code === BAD_TOKEN) on.refused();
      } else if (tries.delete(fresh) && tries.size === 0) later();
    });
  }

  function anew(): void {
    drop();
    open();
  }

  function answer(): void {
    for (const [to, number] of asked) relay(to, { type: 'here', n: number });
    asked.clear();
  }

  function hear(message: FromCallLine): void {
    switch (message.type) {
      case 'welcome':
        refusals = 0;
        isUp = true;
        on.up();
        break;
      case 'relay':
        if (message.body.type === 'here') {
          on.here(message.from);
        } else {
          asked.set(message.from, message.body.n);
          if (on.knocked(message.from)) answer();
        }
        break;
      case 'renewed':
        on.renewed(message.iceServers, message.expiresAt);
        break;
      case 'pong':
        break;
    }
  }

  function ping(now: number): void {
    pingedAt = now;
    n += 1;
    say({ type: 'ping', n });
  }

  const pulse = setInterval(() => {
    const now = performance.now();
    saidAt.clear();
    relayWaiting();
    if (!socket) {
      // One that hangs may lead nowhere; another beside it finds out.
      if (tries.size > 0 && now - triedAt > CALL_LINE_MS.connect) open();
      return;
    }
    const isUnproven = heardAt < askedAt && now - askedAt > PROOF_MS;
    if (isUnproven || now - heardAt > CALL_LINE_MS.dead) anew();
    else if (isUp && now - pingedAt >= CALL_LINE_MS.ping) ping(now);
  }, LOOK_MS);
  open();

  return {
    get isUp() {
      return isUp;
    },
    knock(peer) {
      n += 1;
      relay(peer, { type: 'knock', n });
    },
    answer,
    renew: () => say({ type: 'renew' }),
    hurry(isAnother) {
      const now = performance.now();
      if (isUp && !isAnother) {
        askedAt = now;
        ping(now);
      } else if (now - triedAt > LOOK_MS) anew();
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
      clearInterval(pulse);
      drop();
    },
  };
}
