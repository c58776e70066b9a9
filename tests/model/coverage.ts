import { getMicrosteps } from 'xstate';
import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
  EventFromLogic,
  InputFrom,
  SnapshotFrom,
} from 'xstate';
import { createTestModel, getShortestPaths } from 'xstate/graph';

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

const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states);
export const leavesOf = (node: AnyStateNode): AnyStateNode[] =>
  childrenOf(node).length === 0 ? [node] : childrenOf(node).flatMap(leavesOf);
const lineageOf = (node: AnyStateNode): AnyStateNode[] =>
  node.parent === undefined ? [node] : [node, ...lineageOf(node.parent)];
export const nameOf = (node: AnyStateNode): string => node.path.join('.') || node.id;

/** One branch of one event in one leaf state; guarded branches of an event are counted apart. */
const keyOf = (leaf: AnyStateNode, transition: AnyTransitionDefinition): string => {
  const { source, eventType } = transition;
  const branches = eventType === '' ? (source.always ?? []) : source.transitions.get(eventType);
  const from = source === leaf ? '' : ` (of ${nameOf(source)})`;
  return `${nameOf(leaf)} × ${eventType || 'always'}[${branches?.indexOf(transition)}]${from}`;
};

/** One branch that a leaf state can take; it may be a parent's. */
export interface Branch {
  /** As in `Coverage.missing`, e.g. `desk.citizen × SIGN_OUT[0] (of desk)`. */
  readonly key: string;
  readonly leaf: AnyStateNode;
  readonly transition: AnyTransitionDefinition;
}

/** The branches that a leaf can take: its own and its parents', until one without a guard. */
export function branchesOf(leaf: AnyStateNode): Branch[] {
  const required: Branch[] = [];
  const closed = new Set<string>();
  for (const node of lineageOf(leaf)) {
    for (const transition of [...node.transitions.values(), node.always ?? []].flat()) {
      if (closed.has(transition.eventType)) continue;
      required.push({ key: keyOf(leaf, transition), leaf, transition });
      if (transition.guard === undefined) closed.add(transition.eventType);
    }
  }
  return required;
}

const activeLeaves = (snapshot: AnyMachineSnapshot): AnyStateNode[] =>
  snapshot._nodes.filter((node) => childrenOf(node).length === 0);

/**
 * The branches that an event takes in a snapshot, the eventless ones that follow included, and the
 * states on the way.
 */
export function takenBy(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: EventFromLogic<AnyStateMachine>,
): { readonly taken: readonly string[]; readonly steps: readonly AnyMachineSnapshot[] } {
  const of = (at: AnyMachineSnapshot, transition: AnyTransitionDefinition) =>
    activeLeaves(at)
      .filter((leaf) => lineageOf(leaf).includes(transition.source))
      .map((leaf) => keyOf(leaf, transition));
  const taken = machine
    .getTransitionData(snapshot, event)
    .flatMap((transition) => of(snapshot, transition));
  if (taken.length === 0) return { taken, steps: [snapshot] };
  const steps = getMicrosteps(machine, snapshot, event).map(([at]) => at);
  for (const [index, at] of steps.slice(0, -1).entries()) {
    const next = steps[index + 1];
    for (const node of at._nodes) {
      const branch = node.always?.find((always) =>
        always.target?.every((target) => next?._nodes.includes(target)),
      );
      if (branch !== undefined) taken.push(...of(at, branch));
    }
  }
  return { taken, steps };
}

/**
 * Walks a machine by `xstate/graph` and tells which states and which transitions – state × event ×
 * guarded branch – the generated paths reach. XState's own paths end at states; a transition that
 * leads back to a known state is the shortest path to its source and one event more.
 *
 * @throws when the machine has `after` timers or invocations (MA2), or the walk exceeds `limit`.
 */
export function coverageOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
): Coverage<TMachine> {
  const { machine, name } = walk;
  // Refuses machines that a restored snapshot would not bring back whole.
  createTestModel(machine);
  const shortest = getShortestPaths(machine, {
    events: walk.events,
    serializeState: walk.sameAs,
    limit: walk.limit ?? 200_000,
    ...(walk.input === undefined ? {} : { input: walk.input }),
  } as Parameters<typeof getShortestPaths<TMachine>>[1]);

  const leaves = leavesOf(machine.root);
  const states = new Map(leaves.map((leaf) => [nameOf(leaf), false]));
  const transitions = new Map(
    leaves
      .filter((leaf) => leaf.type !== 'final')
      .flatMap(branchesOf)
      .map(({ key }) => [key, false]),
  );
  const paths: Path<TMachine>[] = [];
  for (const { state: reached, steps } of shortest) {
    const state = reached as SnapshotFrom<TMachine>;
    const events = steps.slice(1).map((step) => step.event as EventFromLogic<TMachine>);
    for (const leaf of activeLeaves(state)) states.set(nameOf(leaf), true);
    for (const event of walk.events(state)) {
      const { taken, steps } = takenBy(machine, state, event);
      for (const leaf of steps.flatMap(activeLeaves)) states.set(nameOf(leaf), true);
      const fresh = taken.filter((key) => !transitions.get(key));
      if (fresh.length === 0) continue;
      for (const key of fresh) transitions.set(key, true);
      paths.push({ events: [...events, event], state: (steps.at(-1) ?? state) as typeof state });
    }
  }
  const missing = [...states, ...transitions].filter(([, seen]) => !seen).map(([key]) => key);
  const verdict = missing.length === 0 ? 'all covered' : `${missing.length} NOT covered`;
  return {
    states: states.size,
    transitions: transitions.size,
    paths,
    missing,
    line: `${name}: ${states.size} states, ${transitions.size} transitions, ${paths.length} paths, ${verdict}`,
  };
}
