import '../support/fresh-connections.ts';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { FAULT_NAMES, isFaultName } from '../simulation/faults/fault.ts';
import type { FaultName } from '../simulation/faults/fault.ts';
import { withFault } from '../simulation/faults/with-fault.ts';
import { numberIn, understood, Usage, withFile } from '../support/command-line.ts';
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

const optionsOf = () =>
  understood({
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
  }).values;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

function faultOf(name: string | undefined) {
  if (name === undefined || isFaultName(name)) return name;
  throw new Usage(`There is no fault “${name}”. There is: ${FAULT_NAMES.join(', ')}.`);
}

/** @throws {Usage} when the file is none that `--keep` wrote: nothing in it would be explained. */
function keptIn(file: string): Kept {
  const none = new Usage(`“${file}” is no history that --keep wrote.`);
  try {
    const kept = keptFromText(readFileSync(file, 'utf8'));
    const isWhole = kept.history.every(({ kind, at }) => typeof kind === 'string' && at >= 0);
    if (kept.history.length > 0 && kept.journals.size > 0 && isWhole) return kept;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw none;
}

/** Faults of what runs on the people's devices: they are put into this process too. */
const OF_CLIENTS: readonly FaultName[] = ['outOfOrder'];

function againWithFault(fault: FaultName): number {
  const args = [...withFault(fault), ...process.argv.slice(1)];
  const env = { ...process.env, NAERVAER_FAULT_IS_IN: fault };
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 2;
}

async function main(): Promise<number> {
  const values = optionsOf();
  if (values.help) {
    print(HELP);
    return 0;
  }
  const seed = numberIn('--seed', values.seed, { least: 0 });
  const fault = faultOf(values.fault);
  if (fault !== undefined && OF_CLIENTS.includes(fault)) {
    if (process.env['NAERVAER_FAULT_IS_IN'] !== fault) return againWithFault(fault);
  }
  const { keep, read } = values;
  // Before the load, not after it: nobody can make the same one again.
  if (keep !== undefined) await withFile(keep, () => closeSync(openSync(keep, 'a')));
  const loaded: Kept & Partial<Loaded> =
    read === undefined
      ? await load({
          seed,
          fault,
          clients: numberIn('--clients', values.clients, { least: 4, most: 10 }),
          clinics: numberIn('--clinics', values.clinics, { least: 1, most: 2 }) === 1 ? 1 : 2,
          seconds: numberIn('--seconds', values.seconds, { least: 1, most: LONGEST }),
          diskMs: numberIn('--disk-ms', values['disk-ms'], { least: 0, most: 1000 }),
          diskRefuses: numberIn('--refuses', values.refuses, {
            least: 0,
            most: 1,
            isFraction: true,
          }),
        })
      : await withFile(read, () => keptIn(read));
  if (keep !== undefined) writeFileSync(keep, keptToText(loaded));
  const verdict = check(loaded.history, loaded.journals);
  const result = summary({ seed, fault, loaded, verdict });
  print(values.json ? JSON.stringify(result, null, 2) : summaryInWords(result).join('\n'));
  if (result.isExplained) return 0;
  return result.found.length > 0 ? 1 : 2;
}

process.exitCode = await main().catch((error: unknown) => {
  const said =
    error instanceof Usage
      ? `${error.message}\nnpm run history -- --help tells what there is.`
      : error instanceof Error
        ? (error.stack ?? error.message)
        : 'failed';
  process.stderr.write(`${said}\n`);
  // A load that broke off has shown nothing.
  return 2;
});
