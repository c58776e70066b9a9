import type { AnyStateMachine } from 'xstate';
import { branchesIn } from '../branches.ts';
import { coverageOf } from '../coverage.ts';
import type { Path, Walk } from '../coverage.ts';
import { visitsOf } from '../graph.ts';

/**
 * What `coverageOf` finds, and for each branch with a guard a shortest path whose last event is one
 * that the guard says no to. That event is refused, or another branch takes it.
 *
 * A guard that never says no in the walk has no path of its own.
 */
export function guardPathsOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
): readonly Path<TMachine>[] {
  const { paths } = coverageOf(walk);
  const guarded = branchesIn(walk.machine).filter(({ guard }) => guard !== null);
  const missing = new Set(guarded.map(({ key }) => key));
  const denied: Path<TMachine>[] = [];
  for (const { events, edges } of visitsOf(walk)) {
    for (const { event, taken, after } of edges) {
      const fresh = taken.denied.filter((key) => missing.has(key));
      if (fresh.length === 0) continue;
      for (const key of fresh) missing.delete(key);
      denied.push({ events: [...events, event], state: after });
    }
    if (missing.size === 0) break;
  }
  return [...paths, ...denied];
}
