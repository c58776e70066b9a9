import type { AnyStateMachine, EventFromLogic, SnapshotFrom } from 'xstate';
import { branchesIn, isFinal, stateNamesOf, stateOf } from './branches.ts';
import type { Path, Walk } from './coverage.ts';
import { firstOf, visitsOf } from './graph.ts';
import type { Visit } from './graph.ts';

/** A new path costs about as much as this many events: a world is made, people sign in. */
const RESTART = 3;

interface Leg<TMachine extends AnyStateMachine> {
  readonly events: readonly EventFromLogic<TMachine>[];
  readonly after: SnapshotFrom<TMachine>;
  /** Keys and states that this leg is the first to see. */
  readonly fresh: readonly string[];
}

/** The nearest ways to something that is missing: one that goes on from there, one that ends there. */
interface Near<TMachine extends AnyStateMachine> {
  readonly on: Leg<TMachine> | undefined;
  readonly end: Leg<TMachine> | undefined;
}

function nearest<TMachine extends AnyStateMachine>(
  { machine }: Walk<TMachine>,
  visits: Iterable<Visit<TMachine>>,
  missing: ReadonlySet<string>,
  most: number,
): Near<TMachine> {
  let end: Leg<TMachine> | undefined;
  for (const { events, edges } of visits) {
    if (events.length >= most) break;
    let on: Leg<TMachine> | undefined;
    for (const { event, taken, after } of edges) {
      if (taken.keys.length === 0) continue;
      const fresh = [...taken.keys, ...taken.states].filter((key) => missing.has(key));
      if (fresh.length === 0) continue;
      const leg = { events: [...events, event], after, fresh };
      if (isFinal(machine, stateOf(after))) end ??= leg;
      // Of two that are as near, the one that sees more, as with an eventless one that follows.
      else if (on === undefined || fresh.length > on.fresh.length) on = leg;
    }
    if (on !== undefined) return { on, end };
  }
  return { on: undefined, end };
}

/** What is asked for again and again is made once; the rest when it is asked for. */
function* keeping<T>(kept: T[], rest: Iterator<T>): Generator<T, void, undefined> {
  for (let index = 0; ; index += 1) {
    let one = kept[index];
    if (one === undefined) {
      const { value, done } = rest.next();
      if (done === true) return;
      kept.push((one = value));
    }
    yield one;
  }
}

export interface TourOptions {
  /**
   * Events after which a path takes only what is next to it: whoever fails at one event has not seen
   * what comes after it. 60 without.
   */
  readonly longest?: number;
}

/**
 * Few long paths that together take every transition of a machine with few events: always on to the
 * nearest one that is missing, and from the start again where that is nearer. What ends a path is
 * taken last. For browsers and people, to whom each event and each beginning costs seconds.
 *
 * What the walk cannot reach is left out; `coverageOf` names it.
 */
export function tourOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
  { longest = 60 }: TourOptions = {},
): readonly Path<TMachine>[] {
  const missing = new Set([
    ...branchesIn(walk.machine).map(({ key }) => key),
    ...stateNamesOf(walk.machine),
  ]);
  const first = firstOf(walk);
  missing.delete(stateOf(first));
  const kept: Visit<TMachine>[] = [];
  const rest = visitsOf(walk, first);
  const paths: Path<TMachine>[] = [];
  let events: readonly EventFromLogic<TMachine>[] = [];
  let state = first;
  const take = ({ fresh, ...leg }: Leg<TMachine>, before = events): void => {
    events = [...before, ...leg.events];
    state = leg.after;
    for (const key of fresh) missing.delete(key);
  };
  while (missing.size > 0) {
    const anew = nearest(walk, keeping(kept, rest), missing, Infinity);
    const other = anew.on ?? anew.end;
    // No farther than a fresh start would be; a path that is long enough goes one event at most.
    const most = events.length < longest ? (other?.events.length ?? Infinity) + RESTART : 1;
    const here = nearest(walk, visitsOf(walk, state), missing, most);
    // Ends that are left go at the end of paths that come by; a fresh one is for what goes on.
    const leg = here.on ?? here.end;
    if (leg !== undefined) take(leg);
    else if (other === undefined || events.length === 0) break;
    else {
      paths.push({ events, state });
      take(other, []);
    }
  }
  return events.length === 0 ? paths : [...paths, { events, state }];
}
