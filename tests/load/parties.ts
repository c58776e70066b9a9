import { setTimeout as pause } from 'node:timers/promises';
import { cpus, loadavg } from 'node:os';
import type { Browser } from 'playwright-core';
import { buildPage, createStand } from '../e2e/media/stand.ts';
import type { Seat, Stand } from '../e2e/media/stand.ts';
import { launchBrowser } from '../support/browser.ts';
import type { Device } from '../support/browser.ts';
import { numberIn, understood, Usage } from '../support/command-line.ts';
import { until } from '../support/until.ts';
import { partyFigures, partyTable } from './parties-figures.ts';
import type { RunFigures, Sample } from './parties-figures.ts';
import { sampleOf } from './parties-page.ts';
import { machineSeconds, makeQuota, secondsOf } from './parties-processes.ts';
import type { Quota } from './parties-processes.ts';

export interface PartiesOptions {
  /** How many parties the call has, 2 to 6. */
  readonly parties: number;
  /** Seconds that are measured. */
  readonly seconds: number;
  /** Seconds before that: the picture grows a step in eight. */
  readonly settle: number;
  /** The last party gets so much of one processor, in per cent; null: as much as there is. */
  readonly heldTo: number | null;
  /** Seconds in which all the parties have to reach each other. */
  readonly patience: number;
}

interface Party {
  readonly seat: Seat;
  readonly browser: Browser;
  readonly pid: number;
  readonly device: Device;
}

const seatOf = (at: number): Seat =>
  at === 0 ? 'clinician' : at === 1 ? 'waiter' : `guest-${at - 1}`;

async function pidOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.find(({ type }) => type === 'browser')?.id ?? 0;
}

/** A browser of its own, so that what it costs can be told, and held back. */
async function arrive(at: Stand, seat: Seat, quota: Quota | undefined): Promise<Party> {
  const browser = await launchBrowser();
  try {
    const pid = await pidOf(browser);
    await quota?.hold(pid);
    return { seat, browser, pid, device: await at.open(browser, seat) };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

const reached = async (parties: readonly Party[]): Promise<readonly number[]> => {
  const samples = await Promise.all(parties.map(({ device }) => sampleOf(device.page)));
  return samples.map(({ legs }) => legs.filter(({ frames }) => frames > 0).length);
};

/** All of them in one call: what each of them saw, and what it cost. */
async function watch(
  parties: readonly Party[],
  { seconds, settle, heldTo, patience }: PartiesOptions,
  quota: Quota | undefined,
): Promise<RunFigures> {
  await until(
    'everybody sees everybody',
    () => reached(parties),
    (seen) => seen.every((count) => count >= parties.length - 1),
    patience * 1000,
  );
  await pause(settle * 1000);
  const costs = (): Promise<number[]> =>
    Promise.all([machineSeconds(), ...parties.map(({ pid }) => secondsOf(pid))]);
  const samples: Sample[][] = parties.map(() => []);
  const startedAt = performance.now();
  const before = await costs();
  for (let count = 0; count <= seconds; count += 1) {
    await pause(Math.max(0, startedAt + count * 1000 - performance.now()));
    await Promise.all(
      parties.map(async ({ device }, at) => samples[at]?.push(await sampleOf(device.page))),
    );
  }
  const after = await costs();
  const took = (performance.now() - startedAt) / 1000;
  const [all = 0, ...cores] = after.map((value, at) => (value - (before[at] ?? 0)) / took);
  return {
    parties: parties.map(({ seat }, at) => ({
      seat,
      heldTo: at === parties.length - 1 ? heldTo : null,
      cores: cores[at] ?? 0,
      ...partyFigures(samples[at] ?? [], parties.length - 1),
    })),
    others: all - cores.reduce((sum, one) => sum + one, 0),
    throttled: (await quota?.throttled()) ?? null,
  };
}

/** A call of so many real pages, each in a browser of its own, measured. */
export async function measureParties(page: string, options: PartiesOptions): Promise<RunFigures> {
  const { parties: count, heldTo } = options;
  const stand = await createStand(page);
  const quota = heldTo === null ? undefined : await makeQuota(heldTo);
  const parties: Party[] = [];
  try {
    await stand.start();
    for (let at = 0; at < count; at += 1) {
      parties.push(await arrive(stand, seatOf(at), at === count - 1 ? quota : undefined));
    }
    return await watch(parties, options, quota);
  } finally {
    await Promise.all(parties.map(({ browser }) => browser.close()));
    await stand.kill();
    await quota?.remove();
  }
}

const HELP = `Real pages in one call, 2 to 6, each in a Chromium of its own, and what each saw and cost.

  npm run parties -- [options]

  --parties list    how many there are (default 2,3,4,5,6)
  --held list       per cent of one core that the last one gets, each a run of its own;
                    0: as much as there is (default 0). Needs root and control groups.
  --seconds n       that are measured (default 30)
  --settle n        seconds before that, in which the picture grows (default 35)
  --help

Prints a Markdown table. Exit code 1: a call did not come up. 2: the command was not understood.`;

function ask() {
  const { values } = understood({
    options: {
      parties: { type: 'string', default: '2,3,4,5,6' },
      held: { type: 'string', default: '0' },
      seconds: { type: 'string', default: '30' },
      settle: { type: 'string', default: '35' },
      help: { type: 'boolean', default: false },
    },
  });
  const list = (option: string, given: string, least: number, most: number): number[] =>
    given.split(',').map((one) => numberIn(option, one, { least, most }));
  return {
    isHelp: values.help,
    parties: list('--parties', values.parties, 2, 6),
    held: list('--held', values.held, 0, 400),
    seconds: numberIn('--seconds', values.seconds, { least: 2, most: 3600 }),
    settle: numberIn('--settle', values.settle, { least: 0, most: 3600 }),
  };
}

async function main(): Promise<number> {
  const asked = ask();
  if (asked.isHelp) {
    console.log(HELP);
    return 0;
  }
  const { seconds, settle } = asked;
  const page = await buildPage();
  const runs: RunFigures[] = [];
  let code = 0;
  try {
    for (const parties of asked.parties) {
      for (const held of asked.held) {
        const heldTo = held === 0 ? null : held;
        const name = `${parties} parties${heldTo === null ? '' : `, the last held to ${heldTo} %`}`;
        try {
          const run = await measureParties(page.folder, {
            parties,
            seconds,
            settle,
            heldTo,
            patience: 120,
          });
          runs.push(run);
          const slow = run.throttled === null ? '' : `, held back ${run.throttled.toFixed(2)}`;
          console.error(`${name}: load ${loadavg()[0]?.toFixed(1)}${slow}`);
        } catch (error) {
          code = 1;
          console.error(`${name}: ${(error as Error).message}`);
        }
      }
    }
  } finally {
    await page.remove();
  }
  const [cpu] = cpus();
  console.log(`\n${new Date().toISOString()}, ${cpus().length} × ${cpu?.model.trim()}\n`);
  console.log(partyTable(runs));
  return code;
}

if (import.meta.main) {
  try {
    process.exit(await main());
  } catch (error) {
    if (!(error instanceof Usage)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
