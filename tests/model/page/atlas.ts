import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { branchesIn, leavesOf, nameOf } from '../branches.ts';
import type { Branch } from '../branches.ts';

/** One leaf state as the page shows it. */
export interface MappedState {
  /** Dotted, as the counts name it: `desk.citizen`. */
  readonly name: string;
  readonly label: string;
  readonly isFinal: boolean;
  readonly isInitial: boolean;
}

/** All branches between the same two places: one arrow, or the list of what stays. */
export interface Arrow {
  readonly id: string;
  /** A leaf, a compound state, or the machine itself for what is taken anywhere. */
  readonly from: string;
  /** Null: the state stays as it is. */
  readonly to: string | null;
  /** What is written at it: once, also when ten children inherit it. */
  readonly says: readonly string[];
  readonly keys: readonly string[];
}

export interface Atlas {
  readonly machine: string;
  readonly root: AnyStateNode;
  readonly states: readonly MappedState[];
  readonly branches: readonly Branch[];
  readonly arrows: readonly Arrow[];
}

export const eventOf = ({ event }: Branch): string => event || 'always';

/** The state whose definition it is; a parent's for what all of its children take. */
export const sourceOf = ({ transition }: Branch): string => nameOf(transition.source);

/** `EVENT [guard]`, as arrows and lists say it. */
export const wordsOf = (branch: Branch): string =>
  branch.guard === null ? eventOf(branch) : `${eventOf(branch)} [${branch.guard}]`;

function arrowsOf(machine: string, branches: readonly Branch[]): Arrow[] {
  const groups = Map.groupBy(branches, (each) => `${sourceOf(each)} → ${each.target ?? ''}`);
  return [...groups.values()].map((group, index) => {
    const [first] = group as [Branch];
    return {
      id: `${machine}_arrow_${index}`,
      from: sourceOf(first),
      to: first.target,
      says: [...new Set(group.map(wordsOf))],
      keys: group.map(({ key }) => key),
    };
  });
}

const firstLeaf = (node: AnyStateNode): AnyStateNode => {
  const children = Object.values(node.states);
  const [first] = children.length === 0 ? [] : node.initial.target;
  return first === undefined ? node : firstLeaf(first);
};

/** What there is to draw and to list of one machine, in the coverage's own names. */
export function atlasOf(machine: string, definition: AnyStateMachine): Atlas {
  const { root } = definition;
  const initial = firstLeaf(root);
  const branches = branchesIn(definition);
  return {
    machine,
    root,
    states: leavesOf(root).map((leaf) => ({
      name: nameOf(leaf),
      label: leaf.key,
      isFinal: leaf.type === 'final',
      isInitial: leaf === initial,
    })),
    branches,
    arrows: arrowsOf(machine, branches),
  };
}
