import { getMicrosteps } from 'xstate';
import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
  EventFromLogic,
} from 'xstate';

/**
 * A machine as the list of what can happen in it. A *branch* is one transition in one leaf state:
 * state × event × guarded alternative. Its key is what every count is kept under.
 */
export interface Branch {
  /** `desk.clinic × CONTINUE[1]`; of a parent's transition also ` (of desk)`. */
  readonly key: string;
  /** The leaf state in which it is taken, dotted. */
  readonly state: string;
  /** Empty for one that needs no event. */
  readonly event: string;
  /** In words: `takes (mode: open)`; null when it is always taken. */
  readonly guard: string | null;
  /** The leaf state that it leads to; null when it stays. */
  readonly target: string | null;
  readonly leaf: AnyStateNode;
  readonly transition: AnyTransitionDefinition;
}

const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states);
export const leavesOf = (node: AnyStateNode): AnyStateNode[] =>
  childrenOf(node).length === 0 ? [node] : childrenOf(node).flatMap(leavesOf);
const lineageOf = (node: AnyStateNode): AnyStateNode[] =>
  node.parent === undefined ? [node] : [node, ...lineageOf(node.parent)];
export const nameOf = (node: AnyStateNode): string => node.path.join('.') || node.id;

const keyOf = (leaf: AnyStateNode, transition: AnyTransitionDefinition): string => {
  const { source, eventType } = transition;
  const branches = eventType === '' ? (source.always ?? []) : source.transitions.get(eventType);
  const from = source === leaf ? '' : ` (of ${nameOf(source)})`;
  return `${nameOf(leaf)} × ${eventType || 'always'}[${branches?.indexOf(transition)}]${from}`;
};

function guardInWords(guard: unknown): string | null {
  if (guard === undefined) return null;
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'function') return guard.name || 'a condition';
  const { type, params } = guard as { readonly type: string; readonly params?: unknown };
  const given = Object.entries((params ?? {}) as Record<string, unknown>);
  return given.length === 0
    ? type
    : `${type} (${given.map(([name, value]) => `${name}: ${String(value)}`).join(', ')})`;
}

const targetOf = ({ target }: AnyTransitionDefinition): string | null => {
  const [node] = (target ?? []) as AnyStateNode[];
  if (node === undefined) return null;
  const first = (at: AnyStateNode): AnyStateNode => {
    const [initial] = (childrenOf(at).length === 0 ? [] : at.initial.target) as AnyStateNode[];
    return initial === undefined ? at : first(initial);
  };
  return nameOf(first(node));
};

const branchOf = (leaf: AnyStateNode, transition: AnyTransitionDefinition): Branch => ({
  key: keyOf(leaf, transition),
  state: nameOf(leaf),
  event: transition.eventType,
  guard: guardInWords(transition.guard),
  target: targetOf(transition),
  leaf,
  transition,
});

const known = new WeakMap<AnyStateNode, readonly Branch[]>();

/**
 * What a leaf can take, in the order in which it is tried: its own branches and its parents', until
 * one without a guard. Nothing in a final state.
 */
export function branchesOf(leaf: AnyStateNode): readonly Branch[] {
  const before = known.get(leaf);
  if (before !== undefined) return before;
  const found: Branch[] = [];
  const closed = new Set<string>();
  for (const node of leaf.type === 'final' ? [] : lineageOf(leaf)) {
    for (const transition of [...node.transitions.values(), node.always ?? []].flat()) {
      if (closed.has(transition.eventType)) continue;
      found.push(branchOf(leaf, transition));
      if (transition.guard === undefined) closed.add(transition.eventType);
    }
  }
  known.set(leaf, found);
  return found;
}

/** The names of a machine's leaf states, in the order in which they are written. */
export const stateNamesOf = (machine: AnyStateMachine): string[] =>
  leavesOf(machine.root).map(nameOf);

/** Whether nothing leads out of the leaf state of that name. */
export const isFinal = (machine: AnyStateMachine, state: string): boolean =>
  leavesOf(machine.root).find((leaf) => nameOf(leaf) === state)?.type === 'final';

/** Every branch of a machine, state by state. */
export const branchesIn = (machine: AnyStateMachine): Branch[] =>
  leavesOf(machine.root).flatMap(branchesOf);

const activeLeaves = (snapshot: AnyMachineSnapshot): AnyStateNode[] =>
  snapshot._nodes.filter((node) => childrenOf(node).length === 0);

/** The leaf state that a snapshot is in. */
export const stateOf = (snapshot: AnyMachineSnapshot): string =>
  activeLeaves(snapshot).map(nameOf).join(' and ');

/** What one event does in one snapshot. */
export interface Taken {
  /** Keys of the branches, those without an event that follow included; empty when it is refused. */
  readonly keys: readonly string[];
  /** The states on the way, the last one included. */
  readonly states: readonly string[];
  /** Keys of the branches whose guard was asked and said no. */
  readonly denied: readonly string[];
  readonly after: AnyMachineSnapshot;
}

/** The branches that `event` meets in `leaf` before the taken one. All of them when none is. */
function deniedBy(leaf: AnyStateNode, type: string, taken: readonly string[]): string[] {
  const keys = branchesOf(leaf)
    .filter(({ event }) => event === type)
    .map(({ key }) => key);
  const first = keys.findIndex((key) => taken.includes(key));
  return first === -1 ? keys : keys.slice(0, first);
}

/** In a final state nothing is taken, also not what the machine's root names for every state. */
export function takenBy(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: EventFromLogic<AnyStateMachine>,
): Taken {
  const of = (at: AnyMachineSnapshot, transition: AnyTransitionDefinition) =>
    activeLeaves(at)
      .filter((leaf) => lineageOf(leaf).includes(transition.source))
      .map((leaf) => keyOf(leaf, transition));
  const transitions =
    snapshot.status === 'active' ? machine.getTransitionData(snapshot, event) : [];
  const keys = transitions.flatMap((transition) => of(snapshot, transition));
  const denied = activeLeaves(snapshot).flatMap((leaf) => deniedBy(leaf, event.type, keys));
  if (keys.length === 0) return { keys, states: [stateOf(snapshot)], denied, after: snapshot };
  const steps = getMicrosteps(machine, snapshot, event).map(([at]) => at);
  for (const [index, at] of steps.entries()) {
    const next = steps[index + 1];
    for (const node of at._nodes) {
      const branches = node.always ?? [];
      const taken = branches.find((branch) =>
        branch.target?.every((target) => next?._nodes.includes(target)),
      );
      if (taken !== undefined) keys.push(...of(at, taken));
      const asked = taken === undefined ? branches : branches.slice(0, branches.indexOf(taken));
      denied.push(...asked.flatMap((branch) => of(at, branch)));
    }
  }
  const after = steps.at(-1) ?? snapshot;
  return { keys, states: steps.map(stateOf), denied, after };
}
