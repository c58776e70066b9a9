import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createSqliteStore, JOURNAL_FILE, lockFolder } from '@naervaer/storage';
import { endWith, environment, print } from '../command-line.ts';
import { ConfigError } from '../config.ts';
import { newMasterLine, openMasters } from './masters.ts';
import { rotate } from './rotate.ts';

/** `npm run keys`, with the server's own environment; the server may be running or not. */
const USAGE = `npm run keys -- new      prints a new master key, for NAERVAER_KEYS or a file of such lines
npm run keys -- rotate   wraps all data keys with the first master key of NAERVAER_KEYS

To change the master key: put the new one first and keep the old one behind it, start the server
again, rotate, take the old one out, and start the server once more. Backups that were made before
still need the old key.`;

async function rotateFolder(): Promise<void> {
  const { dataDir, keys } = environment();
  const file = join(dataDir, JOURNAL_FILE);
  if (!existsSync(file)) throw new ConfigError('missingData', 'DATA_DIR holds no database.');
  const masters = openMasters({ keys, storage: 'sqlite', dataDir });
  // Held for as long as it takes: no server starts meanwhile.
  const lock = lockFolder(dataDir);
  const store = createSqliteStore({ file });
  try {
    const { keys: all, rewrapped } = await rotate(store, masters, lock === undefined);
    print(
      `${rewrapped} of ${all} data keys were wrapped anew; all are under ${masters[0]?.id} now.`,
    );
    if (masters.length > 1) {
      const others = masters.slice(1).map(({ id }) => id);
      print(`Not needed any more, but by backups that were made before: ${others.join(', ')}.`);
    }
  } finally {
    await store.close();
    lock?.release();
  }
}

async function run([verb, ...more]: readonly string[]): Promise<number> {
  if (verb === 'new' && more.length === 0) {
    print(newMasterLine(new Date()));
    return 0;
  }
  if (verb === 'rotate' && more.length === 0) {
    await rotateFolder();
    return 0;
  }
  process.stderr.write(`${USAGE}\n`);
  return 2;
}

endWith(run(process.argv.slice(2)), 'Nothing was rotated.');
