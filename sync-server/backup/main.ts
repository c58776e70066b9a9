import { dirname, join, resolve } from 'node:path';
import { systemClock as clock } from '../clock.ts';
import { endWith, environment, print, typedPath } from '../command-line.ts';
import { openMasters } from '../keys/index.ts';
import { KEY_FILE } from '../keys/masters.ts';
import { backUp } from './backup.ts';
import type { Contents } from './examine.ts';
import { restore } from './restore.ts';

/** `npm run backup -- <file>` and `npm run restore -- <file>`, with the server's own environment. */
const USAGE = `npm run backup -- <file>    copies DATA_DIR while the server runs; <file> must be new
npm run restore -- <file>   puts a backup into DATA_DIR, which must be empty

Both need NAERVAER_KEYS, the master keys that the server has. In the demo they are DATA_DIR/${KEY_FILE}.`;

const { dataDir, keys } = environment();

/** Whoever gets this folder gets data and keys together. */
function warnOfKeysBeside(file: string): void {
  const keyFile = keys === null ? join(dataDir, KEY_FILE) : keys.includes(':') ? null : keys;
  if (keyFile === null) return;
  if (dirname(resolve(keyFile)) === dirname(file)) {
    print('NOTE: the file with the master keys lies in the same folder as this backup.');
  }
  if (dirname(resolve(keyFile)) === resolve(dataDir)) {
    print('NOTE: the file with the master keys lies in DATA_DIR. It is not in the backup: keep a');
    print('copy of it elsewhere, for without it nobody can read the backup.');
  }
}

const told = ({ clinics, keys: all, openKeys, accessLines }: Contents): string =>
  `clinics: ${clinics}, keys: ${all} (of what is not over: ${openKeys}), lines of the access log: ${accessLines}, unbroken`;

async function run([verb, name, more]: readonly string[]): Promise<number> {
  const isUnderstood = verb === 'backup' || verb === 'restore';
  if (!isUnderstood || name === undefined || name.startsWith('-') || more !== undefined) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const file = typedPath(name);
  const masters = openMasters({ keys, storage: 'sqlite', dataDir });
  if (verb === 'backup') {
    const report = await backUp({ dataDir, file, masters, clock });
    print(`Backed up ${report.bytes} bytes: ${told(report)}.`);
    if (report.accessEnd !== null) print(`The access log in it ends with ${report.accessEnd}`);
    warnOfKeysBeside(file);
    return 0;
  }
  const report = await restore({ dataDir, file, masters, clock });
  const madeAt = new Date(report.madeAt).toISOString();
  print(`Restored the backup of ${madeAt}: ${told(report)}.`);
  print(
    `${report.deletedKeys} keys whose retention is over were deleted. Everybody signs in again.`,
  );
  print(`What was done after ${madeAt} is not in it: people who were removed since, and citizens`);
  print('whose data were erased since, have to be removed and erased again.');
  return 0;
}

const asked = process.argv.slice(2);
endWith(run(asked), `No ${asked[0]}.`);
