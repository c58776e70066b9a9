import { createHash } from 'node:crypto';
import type { OrganisationId, PersonId } from '@naervaer/machines/protocol';

/** What the id of each person of an organisation begins with, and nobody else's. */
export const beginningOf = (organisationId: OrganisationId): string => `${organisationId}.`;

/**
 * The id of the person whom one organisation's provider calls `subject`. The subject itself may be
 * a name or a number; its hash stands in the journal and the log instead.
 */
export const personIdOf = (organisationId: OrganisationId, subject: string): PersonId =>
  `${beginningOf(organisationId)}${createHash('sha256').update(`${organisationId}\n${subject}`).digest('hex').slice(0, 32)}` as PersonId;
