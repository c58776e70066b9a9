import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LevelName } from './level.ts';
import type { PathKind } from './paths.ts';
import type { MachineName } from './walks/index.ts';

/** What is kept of a run, so that page and coverage can tell what was walked and what never. */
export interface RunRecord {
  /** Of this file's shape; another one is not read. */
  readonly version: 1;
  readonly machine: MachineName;
  readonly level: LevelName;
  /** How the paths were made; `random` is a walk of several people. */
  readonly kind: PathKind | 'random';
  /** ISO 8601, when the run began. */
  readonly date: string;
  /** Of a random walk; null otherwise. */
  readonly seed: number | null;
  /** Milliseconds. */
  readonly duration: number;
  /** How often each leaf state was entered or stayed in. Every state of the machine is a key. */
  readonly states: Readonly<Record<string, number>>;
  /** How often each branch was taken. Every branch is a key; keys as in `Coverage.missing`. */
  readonly transitions: Readonly<Record<string, number>>;
  /** How often each branch with a guard was asked and denied. Every such branch is a key. */
  readonly denied: Readonly<Record<string, number>>;
  /** Branches that nobody can make happen at this level, each with its reason. */
  readonly unreachable: Readonly<Record<string, string>>;
  readonly paths: readonly PathRecord[];
}

export interface PathRecord {
  /** From 1. */
  readonly number: number;
  /** In words, e.g. `CLAIM consultation 1, Læge 2`. */
  readonly events: readonly string[];
  /** The leaf states along the path, the first one included: one more than events. */
  readonly states: readonly string[];
  readonly result: PathResult;
  /** Milliseconds. */
  readonly duration: number;
}

export type PathResult =
  | { readonly status: 'passed' }
  /** `step` counts events from 1; 0 is the state that the path begins in. */
  | { readonly status: 'failed'; readonly step: number; readonly message: string };

/** `.model/` at the repository's root, not in Git; or where `MODEL_RECORDS` says, as in tests. */
export const RECORDS =
  process.env['MODEL_RECORDS'] ?? path.join(import.meta.dirname, '../../.model');

/** Keeps the newest record of each machine, level and kind. @returns the file. */
export async function writeRecord(record: RunRecord, folder = RECORDS): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${record.machine}.${record.level}.${record.kind}.json`);
  // Whole or not at all: the page may be written while a run ends.
  await writeFile(`${file}.new`, `${JSON.stringify(record, undefined, 2)}\n`);
  await rename(`${file}.new`, file);
  return file;
}

const isRecord = (value: unknown): value is RunRecord =>
  typeof value === 'object' && value !== null && 'version' in value && value.version === 1;

/** The newest record of each machine, level and kind; empty before the first run. */
export async function readRecords(folder = RECORDS): Promise<readonly RunRecord[]> {
  const names = await readdir(folder).catch(() => []);
  const read = names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map(async (name): Promise<unknown> =>
      JSON.parse(await readFile(path.join(folder, name), 'utf8')),
    );
  return (await Promise.all(read)).filter(isRecord);
}
