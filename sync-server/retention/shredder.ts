import { NaervaerError } from '@naervaer/machines/protocol';
import type { ConsultationId } from '@naervaer/machines/protocol';
import type { Store, StoredKey, Stream } from '@naervaer/storage';
import { clinicIdOf } from '../actors/index.ts';
import type { ActorHost } from '../actors/index.ts';
import type { AccessFact, AccessWriter } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import type { Sealer } from '../keys/index.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';

/** Deletes keys, and with them all that was sealed under them (ST2). */
export interface Shredder {
  /**
   * First makes sure that no clinic needs what becomes unreadable, then deletes, then says so in the
   * access log (P3). A clinic that cannot be written now keeps its keys.
   * @returns the keys that are gone
   */
  shred(
    keys: readonly StoredKey[],
    why: Pick<AccessFact, 'action' | 'purpose'>,
  ): Promise<readonly StoredKey[]>;
}

export interface ShredderDeps {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly host: Pick<ActorHost, 'settle'>;
  readonly access: Pick<AccessWriter, 'writeLater'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Keys in one transaction, so that a long weekend's do not hold the disk. */
const AT_ONCE = 500;

export function createShredder(deps: ShredderDeps): Shredder {
  const { store, sealer, host, access, clock, log } = deps;

  /** Whether nothing of the stream's past is needed any more. */
  async function isSettled(stream: Stream | null): Promise<boolean> {
    const clinicId = clinicIdOf(stream);
    if (clinicId === undefined) return true;
    try {
      await host.settle(clinicId);
      return true;
    } catch (error) {
      // Of a clinic that is gone nobody loads anything again.
      if (error instanceof NaervaerError && error.code === 'unknownClinic') return true;
      log.warn(shapeOf(error), 'keys are kept: the clinic could not be written');
      return false;
    }
  }

  async function settled(keys: readonly StoredKey[]): Promise<readonly StoredKey[]> {
    const byStream = Map.groupBy(keys, ({ stream }) => stream);
    const good: StoredKey[] = [];
    for (const [stream, its] of byStream) if (await isSettled(stream)) good.push(...its);
    return good;
  }

  const factOf = (
    { subject, stream, citizen }: StoredKey,
    why: Pick<AccessFact, 'action' | 'purpose'>,
  ): AccessFact => ({
    at: clock.now(),
    ...why,
    by: null,
    clinicId: clinicIdOf(stream) ?? null,
    consultationId: subject as ConsultationId,
    citizen: citizen === null ? null : { pseudonym: citizen },
    target: null,
  });

  return {
    async shred(keys, why) {
      const gone = await settled(keys);
      for (let from = 0; from < gone.length; from += AT_ONCE) {
        const some = gone.slice(from, from + AT_ONCE);
        const subjects = some.map(({ subject }) => subject);
        await store.deleteKeys(subjects);
        sealer.forget(subjects);
        // A clinic's day is about nobody.
        const about = some.filter(({ subject, stream }) => !subject.startsWith(`${stream}/`));
        access.writeLater(about.map((key) => factOf(key, why)));
      }
      return gone;
    },
  };
}
