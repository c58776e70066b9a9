import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file in a folder of its own that does not exist yet, for one test. */
export interface Scratch {
  readonly file: string;
  readonly remove: () => Promise<void>;
}

export async function createScratch(): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), 'naervaer-storage-'));
  return {
    file: join(folder, 'data', 'naervaer.db'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
