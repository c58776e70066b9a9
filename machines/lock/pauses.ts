import type { Instant } from '../protocol/index.ts';
import type { LockContext } from './context.ts';

/** How many digits a code has. */
export const PIN_LENGTH = 4;

/** So many wrong codes are a slip of the finger; the next ones are tries. */
export const FREE_TRIES = 5;

/** How long no code is taken after the fifth wrong one and each further, in milliseconds. */
export const PAUSES = [30_000, 60_000, 120_000, 300_000] as const;
const LONGEST = Math.max(...PAUSES);

/** @param wrong codes in a row; 0 means no pause */
export const pauseAfter = (wrong: number): number =>
  wrong < FREE_TRIES ? 0 : (PAUSES[wrong - FREE_TRIES] ?? LONGEST);

/**
 * Whether no code is taken now. A pause that would last longer than any does is one of a clock that
 * was set back meanwhile: it is over, or nobody could open the tablet for hours.
 */
export const isPaused = ({ pausedUntil }: LockContext, at: Instant): boolean => {
  const left = (pausedUntil ?? at) - at;
  return left > 0 && left <= LONGEST;
};

/** When the host shall send `DEADLINE` next; null where nothing runs (MA2). */
export const nextDeadline = ({ context }: { readonly context: LockContext }): Instant | null =>
  context.pausedUntil;
