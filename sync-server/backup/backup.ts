import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyJournal, JOURNAL_FILE } from '@naervaer/storage';
import type { Clock } from '../clock.ts';
import type { MasterKey } from '../keys/index.ts';
import { BackupError } from './errors.ts';
import { withGoodCopy } from './examine.ts';
import type { Contents } from './examine.ts';
import { putStamp } from './stamp.ts';

export interface BackupReport extends Contents {
  readonly bytes: number;
}

/**
 * Copies a data folder's journal while a server writes to it (P5). The copy is private, whole, of
 * one moment, and holds no key that opens it: every key in it is wrapped by a master key that lies
 * elsewhere (ST2).
 * @throws {BackupError} `noJournal` · `noFolder` · `alreadyThere` · `brokenLog`
 * @throws {ConfigError} `wrongKeys`, when the master keys would not open the copy
 */
export async function backUp(options: {
  readonly dataDir: string;
  readonly file: string;
  readonly masters: readonly MasterKey[];
  readonly clock: Clock;
}): Promise<BackupReport> {
  const { dataDir, file, masters, clock } = options;
  const journal = join(dataDir, JOURNAL_FILE);
  if (!existsSync(journal)) {
    throw new BackupError('noJournal', 'DATA_DIR holds no journal. Is it the server’s folder?');
  }
  if (!existsSync(dirname(file))) {
    throw new BackupError(
      'noFolder',
      'The folder of the backup is not there. Make it first, for its user alone.',
    );
  }
  if (existsSync(file)) {
    throw new BackupError('alreadyThere', 'The file is there already. It is never written over.');
  }
  if (existsSync(`${file}.partial`)) {
    throw new BackupError(
      'alreadyThere',
      'A backup to this name is being made, or was cut short. If none runs, remove <file>.partial.',
    );
  }
  // Before the copy: what ends while it is made ends after the moment that the stamp names.
  const madeAt = clock.now();
  let contents: Contents | undefined;
  await copyJournal(journal, file, async (copy) => {
    contents = await withGoodCopy(copy, { masters, clock }, (store) => putStamp(store, { madeAt }));
  });
  if (contents === undefined) throw new Error('a copy that was never looked at');
  return { ...contents, bytes: statSync(file).size };
}
