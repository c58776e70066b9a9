import '../support/fresh-connections.ts';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FAULT_NAMES, isFaultName } from '../simulation/faults/fault.ts';
import type { FaultName } from '../simulation/faults/fault.ts';
import { withFault } from '../simulation/faults/with-fault.ts';
import { check } from './check.ts';
import { keptFromText, keptToText } from './history.ts';
import type { Kept } from './history.ts';
import { load, LONGEST } from './load.ts';
import type { Loaded } from './load.ts';
import { summary, summaryInWords } from './summary.ts';

const HELP = `npm run history [-- options]

Lets people work at once on a real server, with kills, cuts and a slow disk, and proves that there
is an order of the queue that explains every answer and everything that was seen (docs/history.md).
Ends with 0 when there is, with 1 when there is none, with 2 when nobody can say.

  --seed N        chances of what people do; printed, so that a run can be made like another
  --clients N     people at once, 4 to 10 (8)
  --clinics N     1 or 2 (1)
  --seconds N     how long they work, at most ${LONGEST} (20)
  --fault NAME    with a fault put into the server: ${FAULT_NAMES.join(', ')}
  --disk-ms N     what each commit takes longer (15)
  --refuses N     the share of commits that the disk refuses, 0 to 1 (0.03)
  --keep FILE     writes history and journal there, as JSON lines
  --read FILE     checks what was kept instead of making a history
  --json          everything as one JSON object
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    clients: { type: 'string', default: '8' },
    clinics: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '20' },
    fault: { type: 'string' },
    'disk-ms': { type: 'string', default: '15' },
    refuses: { type: 'string', default: '0.03' },
    keep: { type: 'string' },
    read: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const print = (text: string): void => void process.stdout.write(`${text}\n`);

function number(
  name: 'seed' | 'clients' | 'clinics' | 'seconds' | 'disk-ms' | 'refuses',
  low: number,
  high: number,
): number {
  const value = Number(values[name]);
  if (!(value >= low && value <= high)) throw new RangeError(`--${name} is ${low} to ${high}`);
  return value;
}

function faultOf(name: string | undefined) {
  if (name === undefined || isFaultName(name)) return name;
  throw new RangeError(`--fault is one of ${FAULT_NAMES.join(', ')}`);
}

/** Faults of what runs on the people's devices: they are put into this process too. */
const OF_CLIENTS: readonly FaultName[] = ['outOfOrder'];

function againWithFault(fault: FaultName): number {
  const args = [...withFault(fault), ...process.argv.slice(1)];
  const env = { ...process.env, NAERVAER_FAULT_IS_IN: fault };
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 2;
}

async function main(): Promise<number> {
  if (values.help) {
    print(HELP);
    return 0;
  }
  const seed = number('seed', 0, 2 ** 32);
  const fault = faultOf(values.fault);
  if (fault !== undefined && OF_CLIENTS.includes(fault)) {
    if (process.env['NAERVAER_FAULT_IS_IN'] !== fault) return againWithFault(fault);
  }
  const loaded: Kept & Partial<Loaded> =
    values.read === undefined
      ? await load({
          seed,
          fault,
          clients: number('clients', 4, 10),
          clinics: number('clinics', 1, 2) === 1 ? 1 : 2,
          seconds: number('seconds', 1, LONGEST),
          diskMs: number('disk-ms', 0, 1000),
          diskRefuses: number('refuses', 0, 1),
        })
      : keptFromText(readFileSync(values.read, 'utf8'));
  if (values.keep !== undefined) writeFileSync(values.keep, keptToText(loaded));
  const verdict = check(loaded.history, loaded.journals);
  const result = summary({ seed, fault, loaded, verdict });
  print(values.json ? JSON.stringify(result, null, 2) : summaryInWords(result).join('\n'));
  if (result.isExplained) return 0;
  return result.found.length > 0 ? 1 : 2;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : 'failed'}\n`);
  // A load that broke off has shown nothing.
  return 2;
});
