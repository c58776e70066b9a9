import { CALL_LINE_MS, FromCallLine } from '@naervaer/machines/protocol';
import type { IceServer, Instant, PeerId, ToCallLine } from '@naervaer/machines/protocol';
import * as v from 'valibot';

/** Between two tries, in milliseconds: half of it at least, so that a country does not come at once. */
const PAUSE_MS = { first: 300, longest: 1_500 } as const;
/** A try that was refused quicker than this met a server, or none that will be there soon. */
const QUICK_MS = 1_000;
/** How often the line is looked at, in milliseconds. */
const LOOK_MS = 250;
/** An answer that somebody waits for takes no longer. */
const PROOF_MS = 800;
/** Close codes after which the token is of no use (`machines/protocol/call-line.ts`). */
const BAD_TOKEN = 4401;

export interface LineEvents {
  /** There is network, and the server knows us: for the first time, or again. */
  up(): void;
  /** Nothing was heard for too long, or it was closed. */
  down(): void;
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
  let socket: WebSocket | undefined;
  let isUp = false;
  let isClosed = false;
  let startedAt = 0;
  let heardAt = 0;
  let pingedAt = 0;
  let askedAt = 0;
  let refusals = 0;
  let n = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function say(message: ToCallLine): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  function drop(): void {
    const old = socket;
    socket = undefined;
    // Its own `close` may come much later, or never: it waits for an answer.
    old?.close();
    if (!isUp) return;
    isUp = false;
    on.down();
  }

  function later(): void {
    drop();
    if (isClosed) return;
    // What hangs has cost its time already; only a refusal is worth a growing pause.
    refusals = performance.now() - startedAt < QUICK_MS ? refusals + 1 : 0;
    const pause = Math.min(PAUSE_MS.first * 2 ** refusals, PAUSE_MS.longest);
    clearTimeout(retry);
    retry = setTimeout(open, pause * (0.5 + Math.random() / 2));
  }

  function open(): void {
    clearTimeout(retry);
    drop();
    if (isClosed) return;
    startedAt = performance.now();
    const fresh = new WebSocket(url());
    socket = fresh;
    fresh.addEventListener('open', () => {
      if (fresh === socket) say({ type: 'hello', token: token() });
    });
    fresh.addEventListener('message', ({ data }) => {
      const message = fresh === socket ? parse(data) : undefined;
      if (!message) return;
      heardAt = performance.now();
      hear(message);
    });
    fresh.addEventListener('close', ({ code }) => {
      if (fresh !== socket) return;
      later();
      if (code === BAD_TOKEN) on.refused();
    });
  }

  function hear(message: FromCallLine): void {
    switch (message.type) {
      case 'welcome':
        refusals = 0;
        isUp = true;
        on.up();
        break;
      case 'relay':
        if (message.body.type === 'here') on.here(message.from);
        else say({ type: 'relay', to: message.from, body: { type: 'here', n: message.body.n } });
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
    if (!isUp) {
      if (socket && now - startedAt > CALL_LINE_MS.connect) later();
      return;
    }
    const isUnproven = heardAt < askedAt && now - askedAt > PROOF_MS;
    if (isUnproven || now - heardAt > CALL_LINE_MS.dead) open();
    else if (now - pingedAt >= CALL_LINE_MS.ping) ping(now);
  }, LOOK_MS);
  open();

  return {
    get isUp() {
      return isUp;
    },
    knock(peer) {
      n += 1;
      say({ type: 'relay', to: peer, body: { type: 'knock', n } });
    },
    renew: () => say({ type: 'renew' }),
    hurry(isAnother) {
      const now = performance.now();
      if (isUp && !isAnother) {
        askedAt = now;
        ping(now);
      } else if (now - startedAt > LOOK_MS) open();
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
      clearInterval(pulse);
      drop();
    },
  };
}
