import { readConfig } from '@naervaer/sync-server/config.ts';
import { createLog, shapeOf } from '@naervaer/sync-server/log.ts';
import { startServer } from '@naervaer/sync-server/server.ts';
import { createMemoryStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { faultyStore } from '../../support/faulty-store.ts';
import { aheadOfNight, handClock } from '../../support/hand-clock.ts';
import type { Answer, Order } from './server.ts';

/**
 * The real server as a process of its own whose clock, disk and directory the test's process turns
 * over IPC. What a person cannot do – wait for half an hour, fill a disk, close a unit – is done here.
 * It is the same time of day in every run, with the night far away: there each page must come again.
 */
const clock = handClock(aheadOfNight());
const disk = faultyStore(createMemoryStore());
/** People whom the directory knows no profile of any more, until they save one. */
const newcomers = new Set<string>();
let commits = 0;

const store: Store = {
  ...disk.store,
  record: async (kind, id) =>
    kind === 'profile' && newcomers.has(id) ? undefined : disk.store.record(kind, id),
  async commit(batch) {
    await disk.store.commit(batch);
    commits += batch.length;
    for (const { id, kind } of batch.flatMap(({ records }) => records ?? []))
      if (kind === 'profile') newcomers.delete(id);
  },
};

async function obey(order: Order): Promise<void> {
  switch (order.do) {
    case 'skip':
      return clock.skip(order.ms);
    case 'look':
      return;
    case 'hold':
      return disk.hold();
    case 'letGo':
      return disk.letGo();
    case 'fail':
      return disk.fail(order.isFull ? 'unavailable' : undefined);
    case 'forget':
      return void newcomers.add(order.personId);
    case 'closeUnit': {
      const profile = { jobRole: 'nurse', unitId: 'nedlagt', unitName: 'Nedlagt' };
      const json = JSON.stringify(profile);
      return store.putRecords([{ kind: 'profile', id: order.personId, json }]);
    }
  }
}

const answer = (message: Answer): void => void process.send?.(message);

// As in `main.ts`, so that it is the same server but for what is turned.
const config = readConfig({ ...process.env, STORAGE: 'memory', RATE_LIMIT_FACTOR: '1000' });
const log = createLog(config.logLevel);
process.on('unhandledRejection', (error) => log.error(shapeOf(error), 'unhandled rejection'));
process.on('disconnect', () => process.exit(0));
process.on('message', (order: Order) => {
  void obey(order).then(() => answer({ id: order.id, held: disk.held(), commits }));
});
await startServer(config, { log, clock, store });
answer({ id: 0, held: 0, commits });
