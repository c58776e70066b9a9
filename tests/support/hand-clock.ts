import type { Clock } from '@naervaer/sync-server/clock.ts';
import { untilNight } from '@naervaer/sync-server/epochs/index.ts';

/** Real time that a test can skip ahead; timers fire when it does, and only then. */
export interface HandClock extends Clock {
  skip(ms: number): void;
}

const MINUTE = 60_000;
const HALF_A_DAY = 12 * 60 * MINUTE;

/**
 * How far a clock must go ahead to stand at the same time of day whenever a test runs: just past the
 * coming night, so that the next one is a day away. Ahead, and never behind: what the server gives
 * to a real browser would have run out there.
 */
export function aheadOfNight(now = Date.now()): number {
  let at = now;
  // In autumn one night has three o’clock an hour after the server's turn.
  do at += untilNight(at) + MINUTE;
  while (untilNight(at) < HALF_A_DAY);
  return at - now;
}

/** @param ahead of real time at the start, in milliseconds */
export function handClock(ahead = 0): HandClock {
  let skipped = ahead;
  const timers = new Set<{ readonly at: number; readonly wake: () => void }>();
  const now = (): number => Date.now() + skipped;
  return {
    now,
    after(ms, wake) {
      const timer = { at: now() + ms, wake };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    skip(ms) {
      skipped += ms;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at > now() || !timers.delete(timer)) continue;
        timer.wake();
      }
    },
  };
}
