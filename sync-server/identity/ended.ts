import type { Instant, PersonId } from '@naervaer/machines/protocol';
import type { AccessFact, Actor } from '../audit/types.ts';

/** Somebody's sessions were ended by another (P1): by a colleague, or by nobody in person. */
export const sessionsEnded = (at: Instant, personId: PersonId, by: Actor | null): AccessFact => ({
  at,
  action: 'endSessions',
  purpose: 'administration',
  by,
  clinicId: null,
  consultationId: null,
  citizen: null,
  target: `person/${personId}`,
});
