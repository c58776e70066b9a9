import type { CheckResult } from '@naervaer/machines/protocol';

const ROUNDS = 3;
/** Above this many milliseconds a voice comes late enough that people talk over each other. */
const SLOW_MS = 400;
const GIVE_UP_MS = 4000;

/**
 * Round trips to our own server. `unknown` without network: by the time the join is sent, it may be
 * as good as any.
 */
export async function checkNetwork(): Promise<CheckResult> {
  if (!navigator.onLine) return 'unknown';
  const spans: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    try {
      const answer = await fetch('/health', {
        cache: 'no-store',
        signal: AbortSignal.timeout(GIVE_UP_MS),
      });
      await answer.arrayBuffer();
    } catch {
      return spans.length === 0 ? 'failed' : 'weak';
    }
    spans.push(performance.now() - began);
  }
  // The first one also paid for the connection.
  return Math.min(...spans) > SLOW_MS ? 'weak' : 'ok';
}
