import type { Store } from '@naervaer/storage';
import type { Clock } from '../clock.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';
import type { OpenChain } from './chain.ts';
import { keepBegin } from './ends.ts';
import type { Macs, Place } from './macs.ts';

/** Drops what is older than the log is kept, and tells the outside where it ends. */
export interface AccessKeeper {
  /** Drops now what is due. @returns the last line that is gone, if any is */
  drop(): Promise<Place | undefined>;
  /** Stops, and tells the end of the log a last time. */
  close(): void;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const PIECE = 1_000;

interface Deps {
  readonly store: Store;
  readonly chain: Pick<OpenChain, 'end'>;
  readonly macs: Macs;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a line is kept, in days. */
  days(): number;
}

export function createAccessKeeper({ store, chain, macs, clock, log, days }: Deps): AccessKeeper {
  let stop = (): void => undefined;
  let toldAt = -Infinity;

  /** Up to the first line that is young enough: what a clock that was set back wrote waits with it. */
  async function lastBefore(cutoff: number): Promise<Place | undefined> {
    let found: Place | undefined;
    for (;;) {
      const piece = await store.accessLines(found?.seq ?? 0, PIECE);
      for (const { seq, at, mac } of piece) {
        if (at >= cutoff) return found;
        found = { seq, mac };
      }
      if (piece.length < PIECE) return found;
    }
  }

  async function drop(): Promise<Place | undefined> {
    const gone = await lastBefore(clock.now() - days() * DAY_MS);
    if (gone === undefined) return undefined;
    // First where it begins: a crash in between leaves lines that are no part of the log, and
    // never a log whose beginning nobody can tell from a removal.
    await keepBegin(store, macs, gone);
    await store.dropAccess(gone.seq);
    log.info({ seq: gone.seq }, 'access log: retention is over');
    return gone;
  }

  /** Nobody who has the data alone can write this line's like, or take it out of the plain log. */
  function tell(): void {
    const { seq, mac } = chain.end;
    log.info({ seq, mac }, 'access log end');
    toldAt = clock.now();
  }

  function wake(): void {
    stop = clock.after(HOUR_MS, wake);
    if (clock.now() - toldAt >= DAY_MS) tell();
    drop().catch((error: unknown) => log.warn(shapeOf(error), 'access log retention failed'));
  }
  wake();

  return {
    drop,
    close() {
      stop();
      tell();
    },
  };
}
