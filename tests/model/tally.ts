import type { AnyStateMachine } from 'xstate';
import { branchesIn, stateNamesOf } from './branches.ts';
import type { Edge } from './graph.ts';

/** How often what of a machine was walked; every name of the machine is there from the start. */
export interface Tally {
  readonly states: Readonly<Record<string, number>>;
  readonly transitions: Readonly<Record<string, number>>;
  readonly denied: Readonly<Record<string, number>>;
}

export interface Counter extends Tally {
  enter(state: string): void;
  take<TMachine extends AnyStateMachine>(edge: Edge<TMachine>): void;
}

const zeros = (keys: readonly string[]): Record<string, number> =>
  Object.fromEntries(keys.map((key) => [key, 0]));

export function counterOf(machine: AnyStateMachine): Counter {
  const branches = branchesIn(machine);
  const states = zeros(stateNamesOf(machine));
  const transitions = zeros(branches.map(({ key }) => key));
  const denied = zeros(branches.filter(({ guard }) => guard !== null).map(({ key }) => key));
  const count = (counts: Record<string, number>, key: string): void => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  return {
    states,
    transitions,
    denied,
    enter: (state) => count(states, state),
    take: ({ taken }) => {
      for (const state of taken.states) count(states, state);
      for (const key of taken.keys) count(transitions, key);
      // A branch without a guard that comes after the taken one is not denied, it is not asked.
      for (const key of taken.denied) if (key in denied) count(denied, key);
    },
  };
}

/** The names that were never walked. */
export const neverIn = (counts: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts)
    .filter(([, count]) => count === 0)
    .map(([key]) => key);
