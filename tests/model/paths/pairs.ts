import type { AnyStateMachine } from 'xstate';
import type { Path, Walk } from '../coverage.ts';
import { edgeOf, visitsOf } from '../graph.ts';
import type { Edge } from '../graph.ts';

const pairsIn = (keys: readonly string[]): string[] =>
  keys.slice(1).map((key, index) => `${keys[index]} → ${key}`);

/**
 * Short paths that together take every two transitions that can follow each other in the walk
 * (switch coverage): the shortest way to where the first can be taken, and the two.
 */
export function pairPathsOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
): readonly Path<TMachine>[] {
  const seen = new Set<string>();
  /** What a snapshot's successors take, told by any snapshot that is the same for the walk. */
  const known = new Map<string, readonly Edge<TMachine>[]>();
  const followers = (first: Edge<TMachine>): readonly Edge<TMachine>[] => {
    const key = walk.sameAs(first.after);
    const edges =
      known.get(key) ??
      walk
        .events(first.after)
        .map((event) => edgeOf(walk, first.after, event))
        .filter(({ taken }) => taken.keys.length > 0);
    known.set(key, edges);
    return edges;
  };
  const paths: Path<TMachine>[] = [];
  for (const { events, edges } of visitsOf(walk)) {
    for (const first of edges.filter(({ taken }) => taken.keys.length > 0)) {
      for (const { event, taken } of followers(first)) {
        const both = [...first.taken.keys, ...taken.keys];
        if (pairsIn(both).every((pair) => seen.has(pair))) continue;
        // Walked again from here: another snapshot that is the same may have told another time.
        const second = edgeOf(walk, first.after, event);
        const pairs = pairsIn([...first.taken.keys, ...second.taken.keys]);
        if (second.taken.keys.length === 0 || pairs.every((pair) => seen.has(pair))) continue;
        for (const pair of pairs) seen.add(pair);
        paths.push({ events: [...events, first.event, event], state: second.after });
      }
    }
  }
  return paths;
}
