import type { Clock } from '@naervaer/sync-server/clock.ts';
import { untilNight } from '@naervaer/sync-server/epochs/index.ts';

/**
 * Real time that a test can skip ahead; timers fire when it does, and only then. No night falls: what
 * a night does has a test of its own, and a walk that runs at two o'clock is like one at noon.
 */
export interface HandClock extends Clock {
  skip(ms: number): void;
}

export function handClock(): HandClock {
  let skipped = 0;
  const timers = new Set<{ readonly at: number; readonly wake: () => void }>();
  let asked = 0;
  const now = (): number => (asked = Date.now() + skipped);
  return {
    now,
    after(ms, wake) {
      if (ms === untilNight(asked)) return () => undefined;
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
