import { consultationIn } from '@naervaer/machines/clinic';
import { isOver } from '@naervaer/machines/consultation';
import { NaervaerError } from '@naervaer/machines/protocol';
import type { ClinicId, ConsultationId, Instant } from '@naervaer/machines/protocol';
import type { EndedKey, StoredKey } from '@naervaer/storage';
import { clinicIdOf } from '../actors/index.ts';
import type { ActorHost } from '../actors/index.ts';
import type { Committer } from '../commit/index.ts';
import { shapeOf } from '../log.ts';
import { createShredder } from './shredder.ts';
import type { ShredderDeps } from './shredder.ts';

/** P2: deletes each consultation's key when the clinic's retention is over. */
export interface Retention {
  /** Deletes now what is due. @returns how many keys are gone */
  sweep(): Promise<number>;
  /**
   * Lets the retention run for what ended without anybody saying so: of a clinic that is gone, or
   * that does not know it any more. @returns how many
   */
  findOrphans(): Promise<number>;
  /** Resolves when nothing is under way. */
  close(): Promise<void>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Deps extends ShredderDeps {
  readonly host: Pick<ActorHost, 'settle' | 'committed'>;
  readonly committer: Pick<Committer, 'add'>;
  /** Of clinics that are there. */
  clinicIds(): readonly ClinicId[];
  /** Hours; the default for a clinic that is gone. */
  retentionOf(clinicId: ClinicId): number;
}

export function createRetention(deps: Deps): Retention {
  const { store, host, committer, clock, log, retentionOf } = deps;
  const shredder = createShredder(deps);
  let stop = (): void => undefined;
  let running: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  let orphansAt = -Infinity;

  function isDue({ stream, endedAt }: StoredKey, now: Instant): boolean {
    const clinicId = clinicIdOf(stream);
    if (clinicId === undefined || endedAt === null) return false;
    return endedAt + retentionOf(clinicId) * HOUR_MS <= now;
  }

  async function sweep(): Promise<number> {
    const now = clock.now();
    const gone = '' as ClinicId;
    const shortest = Math.min(...[...deps.clinicIds(), gone].map(retentionOf));
    const ended = await store.endedKeys(now - shortest * HOUR_MS);
    const due = ended.filter((key) => isDue(key, now));
    if (due.length === 0) return 0;
    const { length } = await shredder.shred(due, { action: 'deleteData', purpose: 'retention' });
    log.info({ keys: length, left: due.length - length }, 'retention: keys deleted');
    return length;
  }

  async function isOpen({ subject, stream }: StoredKey): Promise<boolean> {
    const clinicId = clinicIdOf(stream);
    if (clinicId === undefined) return true;
    try {
      const { context } = await host.committed(clinicId);
      const consultation = consultationIn(context, subject as ConsultationId);
      return consultation !== undefined && !isOver(consultation.value);
    } catch (error) {
      if (error instanceof NaervaerError && error.code === 'unknownClinic') return false;
      throw error;
    }
  }

  async function findOrphans(): Promise<number> {
    const at = clock.now();
    const open = (await store.keys()).filter(
      // A join of this moment may be on the disk and not yet in the clinic as committed.
      ({ endedAt, madeAt, stream }) => endedAt === null && stream !== null && madeAt < at - HOUR_MS,
    );
    const ended: EndedKey[] = [];
    for (const key of open) if (!(await isOpen(key))) ended.push({ subject: key.subject, at });
    if (ended.length === 0) return 0;
    const nothing = { events: [], outcome: null, records: [], access: [] };
    await committer.add({ stream: 'retention', ...nothing, ended });
    log.warn({ keys: ended.length }, 'retention: keys that nobody ended');
    return ended.length;
  }

  async function work(): Promise<void> {
    try {
      if (clock.now() - orphansAt >= HOUR_MS) {
        orphansAt = clock.now();
        await findOrphans();
      }
      await sweep();
    } catch (error) {
      log.warn(shapeOf(error), 'retention failed');
    }
    if (!isClosed) stop = clock.after(MINUTE_MS, wake);
  }

  function wake(): void {
    running = work();
  }
  wake();

  return {
    sweep,
    findOrphans,
    async close() {
      isClosed = true;
      stop();
      await running;
    },
  };
}
