import type { Instant } from '../protocol/index.ts';

/** The earliest of those that are there. */
export function earliest(...instants: readonly (Instant | null)[]): Instant | null {
  const there = instants.filter((instant) => instant !== null);
  return there.length === 0 ? null : Math.min(...there);
}

export const isDue = (instant: Instant | null, at: Instant): boolean =>
  instant !== null && at >= instant;
