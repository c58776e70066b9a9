import type {
  ConsultationId,
  Instant,
  OrganisationId,
  PersonId,
  RoomId,
} from '../protocol/index.ts';
import type {
  CareArea,
  DeviceCheck,
  Instead,
  JobRole,
  Part,
  Present,
  Way,
} from '../protocol/index.ts';

/** The two sides of a consultation: whoever waited, and whoever of the clinic holds it. */
export type Side = 'clinician' | 'waiter';

export interface Clinician {
  readonly personId: PersonId;
  readonly name: string;
}

/** Who waits: a caregiver, as their profile stood when they joined. */
export interface Waiter {
  readonly personId: PersonId;
  readonly name: string;
  readonly jobRole: JobRole;
  readonly workplace: string;
  readonly careArea: CareArea;
  readonly organisationId: OrganisationId;
  readonly organisation: string;
}

export interface Citizen {
  /** Ten signs without hyphen. */
  readonly digits: string;
  readonly name: string;
}

/** What a waiter brought along; fixed from the join on. */
export interface Request {
  readonly consultationId: ConsultationId;
  readonly way: Way;
  readonly waiter: Waiter;
  /** Null without CPR (T4). */
  readonly citizen: Citizen | null;
  readonly reason: string;
  readonly part: Part;
  readonly present: readonly Present[];
  readonly check: DeviceCheck;
  /** Version of the declaration that was consented to; null without CPR. */
  readonly attestation: string | null;
}

interface On {
  readonly at: Instant;
  readonly consultationId: ConsultationId;
}

/**
 * What happens to one consultation. These are the journal's facts: time and ids come in with the
 * event (MA1), and every name is in it that a view needs, so a replay asks nobody.
 */
export type ConsultationEvent =
  | (On & { readonly type: 'CLAIM'; readonly by: Clinician; readonly roomId: RoomId })
  | (On & { readonly type: 'RELEASE'; readonly by: Clinician })
  | (On & {
      readonly type: 'REJECT';
      readonly by: Clinician;
      readonly instead: Instead;
      readonly note: string;
    })
  | (On & { readonly type: 'LEAVE'; readonly by: PersonId })
  | (On & { readonly type: 'ENTER'; readonly by: PersonId; readonly side: Side })
  | (On & { readonly type: 'END'; readonly by: PersonId; readonly side: Side })
  | (On & { readonly type: 'TELL'; readonly late: number | null; readonly text: string })
  /** The side's last device went out of reach, or came back. Told by the host, not by a person. */
  | (On & { readonly type: 'AWAY'; readonly side: Side })
  | (On & { readonly type: 'BACK'; readonly side: Side })
  | (On & { readonly type: 'DEADLINE' });
