import './kernel/globals.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSqliteStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import type { Rule } from './facts.ts';
import { play } from './run.ts';
import type { Run } from './run.ts';
import { shorten, storyOf } from './shortest.ts';
import type { Story } from './story.ts';
import { foundInWords, storyInWords } from './telling.ts';

const HELP = `Plays days of a simulated town on the real code, and checks every rule after every step.

  node tests/simulation/main.ts [options]

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

Exit code 1: a rule was broken, and the story is printed.`;

const { values } = parseArgs({
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
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const DAY_MS = 86_400_000;
const say = (text: string): void => {
  if (!values.quiet && !values.json) console.log(text);
};

const { RULES } = (await import('./rules/index.ts').catch(() => ({ RULES: [] }))) as {
  RULES: readonly Rule[];
};
const wanted = values.rules?.split(',');
const rules = RULES.filter(
  ({ id, title }) => wanted === undefined || wanted.includes(id) || wanted.includes(title),
);

const folder = mkdtempSync(join(tmpdir(), 'naervaer-simulation-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const openStore = (): Store => createSqliteStore({ file: join(folder, `${(files += 1)}.sqlite`) });

const playOne = (story: Story, seed: number): Promise<Run> =>
  play(story, { seed, rules, ...(values.store === 'sqlite' ? { openStore } : {}) });

if (values.replay !== undefined) {
  const { seed, story } = JSON.parse(readFileSync(values.replay, 'utf8')) as {
    seed: number;
    story: Story;
  };
  const run = await playOne(story, seed);
  console.log(storyInWords(run));
  process.exit(run.failure === undefined ? 0 : 1);
}

const began = performance.now();
const minutes = (): number => (performance.now() - began) / 60_000;
const firstSeed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const longest = Number(values.steps);
const total = { runs: 0, days: 0, tasks: 0, commands: 0, kills: 0, crashes: 0, cuts: 0, epochs: 0 };

const isDone = (): boolean =>
  values.minutes !== undefined
    ? minutes() >= Number(values.minutes)
    : values.days !== undefined
      ? total.days >= Number(values.days)
      : total.runs >= Number(values.runs ?? 50);

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
  const found = await shorten(seed, longest, run, again, Number(values.shorten) * 1000);
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
