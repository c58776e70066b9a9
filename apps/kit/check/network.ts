import { RelayCheck } from '@naervaer/machines/protocol';
import type { CheckResult } from '@naervaer/machines/protocol';
import { call } from '../session/api.ts';
import type { App } from '../session/api.ts';
import type * as relayModule from './relay.ts';
import type { Attempt, Measured } from './relay.ts';
import { askServer } from './server.ts';
import type { ServerAnswer } from './server.ts';
import { ENOUGH, LOSSY, NEEDED_KBITS, SLOW_MS } from './thresholds.ts';
import { waysOf } from './transports.ts';
import type { Transport, Way } from './transports.ts';

/** What was found out about sound and picture, beside the server's own answer. */
export type RelayFinding =
  /** `noRelay`: the server has none. `unknown`: nobody could be asked. */
  | { readonly kind: 'untested'; readonly why: 'noRelay' | 'unknown' }
  /** No way to the relay is open. */
  | { readonly kind: 'closed' }
  | ({
      readonly kind: 'open';
      readonly transport: Transport;
      readonly connectMs: number;
    } & Measured);

/** What the network is like, with the figures that say so. */
export interface NetworkReport {
  readonly result: CheckResult;
  readonly isOffline: boolean;
  readonly server: ServerAnswer;
  readonly relay: RelayFinding;
}

/** Milliseconds; together with the server's answer the check stays under six seconds. */
const CONNECT_MS = 2_500;
/** For a better way than the first one that opened. */
const BETTER_MS = 700;
const MEASURE_MS = 2_000;
const ASK_MS = 2_000;

/** The verdict over what was measured; the thresholds stand in `thresholds.ts`. */
export function judgeNetwork(server: ServerAnswer, relay: RelayFinding): CheckResult {
  if (server.ms === null) return relay.kind === 'open' ? 'weak' : 'failed';
  if (server.isShaky || server.ms > SLOW_MS || relay.kind === 'closed') return 'weak';
  if (relay.kind === 'untested') return 'ok';
  return weaknessOf(relay) === undefined ? 'ok' : 'weak';
}

/** What is wrong with a way that is open, the worst first. */
export function weaknessOf({
  roundTripMs,
  loss,
  kbits,
}: Measured): 'slow' | 'lossy' | 'thin' | undefined {
  if (loss > LOSSY) return 'lossy';
  if (roundTripMs > SLOW_MS) return 'slow';
  return kbits < NEEDED_KBITS * ENOUGH ? 'thin' : undefined;
}

/** What opens connections comes when it is needed: the first load does without. @throws without network */
export const loadRelay = (): Promise<typeof relayModule> => import('./relay.ts');

/** @throws what `call` throws */
export const askRelay = (app: App): Promise<RelayCheck> =>
  call(`/api/relay-check?app=${app}`, RelayCheck, {}, ASK_MS);

/** The best of the ways that open within the time; the others are closed again. */
async function openBest(
  ways: readonly Way[],
  tryWay: typeof relayModule.tryWay,
): Promise<Attempt['loop']> {
  const stop = new AbortController();
  const settled: (Attempt | undefined)[] = ways.map(() => undefined);
  const best = (): Attempt['loop'] => settled.find((attempt) => attempt?.loop)?.loop ?? null;
  await new Promise<void>((resolve) => {
    let left = ways.length;
    ways.forEach((way, at) => {
      void tryWay(way, CONNECT_MS, stop.signal).then((attempt) => {
        settled[at] = attempt;
        left -= 1;
        const isBestDone = settled.findIndex((each) => each === undefined || each.loop) === at;
        if (left === 0 || (attempt.loop !== null && isBestDone)) resolve();
        else if (attempt.loop !== null) setTimeout(resolve, BETTER_MS);
        // Opened in the very moment in which another one was chosen.
        if (stop.signal.aborted) attempt.loop?.close();
      });
    });
  });
  stop.abort();
  const chosen = best();
  for (const attempt of settled) if (attempt?.loop !== chosen) attempt?.loop?.close();
  return chosen;
}

async function tryRelay(app: App): Promise<RelayFinding> {
  let told: RelayCheck;
  let relay: typeof relayModule;
  try {
    [told, relay] = await Promise.all([askRelay(app), loadRelay()]);
  } catch {
    return { kind: 'untested', why: 'unknown' };
  }
  const ways = waysOf(told);
  if (ways.length === 0) return { kind: 'untested', why: 'noRelay' };
  const loop = await openBest(ways, relay.tryWay);
  if (loop === null) return { kind: 'closed' };
  try {
    const measured = await relay.measure(loop, { ms: MEASURE_MS, kbits: NEEDED_KBITS });
    return {
      kind: 'open',
      transport: loop.way.transport,
      connectMs: loop.connectMs,
      ...measured,
    };
  } finally {
    loop.close();
  }
}

const UNTESTED: RelayFinding = { kind: 'untested', why: 'unknown' };

/**
 * Round trips to our own server, then packets over its relay, within six seconds. `unknown` without
 * network: by the time the join is sent, it may be as good as any.
 * @param onServer told when the server has answered, before the relay is tried
 */
export async function checkNetwork(
  app: App,
  onServer?: (report: NetworkReport) => void,
): Promise<NetworkReport> {
  if (!navigator.onLine) {
    const server = { ms: null, isShaky: true };
    return { result: 'unknown', isOffline: true, server, relay: UNTESTED };
  }
  const server = await askServer();
  const report = (relay: RelayFinding): NetworkReport => ({
    result: judgeNetwork(server, relay),
    isOffline: false,
    server,
    relay,
  });
  onServer?.(report(UNTESTED));
  return report(server.ms === null ? UNTESTED : await tryRelay(app));
}
