import type { Clock } from '@naervaer/sync-server/clock.ts';

/** Real time that a test can skip ahead; timers fire when it does, and only then. */
export interface HandClock extends Clock {
  skip(ms: number): void;
}

export function handClock(): HandClock {
  let skipped = 0;
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
