import * as v from 'valibot';
import { Instant } from '../protocol/index.ts';

export const LockContext = v.strictObject({
  /** A code was chosen in this session; it is asked for, and not chosen again. */
  hasPin: v.boolean(),
  /** What the last four digits were, until the next ones: told in a sentence. */
  problem: v.nullable(v.picklist(['differs', 'wrong'])),
  /** Wrong ones in a row. */
  wrong: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** No code is taken before this; null where none is waited for (MA2). */
  pausedUntil: v.nullable(Instant),
});
export type LockContext = v.InferOutput<typeof LockContext>;

export const initialContext: LockContext = {
  hasPin: false,
  problem: null,
  wrong: 0,
  pausedUntil: null,
};
