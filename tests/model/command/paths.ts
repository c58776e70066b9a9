import type { AnyStateMachine } from 'xstate';
import { stateOf } from '../branches.ts';
import type { Walk } from '../coverage.ts';
import { firstOf } from '../graph.ts';
import { PATH_KINDS, pathsOf } from '../paths.ts';
import type { PathKind, PathOptions } from '../paths.ts';
import { courseOf } from '../run.ts';
import { WALKS } from '../walks/index.ts';
import type { MachineName, MachineOf } from '../walks/index.ts';
import { wordsOf } from '../words.ts';
import { plural, say, sayJson, tableOf } from './tables.ts';
import { kindNamed, oneMachine, parsed, stateNamed, wholeNumber } from './usage.ts';
import type { Subcommand } from './usage.ts';

interface Told {
  readonly number: number;
  readonly begins: string;
  readonly ends: string;
  readonly steps: readonly { readonly event: string; readonly state: string }[];
}

interface Answer {
  readonly kind: PathKind;
  readonly about: string;
  readonly paths: readonly Told[];
  readonly more: number;
  readonly isMoreAtLeast: boolean;
}

function told<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
  kind: PathKind,
  options: PathOptions,
): Answer {
  const { paths, more, isMoreAtLeast } = pathsOf(walk, kind, options);
  const inWords = wordsOf(walk);
  const begins = stateOf(firstOf(walk));
  return {
    kind,
    about: PATH_KINDS[kind],
    paths: paths.map(({ events, state }, index) => ({
      number: index + 1,
      begins,
      ends: stateOf(state),
      steps: courseOf(walk, events).map(({ before, edge }) => ({
        event: inWords(edge.event, before),
        state: stateOf(edge.after),
      })),
    })),
    more,
    isMoreAtLeast,
  };
}

const answerOf = <TName extends MachineName>(name: TName, kind: PathKind, options: PathOptions) =>
  told<MachineOf<TName>>(WALKS[name], kind, options);

const linesOf = ({ number, begins, ends, steps }: Told): string[] => [
  '',
  steps.length === 0
    ? `${number}. ${begins}: it begins there`
    : `${number}. from ${begins} to ${ends}, ${plural(steps.length, 'event')}`,
  ...tableOf(
    steps.map(({ event, state }, index) => [`${index + 1}`.padStart(3), event, `→ ${state}`]),
  ),
];

export const paths: Subcommand = {
  name: 'paths',
  summary: 'ways through a machine: to one state, or through all of it',
  help: `npm run model -- paths <machine> [--to <state>] [--kind <kind>] [--max <n>] [--json]

Paths through a machine, in words: what happens, one event a line, and the state that
each event leads to. With these you test by hand, or find out how to get somewhere.

  --to <state>   only paths that end in this state
  --kind <kind>  how the paths are made; without it: shortest
${Object.entries(PATH_KINDS)
  .map(([kind, about]) => `                   ${kind.padEnd(11)}  ${about}`)
  .join('\n')}
  --max <n>      at most so many; with simple, so many to each state, and 100 without it.
                 What is left out is counted and said
  --json         the same for programs

For example
  npm run model -- paths consultation --to rejected
      the fewest events after which a consultation is rejected
  npm run model -- paths call --to failed --kind simple --max 5
      five different ways in which a call can fail
  npm run model -- paths clinic --kind pairs
      everything followed by everything that can follow it`,
  async run(given) {
    const { values, positionals } = parsed(given, {
      to: { type: 'string' },
      kind: { type: 'string' },
      max: { type: 'string' },
      json: { type: 'boolean' },
    });
    const name = oneMachine(positionals);
    const kind = kindNamed(values.kind ?? 'shortest');
    const max = wholeNumber('--max', values.max, 1);
    const answer = answerOf(name, kind, {
      ...(values.to === undefined ? {} : { to: stateNamed(name, values.to) }),
      ...(max === undefined ? {} : { max }),
    });
    if (values.json === true) {
      sayJson({ machine: name, ...answer });
      return 0;
    }
    say(
      `${name}: ${plural(answer.paths.length, 'path')}, ${kind}: ${answer.about}`,
      ...answer.paths.flatMap(linesOf),
    );
    if (answer.more > 0 || answer.isMoreAtLeast)
      say('', `${answer.isMoreAtLeast ? 'at least ' : ''}${answer.more} more`);
    return 0;
  },
};
