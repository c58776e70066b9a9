import type { Walk } from '../coverage.ts';
import type { LevelName, Levels } from '../level.ts';
import { COVERS, pathsOf } from '../paths.ts';
import type { PathKind } from '../paths.ts';
import type { RunRecord } from '../records.ts';
import { runPaths } from '../run.ts';
import type { RunResult } from '../run.ts';
import { neverIn } from '../tally.ts';
import { WALKS } from '../walks/index.ts';
import type { MachineName, MachineOf } from '../walks/index.ts';
import { plural, seconds } from './tables.ts';

export interface Verdict {
  readonly machine: MachineName;
  readonly isGood: boolean;
  readonly record: RunRecord;
  /** The result first, then what went wrong or cannot be done. */
  readonly lines: readonly string[];
}

interface Given {
  readonly level: LevelName;
  readonly kind: PathKind;
  readonly onPath: (line: string) => void;
}

/** What the kind promises to cover and did not, and what is called unreachable and was walked. */
function gapsOf(kind: PathKind, result: RunResult, unreachable: Readonly<Record<string, string>>) {
  const counts = Object.assign({}, ...COVERS[kind].map((what) => result[what])) as Readonly<
    Record<string, number>
  >;
  return {
    missing: neverIn(counts).filter((key) => !(key in unreachable)),
    walkedAnyway: Object.keys(unreachable).filter(
      (key) => (result.transitions[key] ?? result.states[key] ?? 0) > 0,
    ),
    unknown: Object.keys(unreachable).filter(
      (key) => !(key in result.transitions) && !(key in result.states),
    ),
  };
}

/** Walks all paths of a kind through one machine at one level. */
export async function verdictOf<TName extends MachineName>(
  name: TName,
  levels: Levels,
  { level: levelName, kind, onPath }: Given,
): Promise<Verdict> {
  const level = levels[name];
  const walk: Walk<MachineOf<TName>> = level.walk ?? WALKS[name];
  const { paths } = pathsOf<MachineOf<TName>>(walk, kind);
  const date = new Date().toISOString();
  const result = await runPaths<MachineOf<TName>>({
    walk,
    level,
    paths,
    onPath: ({ number, events, result, duration }) =>
      onPath(
        `${name}: path ${number} of ${paths.length}, ${plural(events.length, 'event')}, ${result.status}, ${seconds(duration)}`,
      ),
  });
  const unreachable = level.unreachable ?? {};
  const { missing, walkedAnyway, unknown } = gapsOf(kind, result, unreachable);
  const failed = result.paths.flatMap(({ result }) =>
    result.status === 'failed' ? [result.message] : [],
  );
  const reasons = Object.entries(unreachable).filter(([key]) => !walkedAnyway.includes(key));
  const counted = [
    plural(Object.keys(result.states).length, 'state'),
    plural(Object.keys(result.transitions).length, 'transition'),
    plural(paths.length, 'path'),
    missing.length > 0
      ? `${missing.length} NOT covered`
      : reasons.length > 0
        ? `all covered but ${reasons.length} that nobody can make here`
        : `all ${COVERS[kind].length === 1 ? 'states ' : ''}covered`,
    ...(failed.length > 0 ? [`${plural(failed.length, 'path')} FAILED`] : []),
  ].join(', ');
  return {
    machine: name,
    isGood: failed.length + missing.length + walkedAnyway.length + unknown.length === 0,
    record: {
      version: 1,
      machine: name,
      level: levelName,
      kind,
      date,
      seed: null,
      duration: result.duration,
      states: result.states,
      transitions: result.transitions,
      denied: result.denied,
      unreachable,
      paths: result.paths,
    },
    lines: [
      `${name}: ${counted} (${seconds(result.duration)})`,
      ...failed.map((message) => `  FAILED ${message}`),
      ...missing.map((key) => `  NOT covered: ${key}`),
      ...walkedAnyway.map((key) => `  WRONG: it is said that nobody can make it here: ${key}`),
      ...unknown.map(
        (key) => `  WRONG: said to be unreachable, and there is no such thing: ${key}`,
      ),
      ...reasons.map(([key, reason]) => `  not here: ${key}: ${reason}`),
    ],
  };
}
