import type { ClinicId, OrganisationId } from '@naervaer/machines/protocol';
import type { Clock } from '../clock.ts';
import type { Directory } from '../directory/index.ts';
import type { Unlisted } from './admission.ts';

/** How long an administrator has to take somebody onto the list, in milliseconds. */
export const REQUEST_AGE = 14 * 24 * 60 * 60 * 1000;
/** Requests that one clinic keeps: who is let in by a wrong role does not fill the list. */
export const MOST_REQUESTS = 200;

/** People who came with the right role and are on no clinic's list (B11). */
export interface UnlistedPeople {
  /** Leaves their names to the administrators of the clinics; the newest time counts. */
  remember(organisationId: OrganisationId, person: Unlisted): Promise<void>;
  /** Deletes what is too old. */
  sweep(): Promise<void>;
}

export function createUnlistedPeople(directory: Directory, clock: Clock): UnlistedPeople {
  let turn: Promise<unknown> = Promise.resolve();
  /** One at a time: two who come at once must both be counted. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  async function sweep(): Promise<void> {
    const before = clock.now() - REQUEST_AGE;
    const old = (await directory.requests()).filter(({ at }) => at <= before);
    if (old.length === 0) return;
    await directory.change(old.map(({ id }) => ({ kind: 'request', remove: id })));
  }

  return {
    remember: (organisationId, { personId, name, clinics }) =>
      inTurn(async () => {
        await sweep();
        const others = (await directory.requests()).filter(({ id }) => id !== personId);
        const isFull = (clinic: ClinicId): boolean =>
          others.filter((request) => request.clinics.includes(clinic)).length >= MOST_REQUESTS;
        const asked = clinics.filter((clinic) => !isFull(clinic));
        if (asked.length === 0) return;
        const put = { id: personId, organisationId, name, clinics: asked, at: clock.now() };
        await directory.change([{ kind: 'request', put }]);
      }),
    sweep: () => inTurn(sweep),
  };
}
