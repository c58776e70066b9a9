import type { App } from '../../session/api.ts';
import { askRelay, loadRelay, weaknessOf } from '../network.ts';
import type { Closed, Measured } from '../relay.ts';
import { NEEDED_KBITS, SLOW_MS } from '../thresholds.ts';
import { TRANSPORTS, waysOf } from '../transports.ts';
import type { Transport, Way } from '../transports.ts';

/** What an IT department opens, or does not. */
export const TRIALS = ['https', 'webSocket', 'stun', 'udp', 'tcp', 'tls'] as const;
export type TrialName = (typeof TRIALS)[number];

export type Outcome =
  | { readonly kind: 'running' }
  | {
      readonly kind: 'open' | 'weak';
      /** Milliseconds until it was open. */
      readonly ms: number;
      readonly measured?: Measured;
    }
  | { readonly kind: 'closed'; readonly why: Closed }
  /** The server names no such way. */
  | { readonly kind: 'none' };

export interface Trial {
  readonly name: TrialName;
  /** Where it leads; undefined while it is not known. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly outcome: Outcome;
}

/** A blocked port says nothing, so it takes the whole of it, in milliseconds. */
const GIVE_UP_MS = 8_000;
const MEASURE_MS = 2_000;

async function tryHttps(): Promise<Outcome> {
  const began = performance.now();
  try {
    const signal = AbortSignal.timeout(GIVE_UP_MS);
    const answer = await fetch('/health', { cache: 'no-store', signal });
    await answer.arrayBuffer();
  } catch {
    return { kind: 'closed', why: 'silent' };
  }
  const ms = performance.now() - began;
  return { kind: ms > SLOW_MS ? 'weak' : 'open', ms };
}

/** The connection that everything but sound and picture goes over. It is closed unused. */
async function tryWebSocket(app: App): Promise<Outcome> {
  const began = performance.now();
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/sync?app=${app}`);
  const isOpen = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), GIVE_UP_MS);
    const settle = (open: boolean) => () => {
      clearTimeout(timer);
      resolve(open);
    };
    socket.addEventListener('open', settle(true));
    socket.addEventListener('error', settle(false));
  });
  const ms = performance.now() - began;
  socket.close();
  return isOpen ? { kind: 'open', ms } : { kind: 'closed', why: 'silent' };
}

/**
 * Tries every way, and tells of each as it goes on. First whether all of them open, at once; then
 * what the open ones carry, one after the other, so that none takes the other's room.
 */
export async function runSelfTest(
  app: App,
  tell: (trials: readonly Trial[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const { hostname, port, protocol } = location;
  const own = {
    host: hostname,
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
  };
  const unknown = { host: undefined, port: undefined };
  let trials: readonly Trial[] = TRIALS.map((name) => ({
    name,
    ...(name === 'https' || name === 'webSocket' ? own : unknown),
    outcome: { kind: 'running' },
  }));
  const set = (name: TrialName, change: Partial<Trial>): void => {
    if (signal.aborted) return;
    trials = trials.map((trial) => (trial.name === name ? { ...trial, ...change } : trial));
    tell(trials);
  };
  tell(trials);

  const server = Promise.all([
    tryHttps().then((outcome) => set('https', { outcome })),
    tryWebSocket(app).then((outcome) => set('webSocket', { outcome })),
  ]);
  const ways = await askRelay(app).then(waysOf, () => []);
  // Not to be had without network, and then no way is open.
  const relay = await loadRelay().catch(() => undefined);
  const wayOf = (transport: Transport): Way | undefined =>
    ways.find((way) => way.transport === transport);

  async function stun(): Promise<void> {
    const way = wayOf('udp');
    if (way === undefined) return set('stun', { outcome: { kind: 'none' } });
    set('stun', { host: way.host, port: way.port });
    const began = performance.now();
    const isOpen = (await relay?.answersStun(way, GIVE_UP_MS)) ?? false;
    const ms = performance.now() - began;
    set('stun', { outcome: isOpen ? { kind: 'open', ms } : { kind: 'closed', why: 'silent' } });
  }
  async function connect(name: Transport) {
    const way = wayOf(name);
    if (way === undefined) {
      set(name, { outcome: { kind: 'none' } });
      return undefined;
    }
    set(name, { host: way.host, port: way.port });
    const { loop = null, why = 'silent' } = (await relay?.tryWay(way, GIVE_UP_MS, signal)) ?? {};
    // An open one goes on running until it is known what it carries.
    if (loop === null) set(name, { outcome: { kind: 'closed', why } });
    return loop ?? undefined;
  }
  const [, ...loops] = await Promise.all([stun(), ...TRANSPORTS.map(connect), server]);
  for (const loop of loops) {
    if (loop === undefined || !('way' in loop)) continue;
    if (!signal.aborted && relay !== undefined) {
      const measured = await relay.measure(loop, { ms: MEASURE_MS, kbits: NEEDED_KBITS });
      const kind = weaknessOf(measured) === undefined ? 'open' : 'weak';
      set(loop.way.transport, { outcome: { kind, ms: loop.connectMs, measured } });
    }
    loop.close();
  }
}
