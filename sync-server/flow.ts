import type { Clock } from './clock.ts';

/** A token bucket: so many at once, refilled by so many a second. */
export interface Flow {
  /** Takes so many, one unless told; false when as many are not left. */
  take(count?: number): boolean;
}

export function createFlow(clock: Clock, burst: number, perSecond: number): Flow {
  let left = burst;
  let at = clock.now();
  return {
    take(count = 1) {
      const now = clock.now();
      left = Math.min(burst, left + (Math.max(0, now - at) / 1000) * perSecond);
      at = now;
      if (left < count) return false;
      left -= count;
      return true;
    },
  };
}
