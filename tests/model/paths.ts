import type { AnyStateMachine } from 'xstate';
import { stateNamesOf, stateOf } from './branches.ts';
import { coverageOf } from './coverage.ts';
import type { Path, Walk } from './coverage.ts';
import { visitsOf } from './graph.ts';
import { guardPathsOf } from './paths/guards.ts';
import { pairPathsOf } from './paths/pairs.ts';
import { simplePathsOf } from './paths/simple.ts';
import { tourOf } from './tour.ts';

/** The ways of making paths, each with what its paths cover together. */
export const PATH_KINDS = {
  shortest: 'the shortest path to each state',
  simple: 'every path to each state that stands nowhere twice, shortest first',
  transitions: 'short paths that together take every transition',
  guards: 'the same, and each guard that says no as well',
  pairs: 'short paths that together take every two transitions that can follow each other',
  tour: 'few long paths that together take every transition',
} as const;
export type PathKind = keyof typeof PATH_KINDS;

/** What must have been seen when all paths of a kind are walked; else the run has failed. */
export const COVERS: { readonly [TKind in PathKind]: readonly ('states' | 'transitions')[] } = {
  shortest: ['states'],
  simple: ['states'],
  transitions: ['states', 'transitions'],
  guards: ['states', 'transitions'],
  pairs: ['states', 'transitions'],
  tour: ['states', 'transitions'],
};

export interface PathOptions {
  /** Only paths that reach this leaf state; they end there. */
  readonly to?: string;
  /** At most this many. Without: 100 simple ones, and all of every other kind. */
  readonly max?: number;
}

export interface Paths<TMachine extends AnyStateMachine> {
  readonly paths: readonly Path<TMachine>[];
  /** How many were left out because of `max`. */
  readonly more: number;
  /** There are even more than `more`; counting stopped there. */
  readonly isMoreAtLeast: boolean;
}

const SIMPLE_AT_MOST = 100;

function shortestPathsOf<TMachine extends AnyStateMachine>(walk: Walk<TMachine>): Path<TMachine>[] {
  const found = new Map<string, Path<TMachine>>();
  const states = stateNamesOf(walk.machine);
  for (const { snapshot, events } of visitsOf(walk)) {
    const state = stateOf(snapshot);
    if (!found.has(state)) found.set(state, { events, state: snapshot });
    if (found.size === states.length) break;
  }
  return states.flatMap((state) => found.get(state) ?? []);
}

function allPathsOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
  kind: Exclude<PathKind, 'simple'>,
): readonly Path<TMachine>[] {
  switch (kind) {
    case 'shortest':
      return shortestPathsOf(walk);
    case 'transitions':
      return coverageOf(walk).paths;
    case 'guards':
      return guardPathsOf(walk);
    case 'pairs':
      return pairPathsOf(walk);
    case 'tour':
      return tourOf(walk);
  }
}

/** Paths of a kind through a walk. Of those `to` a state, only what ends in it. */
export function pathsOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
  kind: PathKind,
  { to, max }: PathOptions = {},
): Paths<TMachine> {
  if (kind === 'simple')
    return simplePathsOf(walk, { max: max ?? SIMPLE_AT_MOST, ...(to === undefined ? {} : { to }) });
  const all = allPathsOf(walk, kind).filter(
    ({ state }) => to === undefined || stateOf(state) === to,
  );
  const paths = all.slice(0, max ?? all.length);
  return { paths, more: all.length - paths.length, isMoreAtLeast: false };
}
