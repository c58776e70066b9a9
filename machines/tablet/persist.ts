import * as v from 'valibot';
import { tabletMachine } from './machine.ts';
import type { TabletSnapshot } from './machine.ts';
import { TabletContext } from './context.ts';

const DESK = [
  'profile',
  'citizen',
  'withoutCpr',
  'clinic',
  'check',
  'reason',
  'done',
  'rejected',
  'cancelled',
  'expired',
] as const;

/** A snapshot as JSON. `v` changes with the shape; what does not fit is as if it were not there. */
const Kept = v.strictObject({
  v: v.literal(1),
  value: v.union([
    v.strictObject({ desk: v.picklist(DESK) }),
    v.strictObject({ attended: v.picklist(['sending', 'waiting', 'leaving', 'call']) }),
  ]),
  context: TabletContext,
});

/**
 * What outlives a reload or a closed browser. Holds the citizen's data: the caller encrypts it.
 * @returns null when there is nothing to keep (signed out).
 */
export function persistTablet(snapshot: TabletSnapshot): unknown {
  const kept = v.safeParse(Kept, { v: 1, value: snapshot.value, context: snapshot.context });
  return kept.success ? kept.output : null;
}

/** @returns undefined for anything that `persistTablet` of this version did not write. */
export function restoreTablet(kept: unknown): TabletSnapshot | undefined {
  const parsed = v.safeParse(Kept, kept);
  if (!parsed.success) return undefined;
  const { value, context } = parsed.output;
  // The mode of a clinic is the server's; what it was before the reload is no news.
  return tabletMachine.resolveState({ value, context: { ...context, clinicMode: null } });
}
