import { readConfig } from '@naervaer/sync-server/config.ts';
import { createLog, shapeOf } from '@naervaer/sync-server/log.ts';
import { GRACE_MS } from '@naervaer/sync-server/presence/index.ts';
import { startServer } from '@naervaer/sync-server/server.ts';
import { handClock } from '../../support/hand-clock.ts';

/** What the test asks of the server's process; 0 only asks. */
export interface Crank {
  readonly skip: number;
}

export interface Cranked {
  /** People whose last line is gone, and who are not called away yet. */
  readonly leaving: number;
}

/** The real server, whose clock jumps when the parent process says so; real time runs on beside. */
const config = readConfig(process.env);
const log = createLog(config.logLevel);
const hand = handClock();
let leaving = 0;

process.on('unhandledRejection', (error) => log.error(shapeOf(error), 'unhandled rejection'));
await startServer(config, {
  log,
  clock: {
    now: hand.now,
    after(ms, wake) {
      if (ms !== GRACE_MS) return hand.after(ms, wake);
      let isArmed = true;
      const settle = (): void => {
        if (isArmed) leaving -= 1;
        isArmed = false;
      };
      leaving += 1;
      const cancel = hand.after(ms, () => {
        settle();
        wake();
      });
      return () => {
        settle();
        cancel();
      };
    },
  },
});

process.on('message', ({ skip }: Crank) => {
  hand.skip(skip);
  process.send?.({ leaving } satisfies Cranked);
});
process.on('disconnect', () => process.exit(0));
