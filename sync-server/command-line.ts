import { resolve } from 'node:path';
import { StoreError } from '@naervaer/storage';
import { BackupError } from './backup/errors.ts';
import { ConfigError } from './config.ts';

/** What the operator's commands share: `audit`, `backup`, `restore`, `erase`, `keys`. */

export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** The server's own environment, as far as a command needs it. */
export const environment = (): { readonly dataDir: string; readonly keys: string | null } => ({
  dataDir: process.env['DATA_DIR']?.trim() || './data',
  keys: process.env['NAERVAER_KEYS']?.trim() || null,
});

/** As the person typed it, not as npm runs it: in the project's own folder. */
export const typedPath = (typed: string): string => resolve(process.env['INIT_CWD'] ?? '.', typed);

/** Why a command failed, as a sentence; never a value of the data (SE4). */
export function reasonOf(error: unknown): string {
  if (error instanceof BackupError || error instanceof ConfigError) {
    return `${error.code}: ${error.message}`;
  }
  if (error instanceof StoreError) {
    return error.code === 'tooNew'
      ? 'tooNew: the data were written by a newer version of Nærvær.'
      : `${error.code}: a file cannot be read or written, or is damaged, or the disk is full.`;
  }
  return error instanceof Error ? error.name : 'unknown error';
}

/**
 * Ends the process with the command's own exit code, or with 1 and `failed` before the reason.
 */
export function endWith(work: Promise<number>, failed: string): void {
  work.then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${failed} ${reasonOf(error)}\n`);
      process.exit(1);
    },
  );
}
