import { LEVELS } from '../level.ts';
import type { LevelName } from '../level.ts';
import type { PathRecord, RunRecord } from '../records.ts';
import { eventOf } from './atlas.ts';
import type { Atlas } from './atlas.ts';

/** How often something was walked, by level; null where nobody can walk it at that level. */
export type Counts = Readonly<Record<LevelName, number | null>>;

export interface LastResult {
  readonly isPassed: boolean;
  /** ISO instant of the run. */
  readonly at: string;
  /** Why it failed, in one line; empty when it passed. */
  readonly failure: string;
}

/** One path that a run took, and how it ended last at each level that tried it. */
export interface WalkedPath {
  readonly name: string;
  readonly events: readonly string[];
  /** Names of the states on the way, and keys of the branches. */
  readonly states: readonly string[];
  readonly keys: readonly string[];
  readonly results: Readonly<Partial<Record<LevelName, LastResult>>>;
}

/** All that the runs know of one machine. */
export interface Walked {
  readonly states: ReadonlyMap<string, Counts>;
  readonly branches: ReadonlyMap<string, Counts>;
  /** Why a branch cannot be walked at a level. */
  readonly reasons: ReadonlyMap<string, readonly string[]>;
  readonly paths: readonly WalkedPath[];
}

export const NEVER: Counts = { pure: 0, server: 0, browser: 0 };

export const allOf = (counts: Counts): number =>
  LEVELS.reduce((sum, level) => sum + (counts[level] ?? 0), 0);

/** Steps of the colour scale: never, then powers of ten. */
export const heatOf = (count: number): number =>
  count === 0 ? 0 : Math.min(4, Math.floor(Math.log10(count)) + 1);
export const HEATS = ['never', '1–9', '10–99', '100–999', '1,000 or more'] as const;

/** The branches along a path, told by its states: a record keeps events in words. */
function keysOf({ branches }: Atlas, { events, states }: PathRecord): string[] {
  return events.flatMap((words, index) => {
    const [type = ''] = words.split(' ');
    const from = states[index];
    const to = states[index + 1];
    const found = branches.find(
      (branch) =>
        branch.state === from && eventOf(branch) === type && (branch.target ?? from) === to,
    );
    return found === undefined ? [] : [found.key];
  });
}

const resultOf = ({ date }: RunRecord, { result }: PathRecord): LastResult =>
  result.status === 'passed'
    ? { isPassed: true, at: date, failure: '' }
    : { isPassed: false, at: date, failure: `event ${result.step}: ${result.message}` };

function pathsOf(atlas: Atlas, records: readonly RunRecord[]): WalkedPath[] {
  const paths = new Map<string, WalkedPath>();
  for (const record of records) {
    for (const path of record.paths) {
      // The same path at another level is the same row.
      const key = JSON.stringify([record.kind, path.events]);
      const known = paths.get(key);
      const results = { ...known?.results, [record.level]: resultOf(record, path) };
      paths.set(key, {
        name: known?.name ?? `${record.level} ${record.kind} ${path.number}`,
        events: path.events,
        states: path.states,
        keys: known?.keys ?? keysOf(atlas, path),
        results,
      });
    }
  }
  return [...paths.values()];
}

/** Puts the records of one machine together; a level without a record has walked nothing. */
export function walkedOf(atlas: Atlas, all: readonly RunRecord[]): Walked {
  const records = all.filter(({ machine }) => machine === atlas.machine);
  const countsOf = (of: (record: RunRecord) => number | undefined, key?: string): Counts => {
    const at = (level: LevelName): number | null => {
      const mine = records.filter((record) => record.level === level);
      const count = mine.reduce((sum, record) => sum + (of(record) ?? 0), 0);
      const isBarred =
        key !== undefined && mine.some(({ unreachable }) => unreachable[key] !== undefined);
      return count === 0 && isBarred ? null : count;
    };
    return { pure: at('pure'), server: at('server'), browser: at('browser') };
  };
  return {
    states: new Map(atlas.states.map(({ name }) => [name, countsOf(({ states }) => states[name])])),
    branches: new Map(
      atlas.branches.map(({ key }) => [key, countsOf(({ transitions }) => transitions[key], key)]),
    ),
    reasons: new Map(
      atlas.branches.map(({ key }) => [
        key,
        records.flatMap(({ level, unreachable }) =>
          unreachable[key] === undefined ? [] : [`${level}: ${unreachable[key]}`],
        ),
      ]),
    ),
    paths: pathsOf(atlas, records),
  };
}
