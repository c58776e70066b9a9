import { ClinicId } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { newId } from './new-id.ts';

test.each([
  ['Lægehuset Søndergade', /^laegehuset-soendergade-[a-z0-9]{6}$/],
  ['  Åen & Co. ', /^aaen-co-[a-z0-9]{6}$/],
  ['–', /^x-[a-z0-9]{6}$/],
  ['a'.repeat(120), /^a{48}-[a-z0-9]{6}$/],
])('a new id of %s is readable and an id of the wire', (name, shape) => {
  const id = newId(name);
  expect(id).toMatch(shape);
  expect(v.is(ClinicId, id)).toBe(true);
});

test('two of one name are two', () => {
  expect(newId('Akutteamet')).not.toBe(newId('Akutteamet'));
});
