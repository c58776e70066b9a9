import { expect, it } from 'vitest';
import { createFlow } from './flow.ts';

it('lets a burst through, then so many a second, and is never owed more than a burst (SE3)', () => {
  let now = 1_000;
  const flow = createFlow({ now: () => now, after: () => () => undefined }, 3, 2);
  const takes = (count: number): boolean[] => Array.from({ length: count }, () => flow.take());
  expect(takes(4)).toEqual([true, true, true, false]);
  now += 500;
  expect(takes(2)).toEqual([true, false]);
  now += 60_000;
  expect(takes(4)).toEqual([true, true, true, false]);
  // A clock that was set back gives nothing and takes nothing.
  now -= 30_000;
  expect(takes(1)).toEqual([false]);
});
