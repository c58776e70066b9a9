/** Time of a transfer: a test has one of its own. Milliseconds, only differences count. */
export interface Clock {
  now(): number;
  /** @returns what stops it */
  after(ms: number, wake: () => void): () => void;
}

export const pageClock: Clock = {
  now: () => performance.now(),
  after(ms, wake) {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  },
};
