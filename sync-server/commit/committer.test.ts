import type { Entry } from '@naervaer/storage';
import { expect, it } from 'vitest';
import { createCommitter } from './committer.ts';

const entry: Entry = {
  stream: 'clinic/nordby',
  events: [],
  outcome: null,
  records: [],
  keys: [],
  ended: [],
  access: [],
};

it('ST1: an entry that comes in the moment in which the last one is told is not left lying', async () => {
  const groups: number[] = [];
  const committer = createCommitter({
    commit: async (batch) => void groups.push(batch.length),
  });
  await committer.add(entry);
  await committer.add(entry);
  await committer.idle();
  expect(groups).toEqual([1, 1]);
});
