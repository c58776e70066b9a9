import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { numberIn, understood, Usage } from '../support/command-line.ts';
import { CLIENTS } from './clients.ts';
import type { Client } from './clients.ts';
import { makeLab, whyNoLab } from './lab/index.ts';
import { pageOf } from './page.ts';
import { addRun, forget, keepTrace, readRuns, versions } from './results.ts';
import { runOnce } from './run.ts';
import { chosen, SCENARIOS } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';
import { tableOf } from './table.ts';

const HELP = `Calls between two real browsers on bad networks, and a table of how they fared.

  npm run network -- [options]

  --only names      these scenarios, or all whose names begin so: blackout-20,rate
  --clients names   of ours,peerjs,simple-peer (default all)
  --runs n          so many runs of each scenario with each client (default 5)
  --missing         only as many as are missing to that number
  --fresh           forget earlier runs of these scenarios and clients first
  --seed n          which packets are lost (default 1; each run has the next)
  --traces          keep what both pages saw, for who looks for a cause
  --write           write docs/network.md from all results that there are
  --list            the scenarios
  --help

Needs Linux and root: it makes network namespaces, and takes them away. Results are added to
test-results/network, a file for each scenario and client, so two commands with different clients can
run beside each other; --runs 0 --write writes the page without a call.
Exit code 1: a call failed to run at all. 2: the command was not understood, or no laboratory.`;

function ask() {
  const { values } = understood({
    options: {
      only: { type: 'string' },
      clients: { type: 'string', default: CLIENTS.join(',') },
      runs: { type: 'string', default: '5' },
      missing: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      traces: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const clients = values.clients.split(',').map((name) => {
    const client = CLIENTS.find((one) => one === name);
    if (!client) throw new Usage(`--clients knows ${CLIENTS.join(', ')}, not “${name}”.`);
    return client;
  });
  const names = values.only?.split(',') ?? SCENARIOS.map(({ name }) => name);
  for (const name of names) {
    if (chosen([name]).length === 0) throw new Usage(`No scenario’s name begins with “${name}”.`);
  }
  return {
    ...values,
    clients,
    scenarios: chosen(names),
    runs: numberIn('--runs', values.runs, { least: 0, most: 1000 }),
    seed: numberIn('--seed', values.seed, { least: 0 }),
  };
}

function asked(): ReturnType<typeof ask> {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof Usage)) throw error;
    console.error(`${error.message}\nnpm run network -- --help tells what there is.`);
    process.exit(2);
  }
}

const options = asked();
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
if (options.list) {
  for (const { name, title } of SCENARIOS) console.log(`${name.padEnd(20)} ${title}`);
  process.exit(0);
}

const results = (scenarios: readonly Scenario[]) =>
  scenarios.map((scenario) => [scenario, readRuns(scenario.name)] as const);

/** Runs that are to be made: the clients take turns, so that a busy moment hits all of them. */
function planned(scenario: Scenario): Client[] {
  const there = options.missing ? readRuns(scenario.name) : [];
  const plan: Client[] = [];
  for (let number = 0; number < options.runs; number += 1) {
    for (const client of options.clients) {
      if (there.filter((run) => run.client === client).length <= number) plan.push(client);
    }
  }
  return plan;
}

async function play(): Promise<number> {
  let failures = 0;
  const lab = await makeLab();
  const stop = (): void => {
    void lab.close().finally(() => process.exit(130));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    for (const scenario of options.scenarios) {
      if (options.fresh) forget(scenario.name, options.clients);
      for (const [index, client] of planned(scenario).entries()) {
        try {
          const { run, trace } = await runOnce(lab, client, scenario, options.seed + index * 2);
          addRun(run);
          const { picture, sound, concealed, rate, path } = run.figures;
          const share = concealed === null ? '–' : `${(concealed * 100).toFixed(1)} %`;
          console.log(
            `${scenario.name}, ${client}: set up ${run.setup ?? 'never'}, picture ${picture ?? 'never'}, ` +
              `sound ${sound ?? 'never'}, concealed ${share}, ${rate.toFixed(0)}/s, ${path}, stall ${run.stall.toFixed(1)}, load ${run.load.toFixed(0)}` +
              (options.traces ? `, ${keepTrace(run, trace)}` : ''),
          );
        } catch (error) {
          failures += 1;
          console.error(
            `${scenario.name}, ${client}: did not run: ${String(error).split('\n')[0]}`,
          );
        }
      }
    }
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await lab.close();
  }
  return failures;
}

let failures = 0;
if (options.runs > 0) {
  const why = await whyNoLab();
  if (why) {
    console.error(`No laboratory: ${why}.`);
    process.exit(2);
  }
  failures = await play();
}
const most = Math.max(5, options.runs);
console.log(`\n${tableOf(results(options.scenarios), most)}\n${versions()}`);
if (options.write) {
  const file = join(import.meta.dirname, '../../docs/network.md');
  await writeFile(file, pageOf(results(SCENARIOS), most, versions()));
  console.log(`Written: ${file}`);
}
process.exitCode = failures > 0 ? 1 : 0;
