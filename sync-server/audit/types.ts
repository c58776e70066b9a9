import type {
  AccessAction,
  AccessPurpose,
  ClinicId,
  ConsultationId,
  Instant,
  OrganisationId,
  PersonId,
} from '@naervaer/machines/protocol';

/**
 * Who did or saw what, when and for what (I5, P3). The citizen comes in with the number and leaves
 * as a pseudonym; no reason, note or telephone number is ever part of it.
 */
export interface AccessFact {
  readonly at: Instant;
  readonly action: AccessAction;
  readonly purpose: AccessPurpose;
  /** Null for what the server did by itself. */
  readonly by: {
    readonly personId: PersonId;
    readonly name: string;
    readonly role: string;
    readonly organisationId: OrganisationId;
  } | null;
  readonly clinicId: ClinicId | null;
  readonly consultationId: ConsultationId | null;
  /** Ten signs, as the consultation holds them; null where no citizen is known or meant. */
  readonly citizen: string | null;
  /** Of an administrator's change: what was changed, by kind and id; never a value. */
  readonly target: string | null;
}
