import type { ClinicEvent } from '@naervaer/machines/clinic';
import type { ClinicId } from '@naervaer/machines/protocol';
import type { History, Line } from './history.ts';
import { clinicsOf } from './objects.ts';
import type { ClinicHistory, Operation } from './objects.ts';
import { search } from './search.ts';
import type { Reached } from './search.ts';

/** A history without an order, as short as it was found to be. */
export interface Shortest {
  /** Without the sights and refusals that are not needed to show that there is no order. */
  readonly history: ClinicHistory;
  /** The line with which the last order was lost. */
  readonly last: Line;
  readonly lastIndex: number;
  /** The order that comes furthest, and what it cannot explain. */
  readonly reached: Reached;
}

/** Time for leaving out, in milliseconds: a longer report is better than a late one. */
const SHORTEN_MS = 2_000;
/** States for each beginning that is tried. */
const BEGINNING_STATES = 20_000;
/** States for each try to leave something out: what takes more stays in. */
const SHORTEN_STATES = 2_000;

type Hidden = ReadonlyMap<ClinicId, readonly ClinicEvent[]>;

const hasNone = (history: ClinicHistory, most: number): boolean =>
  search(history, most).verdict === 'none';

/**
 * The shortest beginning of a clinic's history that no order explains. Every beginning of a history
 * with an order has one, so the end is found by halving.
 * @returns undefined when the whole has an order, or `most` states were not enough to say
 */
export function shortestWithout(
  history: History,
  hidden: Hidden,
  clinicId: ClinicId,
  most: number,
): Shortest | undefined {
  const beginning = (lines: number): ClinicHistory | undefined =>
    clinicsOf(history, hidden, lines).find(({ clinic }) => clinic.id === clinicId);
  // A beginning gets harder with each answer and each sight, never with a question.
  const ends = history.flatMap((line, index) =>
    line.kind === 'told' || line.kind === 'seen' ? [index + 1] : [],
  );
  const enough = Math.min(most, BEGINNING_STATES);
  let good = -1;
  let bad = ends.length - 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    const tried = beginning(ends[middle] ?? 0);
    // One that is too much for the search has most likely none: look before it.
    if (tried !== undefined && search(tried, enough).verdict !== 'explained') bad = middle;
    else good = middle;
  }
  const lines = ends[bad] ?? 0;
  const found = beginning(lines);
  const last = history[lines - 1];
  if (found === undefined || last === undefined || !hasNone(found, enough)) {
    return undefined;
  }
  const short = withoutWhatIsNotNeeded(found, Math.min(most, SHORTEN_STATES));
  return { history: short, last, lastIndex: lines - 1, reached: search(short, most).reached };
}

/** The history without one session's refusals; each page still needs the answers that are left. */
function withoutRefusals(history: ClinicHistory, session: number): ClinicHistory {
  const before = history.sessions[session] ?? [];
  const isKept = ({ outcome }: Operation): boolean => outcome?.status !== 'refused';
  return {
    ...history,
    sessions: history.sessions.map((line, at) => (at === session ? before.filter(isKept) : line)),
    pages: history.pages.map((page) =>
      page.session === session
        ? {
            ...page,
            sights: page.sights.map((sight) => ({
              ...sight,
              needs: before.slice(0, sight.needs).filter(isKept).length,
            })),
          }
        : page,
    ),
  };
}

const withSights = (history: ClinicHistory, page: number, keep: number): ClinicHistory => ({
  ...history,
  pages: history.pages.map((other, at) =>
    at === page ? { ...other, sights: keep === 0 ? [] : other.sights.slice(-keep) } : other,
  ),
});

/**
 * Neither a sight nor a refusal changes anything, so a history with one less is never harder to
 * explain: what is left at the end is what shows the fault.
 */
function withoutWhatIsNotNeeded(history: ClinicHistory, most: number): ClinicHistory {
  let short = history;
  const end = performance.now() + SHORTEN_MS;
  const isEnough = (less: ClinicHistory): boolean => {
    if (performance.now() > end || !hasNone(less, most)) return false;
    short = less;
    return true;
  };
  if (!isEnough({ ...short, pages: short.pages.map((page) => ({ ...page, sights: [] })) })) {
    history.pages.forEach((_, page) => {
      for (const keep of [0, 1, 2, 4]) if (isEnough(withSights(short, page, keep))) break;
    });
  }
  history.sessions.forEach((_, session) => void isEnough(withoutRefusals(short, session)));
  return short;
}
