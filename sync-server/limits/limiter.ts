import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Quota } from './numbers.ts';
import { MOST_KEYS } from './numbers.ts';

/** Counts by key within a fixed window that begins with the key's first. */
export interface Limiter {
  /** Takes one. @returns 0, or the seconds after which it is worth asking again */
  take(key: string): Promise<number>;
  /** What `take` would return, without taking. */
  look(key: string): Promise<number>;
  /** Keys that are remembered now; never more than `mostKeys`. */
  readonly size: number;
}

const secondsOf = ({ msBeforeNext }: RateLimiterRes): number =>
  Math.max(1, Math.ceil(msBeforeNext / 1000));

/**
 * A bounded `RateLimiterMemory`: the package remembers every key until its window is over, and
 * somebody with a whole IPv6 prefix has more keys than a server has memory.
 */
export function createLimiter({ points, seconds }: Quota, mostKeys = MOST_KEYS): Limiter {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  /** By the end of their windows, the earliest first: all windows are equally long. */
  const ends = new Map<string, number>();

  function remember(key: string): void {
    const now = Date.now();
    ends.delete(key);
    ends.set(key, now + seconds * 1000);
    for (const [oldest, end] of ends) {
      if (end > now && ends.size <= mostKeys) break;
      ends.delete(oldest);
      // One that is over is forgotten by the limiter itself.
      if (end > now) void limiter.delete(oldest);
    }
  }

  return {
    async take(key) {
      try {
        const { isFirstInDuration } = await limiter.consume(key);
        if (isFirstInDuration) remember(key);
        return 0;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return secondsOf(refusal);
        throw refusal;
      }
    },
    async look(key) {
      const found = await limiter.get(key);
      const isSpent = found !== null && found.consumedPoints >= points && found.msBeforeNext > 0;
      return isSpent ? secondsOf(found) : 0;
    },
    get size() {
      return ends.size;
    },
  };
}
