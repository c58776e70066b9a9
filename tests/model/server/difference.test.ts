import { expect, test } from 'vitest';
import { differencesOf } from './difference.ts';

test('only what differs is named, by its place', () => {
  const is = { mode: 'open', rows: [{ position: 2 }, { position: 1 }] };
  const should = { mode: 'open', rows: [{ position: 1 }] };
  expect(differencesOf(is, should)).toEqual([
    'rows.0.position is 2 instead of 1',
    'rows.1 is {"position":1} instead of nothing',
  ]);
  expect(differencesOf(is, structuredClone(is))).toEqual([]);
  expect(differencesOf(undefined, should)).toEqual([
    'nothing instead of {"mode":"open","rows":[{"position":1}]}',
  ]);
});
