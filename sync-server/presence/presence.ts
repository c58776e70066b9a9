import { involvementsOf } from '@naervaer/machines/views';
import type { Involvement } from '@naervaer/machines/views';
import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import type { ClinicId, PersonId } from '@naervaer/machines/protocol';
import type { ActorHost } from '../actors/index.ts';
import type { Clock } from '../clock.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';

/**
 * Tells clinics whose devices went out of reach. A person is here while one of their sessions has
 * a live connection; away only after a grace, so that a reload or a short gap disturbs nobody.
 */
export interface Presence {
  arrived(personId: PersonId): void;
  left(personId: PersonId): void;
  /** A clinic changed: who is involved in it may have changed as well. */
  onCommitted(clinicId: ClinicId, snapshot: ClinicSnapshot): void;
  /** After a start: everybody involved and not back within the grace is away. */
  watchRestored(clinicIds: readonly ClinicId[]): void;
  close(): void;
}

/** A page that reloads is back in one or two seconds on a slow tablet. */
export const GRACE_MS = 5_000;
/** After a start of the server thousands come back with a spread of some seconds. */
export const RESTART_GRACE_MS = 20_000;

interface Deps {
  readonly host: ActorHost;
  readonly clock: Clock;
  readonly log: Log;
}

export function createPresence({ host, clock, log }: Deps): Presence {
  const connections = new Map<PersonId, number>();
  const leaving = new Map<PersonId, () => void>();
  const involved = new Map<PersonId, Map<ClinicId, readonly Involvement[]>>();

  const isHere = (personId: PersonId): boolean =>
    (connections.get(personId) ?? 0) > 0 || leaving.has(personId);

  function tell(personId: PersonId, type: 'AWAY' | 'BACK'): void {
    for (const [clinicId, list] of involved.get(personId) ?? []) {
      for (const { consultationId, side } of list) {
        host
          .take(clinicId, (at) => ({ type, at, consultationId, side }))
          .catch((error: unknown) => log.error(shapeOf(error), 'presence failed'));
      }
    }
  }

  function leaveAfter(personId: PersonId, grace: number): void {
    leaving.get(personId)?.();
    const cancel = clock.after(grace, () => {
      leaving.delete(personId);
      tell(personId, 'AWAY');
    });
    leaving.set(personId, cancel);
  }

  function index(clinicId: ClinicId, snapshot: ClinicSnapshot): readonly PersonId[] {
    const now = Map.groupBy(involvementsOf(snapshot), ({ personId }) => personId);
    for (const [personId, byClinic] of involved) {
      if (!byClinic.has(clinicId) || now.has(personId)) continue;
      byClinic.delete(clinicId);
      if (byClinic.size === 0) involved.delete(personId);
    }
    for (const [personId, list] of now) {
      const byClinic = involved.get(personId) ?? new Map<ClinicId, readonly Involvement[]>();
      byClinic.set(clinicId, list);
      involved.set(personId, byClinic);
    }
    return [...now.keys()];
  }

  return {
    arrived(personId) {
      connections.set(personId, (connections.get(personId) ?? 0) + 1);
      leaving.get(personId)?.();
      leaving.delete(personId);
      tell(personId, 'BACK');
    },
    left(personId) {
      const rest = (connections.get(personId) ?? 1) - 1;
      if (rest > 0) {
        connections.set(personId, rest);
        return;
      }
      connections.delete(personId);
      leaveAfter(personId, GRACE_MS);
    },
    onCommitted(clinicId, snapshot) {
      for (const personId of index(clinicId, snapshot)) {
        // Somebody who left before their join arrived is away from the start.
        if (!isHere(personId)) leaveAfter(personId, GRACE_MS);
      }
    },
    watchRestored(clinicIds) {
      for (const clinicId of clinicIds) {
        const snapshot = host.peek(clinicId);
        if (snapshot === undefined) continue;
        for (const personId of index(clinicId, snapshot)) {
          if (!isHere(personId)) leaveAfter(personId, RESTART_GRACE_MS);
        }
      }
    },
    close() {
      for (const cancel of leaving.values()) cancel();
      leaving.clear();
    },
  };
}
