import { expect, it } from 'vitest';
import { createCounter } from './counter.ts';

it('lets in so many of one key, counts each leaving once, and forgets who has none (SE3)', () => {
  const counter = createCounter(2);
  const first = counter.enter('a');
  expect([first, counter.enter('a'), counter.enter('b')]).not.toContain(undefined);
  expect(counter.enter('a')).toBeUndefined();
  first?.left();
  first?.left();
  expect(counter.enter('a')).toBeDefined();
  expect(counter.enter('a')).toBeUndefined();
});
