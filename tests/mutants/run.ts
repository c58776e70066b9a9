import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import type { Mutant } from './mutant.ts';

type Result = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A mutant that keeps the tests from ending is noticed; one that no test reaches is not. */
const FATES: Readonly<Record<string, Mutant['fate']>> = {
  Killed: 'killed',
  Timeout: 'killed',
  Survived: 'survived',
  NoCoverage: 'survived',
  RuntimeError: 'invalid',
  CompileError: 'invalid',
};

const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function mutantOf({ fileName, location, replacement, status }: Result): Mutant {
  const fate = FATES[status];
  if (fate === undefined) throw new Error(`Stryker left a mutant ${status}`);
  const { start, end } = location;
  const lines = readFileSync(fileName, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  const before = start.column - 1;
  const behind = (lines.at(-1) ?? '').length - (end.column - 1);
  const text = lines.join('\n');
  return {
    file: fileName.slice(ROOT.length),
    line: start.line,
    source: (lines[0] ?? '').trim(),
    original: onOneLine(text.slice(before, text.length - behind)),
    replacement: onOneLine(replacement ?? ''),
    fate,
  };
}

/**
 * Changes every piece of the machines in the given folders, one at a time, and runs the tests that
 * stand beside the machines. Works on a copy under `test-results/` and removes it.
 * @param folders from the root of the house
 * @throws when the tests fail without any change
 */
export async function runMutants(folders: readonly string[]): Promise<readonly Mutant[]> {
  process.chdir(ROOT);
  const stryker = new Stryker({
    mutate: [...folders.map((folder) => `${folder}/**/*.ts`), '!**/*.test.ts', '!**/example.ts'],
    configFile: 'tests/mutants/stryker.config.ts',
  });
  return (await stryker.runMutationTest()).map(mutantOf);
}
