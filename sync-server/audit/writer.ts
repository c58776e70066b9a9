import type { Clock } from '../clock.ts';
import type { Committer } from '../commit/index.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';
import type { AccessFact } from './types.ts';

/** Writes lines that no command brings along. */
export interface AccessWriter {
  /** Resolves when they are on disk. Rejects when nothing of them is: then it must not be done. */
  write(facts: readonly AccessFact[]): Promise<void>;
  /** Of what was done already, or must not wait for the disk: tried again until it is stored. */
  writeLater(facts: readonly AccessFact[]): void;
  /** Tries once more, and says how many could not be stored. */
  close(): Promise<void>;
}

const RETRY_MS = 1_000;
/** Lines gather for so long: outcomes and rows of the same change go out before this disk is asked. */
const GATHER_MS = 5;
/** Lines that wait for a disk, at most: as many as the boards of a whole country show. */
const WAITING = 20_000;
/** Lines in one transaction. */
const AT_ONCE = 500;

interface Deps {
  readonly committer: Pick<Committer, 'add'>;
  readonly clock: Clock;
  readonly log: Log;
}

export function createAccessWriter({ committer, clock, log }: Deps): AccessWriter {
  let waiting: AccessFact[] = [];
  let lost = 0;
  let running: Promise<void> | undefined;
  let isFailing = false;
  let cancelRetry = (): void => undefined;
  let letGo = (): void => undefined;

  const write = (facts: readonly AccessFact[]): Promise<void> =>
    committer.add({
      stream: 'access',
      events: [],
      outcome: null,
      records: [],
      ended: [],
      access: facts,
    });

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const some = waiting.slice(0, AT_ONCE);
      try {
        await write(some);
      } catch (error) {
        if (!isFailing) log.error(shapeOf(error), 'access log waits for the disk');
        isFailing = true;
        cancelRetry = clock.after(RETRY_MS, start);
        break;
      }
      waiting = waiting.slice(some.length);
      if (isFailing) log.info({ lines: waiting.length, lost }, 'access log is stored again');
      isFailing = false;
    }
    running = undefined;
  }

  const gathered = (): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(GATHER_MS, resolve);
      letGo = () => {
        cancel();
        resolve();
      };
    });

  function start(): void {
    running ??= gathered().then(drain);
  }

  /** What waits, now. */
  async function flush(): Promise<void> {
    cancelRetry();
    start();
    letGo();
    await running;
    cancelRetry();
  }

  return {
    write,
    writeLater(facts) {
      if (facts.length === 0) return;
      const room = Math.max(0, WAITING - waiting.length);
      if (facts.length > room) {
        if (lost === 0) log.error({ code: 'accessLogFull' }, 'access log loses lines');
        lost += facts.length - room;
      }
      waiting.push(...facts.slice(0, room));
      if (!isFailing) start();
    },
    async close() {
      await flush();
      // What came while the last ones were written.
      await flush();
      const missing = lost + waiting.length;
      if (missing > 0)
        log.error({ code: 'accessLogLost', lines: missing }, 'access log lost lines');
    },
  };
}
