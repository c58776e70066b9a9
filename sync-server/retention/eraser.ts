import { consultationIn } from '@naervaer/machines/clinic';
import type { ClinicEvent } from '@naervaer/machines/clinic';
import { isOver } from '@naervaer/machines/consultation';
import type { Consultation } from '@naervaer/machines/consultation';
import { NaervaerError } from '@naervaer/machines/protocol';
import type { ClinicId, ConsultationId, Instant } from '@naervaer/machines/protocol';
import type { RecordName, Store, StoredKey } from '@naervaer/storage';
import { clinicIdOf } from '../actors/index.ts';
import type { ActorHost } from '../actors/index.ts';
import { shapeOf } from '../log.ts';
import { createShredder } from './shredder.ts';
import type { ShredderDeps } from './shredder.ts';

/** Does what `requestErasure` asked for: ends what is open, tells the waiter, deletes the key. */
export interface Eraser {
  /** From now on looks often whether anything is asked for. */
  start(): void;
  /** @returns what was done; what could not be done stays asked for */
  look(): Promise<Erased>;
  close(): Promise<void>;
}

export interface Erased {
  readonly cancelled: number;
  readonly deleted: number;
  readonly left: number;
}

const NOTHING: Erased = { cancelled: 0, deleted: 0, left: 0 };

/** How soon a running server sees what the command asks for. */
const LOOK_MS = 500;

const nameOf = (subject: string): RecordName => ({ kind: 'erasure', id: subject });

/** Asks whoever holds the data folder to erase these. Holds no more than the ids of consultations. */
export const requestErasure = (
  store: Pick<Store, 'putRecords'>,
  subjects: readonly string[],
): Promise<void> =>
  store.putRecords(subjects.map((id) => ({ kind: 'erasure' as const, id, json: '{}' })));

interface Deps extends ShredderDeps {
  readonly host: Pick<ActorHost, 'settle' | 'committed' | 'take'>;
}

export function createEraser(deps: Deps): Eraser {
  const { store, host, clock, log } = deps;
  const shredder = createShredder(deps);
  let stop = (): void => undefined;
  let running: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  async function openIn(clinicId: ClinicId, id: ConsultationId): Promise<Consultation | undefined> {
    try {
      const found = consultationIn((await host.committed(clinicId)).context, id);
      return found === undefined || isOver(found.value) ? undefined : found;
    } catch (error) {
      if (error instanceof NaervaerError && error.code === 'unknownClinic') return undefined;
      throw error;
    }
  }

  /** @returns whether it was open, and is not any more */
  async function cancel({ subject, stream }: StoredKey): Promise<boolean> {
    const clinicId = clinicIdOf(stream);
    const id = subject as ConsultationId;
    const open = clinicId && (await openIn(clinicId, id));
    if (clinicId === undefined || open === undefined) return false;
    const outcome = await host.take(clinicId, (at) => endOf(id, open, at));
    if (outcome.status === 'refused' && outcome.code !== 'consultationOver') {
      throw new NaervaerError(outcome.code, 'it could not be ended now');
    }
    return true;
  }

  async function look(): Promise<Erased> {
    const asked = await store.records('erasure');
    if (asked.length === 0) return NOTHING;
    let cancelled = 0;
    const keys: StoredKey[] = [];
    const done: RecordName[] = [];
    for (const { id } of asked) {
      const key = await store.key(id);
      if (key === undefined) {
        done.push(nameOf(id));
        continue;
      }
      try {
        if (await cancel(key)) cancelled += 1;
        keys.push(key);
      } catch (error) {
        log.warn(shapeOf(error), 'erasure: a consultation could not be ended');
      }
    }
    const why = { action: 'eraseCitizen', purpose: 'citizensRight' } as const;
    const gone = await shredder.shred(keys, why);
    done.push(...gone.map(({ subject }) => nameOf(subject)));
    await store.deleteRecords(done);
    const erased = { cancelled, deleted: gone.length, left: asked.length - done.length };
    log.info(erased, 'erasure');
    return erased;
  }

  async function work(): Promise<void> {
    await look().catch((error: unknown) => log.warn(shapeOf(error), 'erasure failed'));
    if (!isClosed) stop = clock.after(LOOK_MS, wake);
  }

  function wake(): void {
    running = work();
  }

  return {
    start: wake,
    look,
    async close() {
      isClosed = true;
      stop();
      await running;
    },
  };
}

/** As if the waiter left: the one end that needs no clinician, and that every screen explains. */
function endOf(
  consultationId: ConsultationId,
  { value, context }: Consultation,
  at: Instant,
): ClinicEvent {
  const by = context.request.waiter.personId;
  return value === 'waiting' || value === 'called'
    ? { type: 'LEAVE', at, consultationId, by }
    : { type: 'END', at, consultationId, by, side: 'waiter' };
}
