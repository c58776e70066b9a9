import type { Instant } from '@naervaer/machines/protocol';

/** Time as the server knows it. Tests and simulations hand in their own. */
export interface Clock {
  now(): Instant;
  /** Calls `wake` once after `ms`. @returns what cancels it; cancelling twice is harmless. */
  after(ms: number, wake: () => void): () => void;
}

/** The longest timer that Node keeps; a longer one fires at once. */
const LONGEST_TIMER = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, wake) {
    const timer = setTimeout(wake, Math.min(Math.max(0, ms), LONGEST_TIMER));
    return () => clearTimeout(timer);
  },
};
