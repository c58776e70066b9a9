import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '@naervaer/storage';
import { run } from '../../faults/entries/run.ts';
import { seededRandom } from '../../support/random.ts';

/**
 * The server on a disk that is slow and now and then refuses. Both are allowed: what is between
 * deciding and storing takes long enough for a kill and for a second command to come in there.
 */
const milliseconds = Number(process.env['DISK_MS'] ?? 0);
const refuses = Number(process.env['DISK_REFUSES'] ?? 0);
const random = seededRandom(Number(process.env['DISK_SEED'] ?? 1));

await run((store) => ({
  async commit(batch) {
    if (milliseconds > 0) await delay(milliseconds);
    // Commands of the queue alone: without the directory, whose demo is seeded at the start, or
    // somebody's sign-in in the access log, nothing would ever begin.
    const isCommand = batch.some(({ stream }) => stream !== 'access' && stream !== 'directory');
    if (random.next() < refuses && isCommand) throw new StoreError('unavailable');
    await store.commit(batch);
  },
}));
