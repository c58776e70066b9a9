import type { Epoch } from '@naervaer/machines/protocol';
import type { Store } from '@naervaer/storage';
import type { Clock } from '../clock.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';

/** The number under which this server writes view documents now (DC2). */
export interface Epochs {
  current(): Epoch;
  close(): void;
}

interface Deps {
  readonly store: Pick<Store, 'nextEpoch'>;
  readonly clock: Clock;
  readonly log: Log;
  /** A new epoch began while the server runs: whoever reads under the old one must come again. */
  readonly onNew: () => void;
}

/** When nobody waits and no board is read: three o'clock in the night, Danish time. */
const NIGHT_HOUR = 3;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const danishTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Copenhagen',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** Milliseconds from `now` to the next night's turn; never 0, so that one night has one turn. */
export function untilNight(now: number): number {
  const [hours = 0, minutes = 0, seconds = 0] = danishTime.format(now).split(':').map(Number);
  const ofDay = ((hours * 60 + minutes) * 60 + seconds) * 1000 + (now % 1000);
  return (NIGHT_HOUR * HOUR_MS - ofDay + DAY_MS) % DAY_MS || DAY_MS;
}

/**
 * A new epoch at each start, and one each night: what a document gathers of a day – the traces of
 * rows that came and went – does not survive it (DC5).
 */
export async function createEpochs({ store, clock, log, onNew }: Deps): Promise<Epochs> {
  let epoch = (await store.nextEpoch()) as Epoch;
  let cancel = (): void => undefined;

  async function turn(): Promise<void> {
    try {
      epoch = (await store.nextEpoch()) as Epoch;
      onNew();
    } catch (error) {
      // Yesterday's documents serve for another day.
      log.warn(shapeOf(error), 'no new epoch');
    }
    arm();
  }
  function arm(): void {
    cancel = clock.after(untilNight(clock.now()), () => void turn());
  }
  arm();

  return { current: () => epoch, close: () => cancel() };
}
