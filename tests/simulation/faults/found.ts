import { readFileSync, writeFileSync } from 'node:fs';
import type { Story } from '../story.ts';
import type { FaultName } from './fault.ts';

/** How the simulation found one fault. */
export interface Found {
  readonly fault: FaultName;
  /** The first story that broke a rule, and what it broke. */
  readonly seed: number;
  readonly rule: string;
  readonly sentence: string;
  /** Stories played until then, and real seconds. */
  readonly runs: number;
  readonly seconds: number;
  /** Steps of that story before it was made short. */
  readonly steps: number;
  /** The shortest story that breaks the same rule. */
  readonly story: Story;
  readonly words: string;
}

const FILE = new URL('found.json', import.meta.url);

export const readFound = (): readonly Found[] => JSON.parse(readFileSync(FILE, 'utf8')) as Found[];

export const writeFound = (all: readonly Found[]): void =>
  writeFileSync(FILE, `${JSON.stringify(all, null, 2)}\n`);
