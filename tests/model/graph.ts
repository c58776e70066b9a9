import { initialTransition } from 'xstate';
import type { AnyStateMachine, EventFromLogic, InputFrom, SnapshotFrom } from 'xstate';
import { createTestModel } from 'xstate/graph';
import { takenBy } from './branches.ts';
import type { Taken } from './branches.ts';
import type { Walk } from './coverage.ts';

/** One event out of a snapshot. */
export interface Edge<TMachine extends AnyStateMachine> {
  readonly event: EventFromLogic<TMachine>;
  readonly taken: Omit<Taken, 'after'>;
  readonly after: SnapshotFrom<TMachine>;
}

/** A snapshot that the walk comes to, and the fewest events that lead there. */
export interface Visit<TMachine extends AnyStateMachine> {
  readonly snapshot: SnapshotFrom<TMachine>;
  readonly events: readonly EventFromLogic<TMachine>[];
  readonly edges: readonly Edge<TMachine>[];
}

/** @throws when the machine has `after` timers or invocations (MA2): a snapshot would not hold them. */
export function firstOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
): SnapshotFrom<TMachine> {
  createTestModel(walk.machine);
  const machine: AnyStateMachine = walk.machine;
  const [first] = initialTransition(machine, walk.input as InputFrom<AnyStateMachine>);
  return first as SnapshotFrom<TMachine>;
}

/** What one event does; `after` is the snapshot itself when it is refused. */
export function edgeOf<TMachine extends AnyStateMachine>(
  { machine }: Pick<Walk<TMachine>, 'machine'>,
  snapshot: SnapshotFrom<TMachine>,
  event: EventFromLogic<TMachine>,
): Edge<TMachine> {
  const { after, ...taken } = takenBy(machine, snapshot, event);
  return { event, taken, after: after as SnapshotFrom<TMachine> };
}

/**
 * Every snapshot that differs for the walk, nearest first, from the start or from where one stands.
 * Lazy: ask for as many as are needed, since a clinic has thousands.
 *
 * @throws when there are more than `walk.limit`.
 */
export function* visitsOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
  from: SnapshotFrom<TMachine> = firstOf(walk),
): Generator<Visit<TMachine>, void, undefined> {
  const limit = walk.limit ?? 200_000;
  const known = new Set([walk.sameAs(from)]);
  const queue: Omit<Visit<TMachine>, 'edges'>[] = [{ snapshot: from, events: [] }];
  for (let next = 0; next < queue.length; next += 1) {
    const visit = queue[next];
    if (visit === undefined) return;
    const edges = walk.events(visit.snapshot).map((event) => edgeOf(walk, visit.snapshot, event));
    yield { ...visit, edges };
    for (const { event, taken, after } of edges) {
      if (taken.keys.length === 0) continue;
      const key = walk.sameAs(after);
      if (known.has(key)) continue;
      known.add(key);
      queue.push({ snapshot: after, events: [...visit.events, event] });
    }
    if (queue.length > limit) throw new Error(`${walk.name}: more than ${limit} snapshots`);
  }
}
