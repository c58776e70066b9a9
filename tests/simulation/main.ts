import './kernel/globals.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { numberIn, understood, Usage, withFile } from '../support/command-line.ts';
import type { Range } from '../support/command-line.ts';
import { RULES } from './rules/index.ts';
import { play } from './run.ts';
import type { Run } from './run.ts';
import { shorten, storyOf } from './shortest.ts';
import { storyFromText } from './story-file.ts';
import type { Story } from './story.ts';
import { foundInWords, storyInWords } from './telling.ts';

const HELP = `Plays days of a simulated town on the real code, and checks every rule after every step.

  npm run simulate -- [options]

  --seed n        the first story's seed; each next one has the next (default: by chance)
  --runs n        so many stories (default 50)
  --days n        so many simulated days
  --minutes n     as long as that, in real time
  --steps n       the longest story, in steps (default 60)
  --store kind    memory, or sqlite: a file that the server's process comes back to
  --rules ids     only these, by number or title, e.g. CM3,DC2
  --shorten s     seconds to make a found story short (default 60)
  --replay file   plays {seed, story} from a JSON file
  --json          the result as JSON
  --quiet         only the result

Exit code 1: a rule was broken, and the story is printed. 2: the command was not understood.`;

/** Says why the command is not understood, and ends. */
async function orUsage<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Usage)) throw error;
    console.error(`${error.message}\nnpm run simulate -- --help tells what there is.`);
    process.exit(2);
  }
}

const { values } = await orUsage(() =>
  understood({
    options: {
      seed: { type: 'string' },
      runs: { type: 'string' },
      days: { type: 'string' },
      minutes: { type: 'string' },
      steps: { type: 'string', default: '60' },
      store: { type: 'string', default: 'memory' },
      rules: { type: 'string' },
      shorten: { type: 'string', default: '60' },
      replay: { type: 'string' },
      json: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }),
);
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const DAY_MS = 86_400_000;
const say = (text: string): void => {
  if (!values.quiet && !values.json) console.log(text);
};

const limit = (
  name: 'seed' | 'runs' | 'days' | 'minutes' | 'steps' | 'shorten',
  range: Range,
): Promise<number | undefined> =>
  orUsage(() => {
    const given = values[name];
    return given === undefined ? undefined : numberIn(`--${name}`, given, range);
  });
const some: Range = { least: 0, isFraction: true };
const firstSeed = (await limit('seed', { least: 0 })) ?? Math.floor(Math.random() * 1e6);
const runs = (await limit('runs', { least: 1 })) ?? 50;
const days = await limit('days', some);
const realMinutes = await limit('minutes', some);
const longest = (await limit('steps', { least: 1, most: 10_000 })) ?? 60;
const shortenFor = (await limit('shorten', some)) ?? 60;

const wanted = values.rules?.split(',');
const rules = RULES.filter(
  ({ id, title }) => wanted === undefined || wanted.includes(id) || wanted.includes(title),
);
await orUsage(() => {
  if (values.store !== 'memory' && values.store !== 'sqlite')
    throw new Usage(`--store wants memory or sqlite, not “${values.store}”.`);
  // A run that nobody watches would end with “No rule broken”.
  const unknown = wanted?.find(
    (name) => !RULES.some(({ id, title }) => name === id || name === title),
  );
  if (unknown === undefined) return;
  const known = [...new Set(RULES.map(({ id }) => id))].toSorted();
  throw new Usage(`There is no rule “${unknown}”. There is: ${known.join(', ')}.`);
});

const folder = mkdtempSync(join(tmpdir(), 'naervaer-simulation-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const openStore = (): Store => createSqliteStore({ file: join(folder, `${(files += 1)}.sqlite`) });

const playOne = (story: Story, seed: number): Promise<Run> =>
  play(story, { seed, rules, ...(values.store === 'sqlite' ? { openStore } : {}) });

const { replay } = values;
if (replay !== undefined) {
  const { seed, story } = await orUsage(() =>
    withFile(replay, () => storyFromText(readFileSync(replay, 'utf8'))),
  );
  const run = await playOne(story, seed);
  console.log(storyInWords(run));
  process.exit(run.failure === undefined ? 0 : 1);
}

const began = performance.now();
const minutes = (): number => (performance.now() - began) / 60_000;
const total = { runs: 0, days: 0, tasks: 0, commands: 0, kills: 0, crashes: 0, cuts: 0, epochs: 0 };

const isDone = (): boolean =>
  realMinutes !== undefined
    ? minutes() >= realMinutes
    : days !== undefined
      ? total.days >= days
      : total.runs >= runs;

say(`${rules.length} rules watch; first seed ${firstSeed}, store ${values.store}`);
while (!isDone()) {
  const seed = firstSeed + total.runs;
  const run = await playOne(storyOf(seed, longest), seed);
  total.runs += 1;
  total.days += run.ms / DAY_MS;
  total.tasks += run.tasks;
  for (const key of ['commands', 'kills', 'crashes', 'cuts', 'epochs'] as const) {
    total[key] += run.tally[key];
  }
  if (run.failure === undefined) continue;
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  say(`seed ${seed}: ${run.failure.message}; looking for the shortest story …`);
  const again = (story: Story): Promise<Run> => playOne(story, seed);
  const found = await shorten(seed, longest, run, again, shortenFor * 1000);
  if (values.json) {
    const { story, tries } = found;
    const rule = found.run.failure?.message;
    console.log(
      JSON.stringify({ total, seconds, seed, rule, tries, story, words: storyInWords(found.run) }),
    );
  } else {
    console.log(foundInWords(found));
    if (!values.quiet) console.log(found.run.failure?.stack ?? '');
  }
  process.exit(1);
}

const figures = {
  ...total,
  days: Math.round(total.days * 10) / 10,
  daysPerMinute: Math.round(total.days / minutes()),
  /** Of processor time: what the machine would do with nothing beside it. */
  daysPerCpuMinute: Math.round(total.days / (process.cpuUsage().user / 60e6)),
};
if (values.json) console.log(JSON.stringify(figures));
else {
  console.log(
    `${figures.days} days in ${total.runs} stories: ${total.commands} commands, ${total.kills} deaths of the server ` +
      `(${total.crashes} of them around a write), ${total.cuts} cuts of a network, ${total.epochs} starts; ` +
      `${figures.daysPerMinute} days a minute (${figures.daysPerCpuMinute} of processor time). No rule broken.`,
  );
}
process.exit(0);
