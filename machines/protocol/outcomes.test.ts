import * as v from 'valibot';
import { expect, test } from 'vitest';
import { NaervaerError, unreachable } from './errors.ts';
import { ACCEPTED, Outcome, refused } from './outcomes.ts';

test('CM3: an outcome is accepted, or refused with a code and with the holder if there is one', () => {
  expect(ACCEPTED).toEqual({ status: 'accepted' });
  expect(refused('notYours')).toStrictEqual({ status: 'refused', code: 'notYours' });
  expect(refused('alreadyClaimed', 'Mette Holm')).toStrictEqual({
    status: 'refused',
    code: 'alreadyClaimed',
    holder: 'Mette Holm',
  });
  for (const outcome of [ACCEPTED, refused('notYours'), refused('alreadyClaimed', 'Mette Holm')])
    expect(v.parse(Outcome, outcome)).toEqual(outcome);
  for (const wrong of [{}, { status: 'lost' }, { status: 'refused' }, { ...ACCEPTED, code: 'x' }])
    expect(v.is(Outcome, wrong)).toBe(false);
});

test('SE4: an error tells its class and its code, and no value', () => {
  const error = new NaervaerError('notStored');
  expect(error).toMatchObject({ name: 'NaervaerError', code: 'notStored', message: 'notStored' });
  expect(() => unreachable('720341-1234' as never)).toThrow(/^unreachable: string$/);
});
