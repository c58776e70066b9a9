import { expect, test } from 'vitest';
import type { Mutant, Named } from './mutant.ts';
import { reportOf } from './report.ts';
import { scoreOf } from './score.ts';

const mutant = (line: number, fate: Mutant['fate'], folder = 'call'): Mutant => ({
  file: `machines/${folder}/machine.ts`,
  line,
  source: `const patience = ${line};`,
  original: `${line}`,
  replacement: '0',
  fate,
});
const killed = (count: number, folder?: string) =>
  Array.from({ length: count }, (_, line) => mutant(line, 'killed', folder));
const survivor = mutant(500, 'survived');
const named = ({ file, source, original, replacement }: Mutant): Named => ({
  file,
  source,
  original,
  replacement,
  why: 'same thing',
});

test('M6: the score is counted by folder, without what does not load', () => {
  const score = scoreOf(
    [...killed(19), mutant(1, 'survived'), mutant(2, 'invalid'), ...killed(3, 'clinic')],
    [],
  );
  expect(score.folders).toEqual([
    { folder: 'machines/call', killed: 19, all: 20 },
    { folder: 'machines/clinic', killed: 3, all: 3 },
  ]);
  expect(score.total).toEqual({ folder: 'all', killed: 22, all: 23 });
});

test('M6: a survivor without a reason is not good, whatever the score', () => {
  const mutants = [...killed(999), survivor];
  expect(scoreOf(mutants, []).isGood).toBe(false);
  expect(scoreOf(mutants, [named(survivor)]).isGood).toBe(true);
  expect(reportOf(scoreOf(mutants, []))).toContain('machines/call/machine.ts:500  500  →  0');
  expect(reportOf(scoreOf(mutants, [named(survivor)]))).toContain('same thing');
});

test('M6: below 95 % is not good, whatever the reasons', () => {
  const reasons = [named(survivor)];
  expect(scoreOf([...killed(19), survivor], reasons).isGood).toBe(true);
  expect(scoreOf([...killed(18), survivor], reasons).isGood).toBe(false);
});

test('a reason for what no longer survives is taken out, one of a file not tested now stays', () => {
  const other = { ...named(survivor), file: 'machines/clinic/machine.ts' };
  expect(scoreOf(killed(9), [named(survivor)]).stale).toEqual([named(survivor)]);
  expect(scoreOf(killed(9), [named(survivor)]).isGood).toBe(false);
  expect(scoreOf(killed(9), [other]).isGood).toBe(true);
});
