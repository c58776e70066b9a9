import { expect, test } from 'vitest';
import { dayOf, startOf } from './instants.ts';

test('a day begins where a date field says, and ends where the next one begins', () => {
  const at = startOf('2026-11-21');
  expect(at).toBe(new Date(2026, 10, 21).getTime());
  expect(startOf('2026-12-31', 1)).toBe(new Date(2027, 0, 1).getTime());
});

test('an instant is of the day in which it lies', () => {
  expect(dayOf(new Date(2026, 0, 5, 23, 59).getTime())).toBe('2026-01-05');
});

test.each(['', '21-11-2026', '2026-11', 'yesterday'])('no day: “%s”', (typed) => {
  expect(startOf(typed)).toBeUndefined();
});
