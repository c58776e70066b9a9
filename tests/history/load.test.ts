import { expect, test } from 'vitest';
import { check } from './check.ts';
import type { Verdict } from './check.ts';
import { load } from './load.ts';
import type { LoadOptions } from './load.ts';
import { summary, summaryInWords } from './summary.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
/** With a fault in: a load without one needs a few hundred, and the fault is to be told soon. */
const MOST_STATES = 3_000;

/** A load in short, and everything that its checks say. */
async function judged(options: Partial<LoadOptions>) {
  const loaded = await load({
    seed: SEED,
    clients: 7,
    clinics: 1,
    seconds: 5,
    fault: undefined,
    diskMs: 15,
    diskRefuses: 0.03,
    ...options,
  });
  const most = options.fault === undefined ? undefined : MOST_STATES;
  const verdict = check(loaded.history, loaded.journals, most);
  const result = summary({ seed: SEED, fault: options.fault, loaded, verdict });
  const said = summaryInWords(result).join('\n');
  console.log(said.slice(0, 2_000));
  return { verdict, result, said };
}

const foundBy = ({ journal = [], searched }: Verdict) => ({
  journal: journal.length > 0,
  search: searched.some(({ verdict }) => verdict !== 'explained'),
});

test(`CM2–CM5, MA4: an order of the queue explains every answer and every sight (SEED=${SEED})`, async () => {
  const { result, said } = await judged({ seconds: 8 });
  expect(result.isExplained, said).toBe(true);
  // A load in which nothing happened shows nothing.
  expect(result.accepted).toBeGreaterThan(20);
  expect(result.sights).toBeGreaterThan(100);
  expect(result.kills).toBeGreaterThan(0);
  expect(result.cuts).toBeGreaterThan(0);
});

test.each(['twoHolders', 'rowNotRemoved'] as const)(
  `on a server with %s there is none (SEED=${SEED})`,
  async (fault) => {
    const { verdict, said } = await judged({ fault, seconds: 3 });
    expect(foundBy(verdict), said).toEqual({ journal: true, search: true });
  },
);
