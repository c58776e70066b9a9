import type {
  AccessAction,
  AccessPurpose,
  ClinicId,
  ConsultationId,
  Instant,
  OrganisationId,
  PersonId,
} from '@naervaer/machines/protocol';
import type { AccessLine, DirectoryRecord } from '@naervaer/storage';

/** Who did something, as they are called now. */
export interface Actor {
  readonly personId: PersonId;
  readonly name: string;
  readonly role: string;
  readonly organisationId: OrganisationId;
}

/**
 * Who did or saw what, when and for what (I5, P3). The citizen comes in with the number and leaves
 * as a pseudonym; no reason, note or telephone number is ever part of it.
 */
export interface AccessFact {
  readonly at: Instant;
  readonly action: AccessAction;
  readonly purpose: AccessPurpose;
  /** Null for what the server did by itself. */
  readonly by: Actor | null;
  readonly clinicId: ClinicId | null;
  readonly consultationId: ConsultationId | null;
  /**
   * Ten signs, as the consultation holds them, or the pseudonym where no more is known; null where
   * no citizen is meant.
   */
  readonly citizen: string | { readonly pseudonym: string } | null;
  /** Of an administrator's change: what was changed, by kind and id; never a value. */
  readonly target: string | null;
}

/** What a group of facts adds to the store, all in the transaction of what they tell of. */
export interface Linked {
  /** One for each fact, in their order; they go into the entries' `access`. */
  readonly lines: readonly AccessLine[];
  /** Where the log ends now, so that a cut end is noticed; into any one entry's `records`. */
  readonly head: readonly DirectoryRecord[];
}

/** Turns facts into the next lines of the log (P3). It has one caller, which stores group by group. */
export interface AccessChain {
  /**
   * The lines that follow the last stored one. Until `stored` is called they are not in the log:
   * when their commit fails, the next call starts from the same line again.
   */
  link(facts: readonly AccessFact[]): Promise<Linked>;
  /** These are on disk now. */
  stored(linked: Linked): void;
}
