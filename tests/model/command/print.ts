import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { branchesIn, branchesOf, leavesOf, nameOf, stateNamesOf, stateOf } from '../branches.ts';
import type { Branch } from '../branches.ts';
import { firstOf } from '../graph.ts';
import { WALKS } from '../walks/index.ts';
import type { MachineName, MachineOf } from '../walks/index.ts';
import { IN_A_SENTENCE } from './list.ts';
import { plural, say, sayJson, tableOf } from './tables.ts';
import { oneMachine, parsed } from './usage.ts';
import type { Subcommand } from './usage.ts';

/** A state that holds others says what all of them take, once. */
interface Section {
  readonly node: AnyStateNode;
  readonly branches: readonly Branch[];
}

function sectionsOf(machine: AnyStateMachine): Section[] {
  const nodes = (node: AnyStateNode): AnyStateNode[] => [
    node,
    ...Object.values(node.states).flatMap(nodes),
  ];
  return nodes(machine.root).map((node) => ({
    node,
    branches: leavesOf(node)
      .flatMap(branchesOf)
      .filter(
        ({ transition }, index, all) =>
          transition.source === node &&
          all.findIndex((other) => other.transition === transition) === index,
      ),
  }));
}

const rowOf = (
  { event, guard, target, leaf, transition }: Branch,
  index: number,
  all: readonly Branch[],
): string[] => {
  const isAlternative = all[index - 1]?.event === event;
  const isSame = target === null || (transition.source === leaf && target === nameOf(leaf));
  return [
    isAlternative ? '' : event || '(by itself)',
    [isAlternative ? 'else' : '', guard === null ? '' : `if ${guard}`].filter(Boolean).join(' '),
    isSame ? 'stays' : `→ ${target}`,
  ];
};

function treeOf(machine: AnyStateMachine): string[] {
  const sections = sectionsOf(machine).filter(
    ({ node, branches }) => node.parent !== undefined || branches.length > 0,
  );
  // One table for all, so that the columns stand under each other.
  const rows = sections.flatMap(({ branches }) => branches.map(rowOf));
  const lines = tableOf(rows, '');
  return sections.flatMap(({ node, branches }) => {
    const indent = '  '.repeat(Math.max(0, node.path.length - 1));
    const isOpen = Object.keys(node.states).length > 0;
    const name = node.parent === undefined ? 'in every state' : nameOf(node);
    const note =
      node.type === 'final'
        ? '  the end'
        : isOpen && node.parent !== undefined
          ? '  in each of its states'
          : '';
    return [
      '',
      `${indent}${name}${note}`,
      ...lines.splice(0, branches.length).map((line) => `${indent}    ${line}`),
    ];
  });
}

const asJson = (name: MachineName) => {
  const { machine } = WALKS[name];
  return {
    name,
    about: IN_A_SENTENCE[name],
    initial: initialOf(name),
    events: [...machine.events],
    states: leavesOf(machine.root).map((leaf) => ({
      name: nameOf(leaf),
      isFinal: leaf.type === 'final',
      takes: branchesOf(leaf).map(({ key, event, guard, target, transition }) => ({
        key,
        event: event || null,
        guard,
        target: target ?? nameOf(leaf),
        of: nameOf(transition.source),
      })),
    })),
  };
};

const initialOf = <TName extends MachineName>(name: TName): string =>
  stateOf(firstOf<MachineOf<TName>>(WALKS[name]));

export const print: Subcommand = {
  name: 'print',
  summary: 'one machine: its states, and what each of them takes',
  help: `npm run model -- print <machine> [--json]

Every state of a machine, and under it what can happen there: the event, the
condition if there is one, and the state that it leads to. “stays” means that the
state is the same afterwards, though something is noted: a message, or who is away.
Of several lines with one event the first whose condition holds is taken. An event
that is not listed in a state is refused there, or does nothing. The condition “takes”
is the list of refusals: nothing in it speaks against this command, by this person, now.

  --json   the same for programs, with the key of each transition

For example
  npm run model -- print consultation
  npm run -s model -- print tablet --json > tablet.json`,
  async run(given) {
    const { values, positionals } = parsed(given, { json: { type: 'boolean' } });
    const name = oneMachine(positionals);
    if (values.json === true) {
      sayJson(asJson(name));
      return 0;
    }
    const { machine } = WALKS[name];
    say(
      `${name}: ${plural(stateNamesOf(machine).length, 'state')}, ${plural(machine.events.length, 'event')}, ${plural(branchesIn(machine).length, 'transition')}. Begins in ${initialOf(name)}.`,
      IN_A_SENTENCE[name],
      ...treeOf(machine),
    );
    return 0;
  },
};
