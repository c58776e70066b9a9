import path from 'node:path';
import type { ParseArgsConfig } from 'node:util';
import { numberIn, understood, Usage } from '../../support/command-line.ts';
import { stateNamesOf } from '../branches.ts';
import { LEVELS } from '../level.ts';
import type { LevelName } from '../level.ts';
import { PATH_KINDS } from '../paths.ts';
import type { PathKind } from '../paths.ts';
import { MACHINE_NAMES, WALKS } from '../walks/index.ts';
import type { MachineName } from '../walks/index.ts';

export { Usage };

export interface Subcommand {
  readonly name: string;
  /** One line for the list of subcommands. */
  readonly summary: string;
  /** The whole page of `--help`. */
  readonly help: string;
  /** @returns the exit code. @throws {Usage} */
  run(given: readonly string[]): Promise<number>;
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** @throws {Usage} for an option that the subcommand does not have. */
export function parsed<TOptions extends Options>(given: readonly string[], options: TOptions) {
  return understood({
    args: [...given],
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
    strict: true,
  });
}

/** Letters that differ, for "did you mean". */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min(
          (row[j + 1] ?? 0) + 1,
          (next[j] ?? 0) + 1,
          (row[j] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}

function oneOf<T extends string>(what: string, given: string, known: readonly T[]): T {
  const found = known.find((name) => name === given);
  if (found !== undefined) return found;
  const close = known.filter(
    (name) => distance(name, given) <= 2 || name.split('.').at(-1) === given,
  );
  const hint = close.length === 1 ? ` Did you mean ${close.join()}?` : '';
  throw new Usage(`There is no ${what} “${given}”.${hint} There is: ${known.join(', ')}.`);
}

export const machineNamed = (given: string): MachineName => oneOf('machine', given, MACHINE_NAMES);

/** Exactly one. */
export function oneMachine(given: readonly string[]): MachineName {
  const [name, more] = given;
  if (name === undefined) throw new Usage(`Which machine? There is: ${MACHINE_NAMES.join(', ')}.`);
  if (more !== undefined) throw new Usage(`One machine at a time: ${name} or ${more}?`);
  return machineNamed(name);
}

export const levelNamed = (given: string): LevelName => oneOf('level', given, LEVELS);

export const kindNamed = (given: string): PathKind =>
  oneOf('kind of paths', given, Object.keys(PATH_KINDS) as PathKind[]);

export const stateNamed = (machine: MachineName, given: string): string =>
  oneOf(`state of ${machine}`, given, stateNamesOf(WALKS[machine].machine));

/** @throws {Usage} unless it is a whole number from `least` on. */
export function wholeNumber(
  option: string,
  given: string | undefined,
  least: number,
): number | undefined {
  return given === undefined ? undefined : numberIn(option, given, { least });
}

/** @throws {Usage} when nothing stands behind `--out`. */
export function outOf(given: string | undefined, usual: string): string {
  if (given === '') throw new Usage('--out wants a name.');
  return path.resolve(given ?? usual);
}

/** @throws {Usage} when something stands there that means nothing. */
export function nothingElse(positionals: readonly string[]): void {
  const [first] = positionals;
  if (first !== undefined) throw new Usage(`“${first}” means nothing here.`);
}
