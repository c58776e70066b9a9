import { writeRecord } from '../records.ts';
import { PATH_KINDS } from '../paths.ts';
import { MACHINE_NAMES } from '../walks/index.ts';
import { loadLevels } from './levels.ts';
import { checkCrew, randomVerdictOf, USUAL_STEPS } from './run-random.ts';
import { verdictOf } from './run-paths.ts';
import type { Verdict } from './run-paths.ts';
import { say, sayJson } from './tables.ts';
import { kindNamed, levelNamed, machineNamed, parsed, Usage, wholeNumber } from './usage.ts';
import type { Subcommand } from './usage.ts';

const OPTIONS = {
  level: { type: 'string' },
  kind: { type: 'string' },
  seed: { type: 'string' },
  steps: { type: 'string' },
  people: { type: 'string' },
  headed: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** Anything from 1 to a million: easy to say to a colleague. */
const anySeed = (): number => 1 + Math.floor(Math.random() * 1_000_000);

function asked(given: readonly string[]) {
  const { values, positionals } = parsed(given, OPTIONS);
  const level = levelNamed(values.level ?? 'pure');
  const machines = positionals.length === 0 ? MACHINE_NAMES : positionals.map(machineNamed);
  const seed = wholeNumber('--seed', values.seed, 0);
  const steps = wholeNumber('--steps', values.steps, 1);
  const people = wholeNumber('--people', values.people, 1);
  const isRandom = [seed, steps, people].some((value) => value !== undefined);
  if (isRandom && values.kind !== undefined)
    throw new Usage('--kind is for paths; --seed, --steps and --people walk at random. Not both.');
  if (values.headed === true && level !== 'browser')
    throw new Usage('--headed shows browsers; it goes with --level browser.');
  // A path costs a browser seconds; the machines alone and the server have time for short ones.
  const kind = kindNamed(values.kind ?? (level === 'browser' ? 'tour' : 'transitions'));
  if (isRandom) for (const name of machines) checkCrew(name, level, people);
  return { values, level, machines, kind, seed, steps, people, isRandom };
}

export const run: Subcommand = {
  name: 'run',
  summary: 'walks paths, or several people at random, at one level',
  help: `npm run model -- run [machine …] [--level pure|server|browser] [options]

Walks paths through the machines and looks after every event whether the real thing is
in the state that the model says. All machines when none is named; level pure without
--level. Ends with exit code 1 when a path fails, or when a state or transition was not
walked. What nobody can make happen at a level is listed with the reason.

Paths, the same every time:
  --kind <kind>   how they are made; without it transitions, in the browser tour
${Object.entries(PATH_KINDS)
  .map(([kind, about]) => `                    ${kind.padEnd(11)}  ${about}`)
  .join('\n')}

Or several people who do what they like, by turns, sensible or not:
  --steps <n>     so many things happen; without it ${Object.entries(USUAL_STEPS)
    .map(([level, steps]) => `${steps} (${level})`)
    .join(', ')}
  --people <n>    so many people: doctors and care workers of a clinic, doctors at one
                  consultation, or as many tablets or calls side by side
  --seed <n>      the same number is the same walk; without it one is made up and printed
A walk that fails is told again with ever less in it, and printed as the shortest
story that still fails.

  --headed        shows the browser’s windows
  --json          prints the records for programs

Every run leaves a record in .model/, from which “coverage” and “page” are made.

For example
  npm run model -- run
      every transition of every machine, in a few seconds
  npm run model -- run consultation --level server
      one machine with a real server
  npm run model -- run clinic --people 6 --steps 2000
      three doctors and three care workers at one clinic`,
  async run(given) {
    const { values, level, machines, kind, seed = anySeed(), isRandom, ...random } = asked(given);
    const note = (line: string): void => console.error(line);
    const isTold = level !== 'pure' && values.json !== true;
    const levels = await loadLevels(level, { isHeaded: values.headed === true, say: note });
    const verdicts: Verdict[] = [];
    for (const name of new Set(machines)) {
      const { steps = USUAL_STEPS[level], people } = random;
      const walked = isRandom
        ? randomVerdictOf(name, levels, {
            level,
            seed,
            steps,
            ...(people === undefined ? {} : { people }),
            onNote: note,
          })
        : verdictOf(name, levels, { level, kind, onPath: isTold ? note : () => undefined });
      const verdict = await walked.finally(() => levels[name].close());
      verdicts.push(verdict);
      await writeRecord(verdict.record);
      if (values.json !== true) say(...verdict.lines);
    }
    const isGood = verdicts.every((verdict) => verdict.isGood);
    if (values.json === true)
      sayJson({ isGood, runs: verdicts.map(({ isGood, record }) => ({ isGood, ...record })) });
    return isGood ? 0 : 1;
  },
};
