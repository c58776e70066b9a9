import type { AdminChangeType } from '@naervaer/machines/protocol';
import type { AdminAct } from '@naervaer/sync-server/access/table.ts';

/** How somebody stands to the organisation or the clinic that is tried on. */
export type Stand =
  | 'operator'
  | 'administrator of it'
  | 'administrator of another'
  | 'caregiver of it'
  | 'clinician of it'
  | 'nobody';

/** What is tried on: an organisation, a clinic, one person's sign-in, or the installation as a whole. */
export type About = 'organisation' | 'clinic' | 'person' | 'installation';

/**
 * SE1 said a second time, from the product's words and not from the table: what each act is about,
 * and whether the own administrator may do it beside the operator.
 */
export const SAID: Readonly<Record<AdminAct, readonly [About, boolean]>> = {
  'administer state': ['installation', true],
  'administer sessions': ['installation', true],
  'administer endSessions': ['person', true],
  'administer accessLog': ['installation', true],
  'administer accessCopy': ['installation', true],
  'administer setAccessLogDays': ['installation', false],
  'administer putOrganisation': ['organisation', true],
  'administer removeOrganisation': ['organisation', false],
  'administer putProvider': ['organisation', true],
  'administer removeProvider': ['organisation', true],
  'administer tryProvider': ['organisation', true],
  'administer putUnit': ['organisation', true],
  'administer removeUnit': ['organisation', true],
  'administer putClinic': ['clinic', true],
  'administer removeClinic': ['clinic', false],
  'administer putEmployee': ['clinic', true],
  'administer removeEmployee': ['clinic', true],
  'administer declineRequest': ['clinic', true],
};

/**
 * What the sample of the matrix comes to once it is past the access table: 200, or the rule that it
 * meets behind it.
 */
export const BEHIND: Partial<Record<AdminChangeType, string>> = {
  removeOrganisation: 'stillInUse',
  removeClinic: 'stillInUse',
  declineRequest: 'unknownTarget',
};
