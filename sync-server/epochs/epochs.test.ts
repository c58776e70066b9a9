import { createMemoryStore } from '@naervaer/storage';
import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { createEpochs, untilNight } from './epochs.ts';

const HOUR = 3_600_000;

test.each([
  ['in the evening', '2026-11-21T20:00:00Z', 6 * HOUR],
  ['at the very turn: the next night', '2026-11-21T02:00:00Z', 24 * HOUR],
  ['in summer time', '2026-07-01T00:30:00Z', HOUR / 2],
])('DC5: the night is three o’clock Danish time, %s', (_when, now, wait) => {
  expect(untilNight(Date.parse(now))).toBe(wait);
});

test('DC5: each night begins a new epoch and says so', async () => {
  const wakes: (() => void)[] = [];
  let turns = 0;
  const epochs = await createEpochs({
    store: createMemoryStore(),
    clock: {
      now: () => 0,
      after(_ms, wake) {
        wakes.push(wake);
        return () => undefined;
      },
    },
    log: createLog('silent'),
    onNew: () => void (turns += 1),
  });
  const first = epochs.current();
  wakes.shift()?.();
  await expect.poll(() => turns).toBe(1);
  expect(epochs.current()).toBeGreaterThan(first);
  await expect.poll(() => wakes.length).toBe(1);
});
