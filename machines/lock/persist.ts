import * as v from 'valibot';
import { LockContext } from './context.ts';
import { lockMachine } from './machine.ts';
import type { LockSnapshot } from './machine.ts';

const STATES = ['open', 'choosing', 'repeating', 'locked', 'asking', 'paused'] as const;

/** A snapshot as JSON. `v` changes with the shape; what does not fit is as if it were not there. */
const Kept = v.strictObject({ v: v.literal(1), value: v.picklist(STATES), context: LockContext });

/** What outlives a reload, sleep and a closed browser; it holds no digit and no hash. */
export const persistLock = ({ value, context }: LockSnapshot): unknown => ({
  v: 1,
  value,
  context,
});

/** What was asked when the page died is asked anew, and what was locked is locked. */
const RESTORED = {
  open: 'open',
  choosing: 'open',
  repeating: 'open',
  locked: 'locked',
  asking: 'locked',
  paused: 'locked',
} as const;

/** @returns undefined for anything that `persistLock` of this version did not write. */
export function restoreLock(kept: unknown): LockSnapshot | undefined {
  const parsed = v.safeParse(Kept, kept);
  if (!parsed.success) return undefined;
  const { value, context } = parsed.output;
  return lockMachine.resolveState({
    value: RESTORED[value],
    context: { ...context, problem: null },
  });
}
