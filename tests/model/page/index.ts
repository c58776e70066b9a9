import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readRecords } from '../records.ts';
import type { RunRecord } from '../records.ts';
import { MACHINE_NAMES, WALKS } from '../walks/index.ts';
import { atlasOf } from './atlas.ts';
import { headlineOf, pageOf } from './html.ts';
import type { PageInput } from './html.ts';
import { walkedOf } from './walked.ts';

const MANIFEST = new URL('../../../package.json', import.meta.url);

/** Everything that the page shows of these records. */
export async function pageInput(records: readonly RunRecord[], now: Date): Promise<PageInput> {
  const { version } = JSON.parse(await readFile(MANIFEST, 'utf8')) as { version: string };
  const machines = MACHINE_NAMES.map((name) => {
    const atlas = atlasOf(name, WALKS[name].machine);
    return { atlas, walked: walkedOf(atlas, records) };
  });
  return { version, now, machines };
}

/**
 * Draws every machine with what the runs have left (M1, M3), as one file that needs nothing else.
 * @param records of another place than `.model/`
 * @returns the totals in one line
 */
export async function writePage(file: string, records?: readonly RunRecord[]): Promise<string> {
  const input = await pageInput(records ?? (await readRecords()), new Date());
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, await pageOf(input));
  return headlineOf(input);
}
