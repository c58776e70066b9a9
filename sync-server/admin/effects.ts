import type { ClinicId } from '@naervaer/machines/protocol';
import type { Identity, SignedIn } from '../identity/index.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';
import type { Leaving, Plan } from './types.ts';

export interface EffectsDeps {
  readonly identity: Pick<Identity, 'endSessionsOf'>;
  readonly log: Log;
  /** Everybody who has a connection open. */
  connected(): Iterable<SignedIn>;
  /** Loads a clinic that is new, and shows what it is called now to whoever looks at it. */
  showClinic(clinicId: ClinicId): Promise<void>;
}

/** What follows a stored change at once: whoever it puts out is out, and open pages show it (P1). */
export interface Effects {
  /** Never rejects: the change is stored, whatever becomes of the rest. */
  of(plan: Plan): Promise<void>;
}

export function createEffects({ identity, log, connected, showClinic }: EffectsDeps): Effects {
  /**
   * Of an organisation: those who are connected. Every other session asks the directory when it is
   * used the next time, and finds that its door is gone.
   */
  function peopleOf(leaving: Leaving): readonly SignedIn['personId'][] {
    if ('personId' in leaving) return [leaving.personId];
    const { organisationId, kinds } = leaving;
    return [...connected()].flatMap(({ personId, organisation, role }) =>
      organisation.id === organisationId && kinds.includes(role) ? [personId] : [],
    );
  }

  return {
    async of({ changes, leaving }) {
      const people = new Set(leaving.flatMap(peopleOf));
      const clinics = changes.flatMap((change) =>
        change.kind === 'clinic' && 'put' in change ? [change.put.id] : [],
      );
      const done = await Promise.allSettled([
        ...[...people].map((personId) => identity.endSessionsOf(personId)),
        ...clinics.map(showClinic),
      ]);
      for (const one of done) {
        if (one.status === 'rejected') log.error(shapeOf(one.reason), 'effect of a change failed');
      }
    },
  };
}
