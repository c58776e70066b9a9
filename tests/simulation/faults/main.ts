import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { numberIn, understood, Usage } from '../../support/command-line.ts';
import { storyOf } from '../shortest.ts';
import type { Story } from '../story.ts';
import { FAULTS } from './faults.ts';
import { isFaultName } from './fault.ts';
import type { Fault } from './fault.ts';
import { readFound, writeFound } from './found.ts';
import type { Found } from './found.ts';
import { chapterOf, tableOf } from './table.ts';
import { withFault } from './with-fault.ts';

const HELP = `Puts ten faults into the real code, one at a time, and plays stories until a rule breaks.

  npm run faults -- [options]

  --only name     this fault and no other (${FAULTS.map(({ name }) => name).join(', ')})
  --seed n        the first story's seed (default 1000)
  --runs n        give a fault up after so many stories (default 2000)
  --steps n       the longest story, in steps (default 60)
  --shorten s     seconds to make each found story short (default 60)
  --record        keeps what was found in found.json and in docs/faults.md

Exit code 1: a fault was not found; 2: the command was not understood.`;

function asked() {
  const { values } = understood({
    options: {
      only: { type: 'string' },
      seed: { type: 'string', default: '1000' },
      runs: { type: 'string', default: '2000' },
      steps: { type: 'string', default: '60' },
      shorten: { type: 'string', default: '60' },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.only !== undefined && !isFaultName(values.only)) {
    throw new Usage(`There is no fault ${values.only}: see --help.`);
  }
  for (const name of ['runs', 'steps', 'shorten'] as const) {
    numberIn(`--${name}`, values[name], { least: 1 });
  }
  numberIn('--seed', values.seed, { least: 0 });
  return values;
}

function understoodOrEnd(): ReturnType<typeof asked> {
  try {
    return asked();
  } catch (error) {
    if (!(error instanceof Usage)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

const values = understoodOrEnd();
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const SIMULATION = fileURLToPath(new URL('../main.ts', import.meta.url));

interface Said {
  readonly total: { readonly runs: number };
  readonly seconds: number;
  readonly seed: number;
  readonly rule: string;
  readonly story: Story;
  readonly words: string;
}

async function simulate({ name, rules }: Fault): Promise<string> {
  const { seed, runs, steps, shorten } = values;
  const options = ['--seed', seed, '--runs', runs, '--steps', steps, '--shorten', shorten];
  if (rules !== undefined) options.push('--rules', rules.join(','));
  const child = spawn(process.execPath, [...withFault(name), SIMULATION, '--json', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => void (printed += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  return printed;
}

async function find(fault: Fault): Promise<Found | undefined> {
  const last = (await simulate(fault)).trim().split('\n').at(-1) ?? '';
  const said = JSON.parse(last || '{}') as Partial<Said>;
  const { seed, rule: message, story, words, total, seconds } = said;
  if (seed === undefined || message === undefined || story === undefined) return undefined;
  const [rule = '', ...sentence] = message.split(': ');
  return {
    fault: fault.name,
    seed,
    rule,
    sentence: sentence.join(': '),
    runs: total?.runs ?? 0,
    seconds: seconds ?? 0,
    steps: storyOf(seed, Number(values.steps)).length,
    story,
    words: words ?? '',
  };
}

const all: Found[] = [];
const missed: string[] = [];
for (const fault of FAULTS) {
  if (values.only !== undefined && fault.name !== values.only) continue;
  const found = await find(fault);
  if (found === undefined) missed.push(fault.name);
  else {
    all.push(found);
    console.log(chapterOf(found));
  }
}

console.log(tableOf(all));
for (const name of missed) console.log(`${name} was NOT found.`);

if (values.record) {
  const others = readFound().filter(({ fault }) => !all.some((one) => one.fault === fault));
  const rank = ({ fault }: Found): number => FAULTS.findIndex(({ name }) => name === fault);
  const kept = [...others, ...all].sort((a, b) => rank(a) - rank(b));
  writeFound(kept);
  const page = new URL('../../../docs/faults.md', import.meta.url);
  const [before = ''] = readFileSync(page, 'utf8').split('\n## What was found\n');
  const found = [tableOf(kept), ...kept.map(chapterOf)].join('\n');
  writeFileSync(page, `${before}\n## What was found\n\n${found}`);
}
process.exit(missed.length === 0 ? 0 : 1);
