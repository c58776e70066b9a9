import type { AnyStateMachine, EventFromLogic, SnapshotFrom } from 'xstate';
import { stateNamesOf, stateOf } from '../branches.ts';
import type { Path, Walk } from '../coverage.ts';
import { edgeOf, firstOf } from '../graph.ts';
import type { Edge } from '../graph.ts';
import type { Paths } from '../paths.ts';

/** Beyond `max`, paths are counted up to this many; a machine may have billions. */
const COUNTED = 20_000;
/** Milliseconds for all states together. */
const PATIENCE = 3_000;

/**
 * Every path to a state that stands nowhere twice and ends where it first comes to that state.
 * Shorter ones before longer ones. Without `to`, paths to all states in turn, `max` for each.
 */
export function simplePathsOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
  { to, max }: { readonly to?: string; readonly max: number },
): Paths<TMachine> {
  const edgesOf = successorsOf(walk);
  const states = to === undefined ? stateNamesOf(walk.machine) : [to];
  const each = states.map((state) => {
    const paths: Path<TMachine>[] = [];
    let more = 0;
    const until = Date.now() + PATIENCE / states.length;
    for (const path of pathsTo(walk, state, edgesOf)) {
      const isEnough = paths.length === max;
      if (!isEnough && path !== undefined) paths.push(path);
      else if (path !== undefined) more += 1;
      if ((isEnough && more >= COUNTED) || Date.now() > until)
        return { paths, more, isMoreAtLeast: true };
    }
    return { paths, more, isMoreAtLeast: false };
  });
  return {
    paths: each.flatMap(({ paths }) => paths),
    more: each.reduce((sum, { more }) => sum + more, 0),
    isMoreAtLeast: each.some(({ isMoreAtLeast }) => isMoreAtLeast),
  };
}

type Successors<TMachine extends AnyStateMachine> = (
  snapshot: SnapshotFrom<TMachine>,
) => readonly (Edge<TMachine> & { readonly key: string })[];

function successorsOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
): Successors<TMachine> {
  const known = new WeakMap<object, ReturnType<Successors<TMachine>>>();
  return (snapshot) => {
    const before = known.get(snapshot);
    if (before !== undefined) return before;
    const edges = walk
      .events(snapshot)
      .map((event) => edgeOf(walk, snapshot, event))
      .filter(({ taken }) => taken.keys.length > 0)
      .map((edge) => ({ ...edge, key: walk.sameAs(edge.after) }));
    known.set(snapshot, edges);
    return edges;
  };
}

/**
 * Deeper by one event with every round, so that the short ones come first. Yields `undefined` now
 * and then, for whoever loses patience where there are no paths for long.
 */
function* pathsTo<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
  to: string,
  edgesOf: Successors<TMachine>,
): Generator<Path<TMachine> | undefined, void, undefined> {
  const first = firstOf(walk);
  if (stateOf(first) === to) return yield { events: [], state: first };
  let isDeeper = true;
  function* within(
    snapshot: SnapshotFrom<TMachine>,
    events: readonly EventFromLogic<TMachine>[],
    stood: ReadonlySet<string>,
    depth: number,
  ): Generator<Path<TMachine> | undefined, void, undefined> {
    yield undefined;
    for (const { event, after, key } of edgesOf(snapshot)) {
      if (stood.has(key)) continue;
      const path = [...events, event];
      if (stateOf(after) === to) {
        if (depth === 1) yield { events: path, state: after };
      } else if (depth === 1) isDeeper = true;
      else yield* within(after, path, new Set([...stood, key]), depth - 1);
    }
  }
  for (let depth = 1; isDeeper; depth += 1) {
    isDeeper = false;
    yield* within(first, [], new Set([walk.sameAs(first)]), depth);
  }
}
