import type { Clock } from '../clock.ts';

/** A token bucket: so many at once, refilled by so many a second. */
export interface Flow {
  /** Takes one; false when there is none left. */
  take(): boolean;
}

export function createFlow(clock: Clock, burst: number, perSecond: number): Flow {
  let left = burst;
  let at = clock.now();
  return {
    take() {
      const now = clock.now();
      left = Math.min(burst, left + (Math.max(0, now - at) / 1000) * perSecond);
      at = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
