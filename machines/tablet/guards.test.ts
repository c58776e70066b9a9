import { expect, it } from 'vitest';
import { BLANK, initialContext } from './context.ts';
import type { Draft, TabletContext } from './context.ts';
import { citizenProblems, reasonProblems } from './guards.ts';

const DEMO = '720341-1234';
/** Nobody living has it: born 1858. */
const REAL = '010158-5000';
const REPLACEMENT = '0203291WQ3';
const filled: Draft = { ...BLANK, number: DEMO, name: 'Example', consented: true };
const typed = (draft: Partial<Draft>, isDemo = true): TabletContext => ({
  ...initialContext,
  isDemo,
  draft: { ...filled, ...draft },
});

it.each([
  ['nothing', {}, {}],
  ['no number', { number: '' }, { number: 'invalidCpr' }],
  ['a number that is none', { number: '300241-1234' }, { number: 'invalidCpr' }],
  ['a name of spaces', { name: '  ' }, { name: 'missingName' }],
  ['no declaration', { consented: false }, { consented: 'missingAttestation' }],
  [
    'everything',
    BLANK,
    { number: 'invalidCpr', name: 'missingName', consented: 'missingAttestation' },
  ],
  ['an agreement in place of all that', { ...BLANK, way: 'withoutCpr', agreed: true }, {}],
  ['no agreement', { way: 'withoutCpr' }, { agreed: 'missingAgreement' }],
] as const)('T3, T4: %s stands in the way, in the server’s own codes', (_, draft, problems) => {
  expect(citizenProblems(typed(draft))).toEqual(problems);
});

it('T3: a real number has no place in the demo, nor an invented one in production', () => {
  const problemOf = (number: string, isDemo: boolean) =>
    citizenProblems(typed({ number }, isDemo)).number;
  expect(problemOf(REAL, true)).toBe('realCprInDemo');
  expect(problemOf(REAL, false)).toBeUndefined();
  expect(problemOf(DEMO, true)).toBeUndefined();
  expect(problemOf(DEMO, false)).toBe('demoCprInProduction');
  for (const isDemo of [true, false]) expect(problemOf(REPLACEMENT, isDemo)).toBeUndefined();
});

it('T6: a reason of spaces is none', () => {
  expect(reasonProblems(typed({ reason: ' \n ' }))).toEqual({ reason: 'missingReason' });
  expect(reasonProblems(initialContext)).toEqual({ reason: 'missingReason' });
  expect(reasonProblems(typed({ reason: 'Example' }))).toEqual({});
});
