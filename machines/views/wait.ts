import { openEntriesOf, waitingIn } from '../clinic/index.ts';
import type { ClinicContext } from '../clinic/index.ts';
import type { WaitRange } from '../protocol/index.ts';

/** What a call takes while the clinic's own pace is not known: the published 8–14 minutes. */
const PUBLISHED_SECONDS = [8 * 60, 14 * 60] as const;
/** Fewer finished calls than this are no pace. */
const KNOWN_CALLS = 3;
/** Even the next one waits until the clinic has seen them and clicked. Whole minutes. */
const AT_LEAST = 5;

/** The quartile by linear interpolation; `sorted` is not empty. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * The honest range of a wait (T7): for each that comes before – the waiting ones and the calls
 * under way – what the middle half of the clinic's last calls took, shared by those at work now.
 * @param waitingAhead how many wait before this one
 */
export function waitRange(context: ClinicContext, waitingAhead: number): WaitRange {
  const isEstimated = context.pace.length < KNOWN_CALLS;
  const sorted = [...context.pace].sort((a, b) => a - b);
  const [quick, slow] = isEstimated
    ? PUBLISHED_SECONDS
    : [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const busy = openEntriesOf(context).filter(([, { value }]) => value !== 'waiting');
  const atWork = Math.max(1, new Set(busy.map(([, { context }]) => context.holder?.personId)).size);
  const turns = (waitingAhead + busy.length) / atWork;
  return {
    low: Math.floor((turns * quick) / 60),
    high: Math.max(AT_LEAST, Math.ceil((turns * slow) / 60)),
    isEstimated,
  };
}

/** The wait of somebody who joins now. */
export const waitOfNext = (context: ClinicContext): WaitRange =>
  waitRange(context, waitingIn(context).length);
