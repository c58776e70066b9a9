import type { AnyStateMachine, EventFromLogic, InputFrom, SnapshotFrom } from 'xstate';
import { branchesIn, stateNamesOf, stateOf } from './branches.ts';
import { visitsOf } from './graph.ts';

export { branchesOf, leavesOf, nameOf, takenBy } from './branches.ts';
export type { Branch } from './branches.ts';

/** A machine, and the few people and things that walk through it. */
export interface Walk<TMachine extends AnyStateMachine> {
  readonly name: string;
  readonly machine: TMachine;
  readonly input?: InputFrom<TMachine>;
  /** What may be tried in a state; refused events are tried too. */
  readonly events: (snapshot: SnapshotFrom<TMachine>) => readonly EventFromLogic<TMachine>[];
  /** What makes two snapshots the same for the walk; bounds it. Without times. */
  readonly sameAs: (snapshot: SnapshotFrom<TMachine>) => string;
  /** Snapshots at most; more is a mistake in `sameAs` and throws. */
  readonly limit?: number;
}

/** Events from the start, and where they lead in the model. */
export interface Path<TMachine extends AnyStateMachine> {
  readonly events: readonly EventFromLogic<TMachine>[];
  readonly state: SnapshotFrom<TMachine>;
}

export interface Coverage<TMachine extends AnyStateMachine> {
  readonly states: number;
  readonly transitions: number;
  /** Shortest paths that together take every transition; each can be run on any system (M2). */
  readonly paths: readonly Path<TMachine>[];
  /** States and transitions that no path reached. */
  readonly missing: readonly string[];
  readonly line: string;
}

/**
 * Walks a machine from its start and tells which states and which transitions – state × event ×
 * guarded branch – can be reached, nearest first, until nothing is missing. A path is the shortest
 * one to the source of a transition and one event more.
 *
 * @throws when the machine has `after` timers or invocations (MA2), or the walk exceeds `limit`.
 */
export function coverageOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
): Coverage<TMachine> {
  const { machine, name } = walk;
  const states = new Map(stateNamesOf(machine).map((state) => [state, false]));
  const transitions = new Map(branchesIn(machine).map(({ key }) => [key, false]));
  const missing = () => [...states, ...transitions].filter(([, seen]) => !seen).map(([key]) => key);
  const paths: Path<TMachine>[] = [];
  for (const { snapshot, events, edges } of visitsOf(walk)) {
    states.set(stateOf(snapshot), true);
    for (const { event, taken, after } of edges) {
      for (const state of taken.states) states.set(state, true);
      const fresh = taken.keys.filter((key) => !transitions.get(key));
      if (fresh.length === 0) continue;
      for (const key of fresh) transitions.set(key, true);
      paths.push({ events: [...events, event], state: after });
    }
    if (missing().length === 0) break;
  }
  const left = missing();
  const verdict = left.length === 0 ? 'all covered' : `${left.length} NOT covered`;
  return {
    states: states.size,
    transitions: transitions.size,
    paths,
    missing: left,
    line: `${name}: ${states.size} states, ${transitions.size} transitions, ${paths.length} paths, ${verdict}`,
  };
}
