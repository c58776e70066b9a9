import type { AdminChangeType, CommandType, DocumentKind, Role } from '@naervaer/machines/protocol';

/**
 * SE1: who may do what, in one table. The code asks it; a test walks every cell over a real
 * connection. What is not listed is forbidden.
 */

/** How a person stands to the thing that is asked for. A person may stand in several ways. */
export const RELATIONS = [
  /** The document of the very session that asks. */
  'own',
  /** A clinician of the clinic that it belongs to. */
  'member',
  /** Who waits, or is helped, in this consultation. */
  'participant',
  /** Signed in, and nothing more. */
  'signedIn',
  /** An administrator of this whole installation. */
  'operator',
  /** An administrator of the organisation that it belongs to. */
  'organisation',
  /** An administrator of the clinic that it belongs to. */
  'clinic',
] as const;
export type Relation = (typeof RELATIONS)[number];

export type Act =
  | `read ${DocumentKind}`
  | `write ${DocumentKind}`
  | `send ${CommandType}`
  | 'route POST /api/media'
  | 'route POST /api/relay-check'
  | 'route /api/photos'
  | AdminAct;
/** What is asked for on an administrator's page, beside the page itself (I4, I5). */
export type AdminAct =
  | `administer ${AdminChangeType}`
  | 'administer state'
  | 'administer sessions'
  | 'administer tryProvider'
  | 'administer accessLog'
  | 'administer accessCopy';

type Cell = readonly [Role, Relation];

const CAREGIVER_PARTICIPANT: Cell = ['caregiver', 'participant'];
const CLINICIAN_MEMBER: Cell = ['clinician', 'member'];
const NOBODY: readonly Cell[] = [];
const OPERATOR: Cell = ['administrator', 'operator'];
const OF_ORGANISATION: Cell = ['administrator', 'organisation'];
const OF_CLINIC: Cell = ['administrator', 'clinic'];

export const TABLE: Readonly<Record<Act, readonly Cell[]>> = {
  // DC1: a client writes to its own session document, and to nothing else.
  'read session': [
    ['caregiver', 'own'],
    ['clinician', 'own'],
  ],
  'write session': [
    ['caregiver', 'own'],
    ['clinician', 'own'],
  ],
  'read board': [CLINICIAN_MEMBER],
  'write board': NOBODY,
  'read lobby': [
    ['caregiver', 'signedIn'],
    ['clinician', 'signedIn'],
  ],
  'write lobby': NOBODY,
  'read consultation': [CAREGIVER_PARTICIPANT, CLINICIAN_MEMBER],
  'write consultation': NOBODY,

  'send saveProfile': [['caregiver', 'signedIn']],
  'send joinOnBehalf': [['caregiver', 'signedIn']],
  'send joinWithoutCpr': [['caregiver', 'signedIn']],
  'send leaveQueue': [CAREGIVER_PARTICIPANT],
  'send openClinic': [CLINICIAN_MEMBER],
  'send closeClinic': [CLINICIAN_MEMBER],
  'send claim': [CLINICIAN_MEMBER],
  'send release': [CLINICIAN_MEMBER],
  'send reject': [CLINICIAN_MEMBER],
  'send tellWaiters': [CLINICIAN_MEMBER],
  'send enterCall': [CAREGIVER_PARTICIPANT, CLINICIAN_MEMBER],
  'send endCall': [CAREGIVER_PARTICIPANT, CLINICIAN_MEMBER],
  'route POST /api/media': [CAREGIVER_PARTICIPANT, CLINICIAN_MEMBER],
  'route POST /api/relay-check': [
    ['caregiver', 'signedIn'],
    ['clinician', 'signedIn'],
  ],
  'route /api/photos': [CAREGIVER_PARTICIPANT, CLINICIAN_MEMBER],

  // Who runs the installation may do what nobody else is there to do. Only they change an
  // organisation's kind and CVR, or a clinic's CVR and ydernummer: see `admin/organisations` and
  // `admin/clinics`.
  'administer state': [OPERATOR, OF_ORGANISATION, OF_CLINIC],
  'administer putOrganisation': [OPERATOR, OF_ORGANISATION],
  'administer removeOrganisation': [OPERATOR],
  'administer putProvider': [OPERATOR, OF_ORGANISATION],
  'administer removeProvider': [OPERATOR, OF_ORGANISATION],
  'administer tryProvider': [OPERATOR, OF_ORGANISATION],
  'administer putUnit': [OPERATOR, OF_ORGANISATION],
  'administer removeUnit': [OPERATOR, OF_ORGANISATION],
  'administer putClinic': [OPERATOR, OF_CLINIC],
  'administer removeClinic': [OPERATOR],
  'administer putEmployee': [OPERATOR, OF_CLINIC],
  'administer removeEmployee': [OPERATOR, OF_CLINIC],
  'administer declineRequest': [OPERATOR, OF_CLINIC],
  'administer setAccessLogDays': [OPERATOR],
  'administer accessLog': [OPERATOR, OF_ORGANISATION, OF_CLINIC],
  // Whoever they look after: see `admin/sessions`.
  'administer sessions': [OPERATOR, OF_ORGANISATION, OF_CLINIC],
  'administer endSessions': [OPERATOR, OF_ORGANISATION, OF_CLINIC],
  'administer accessCopy': [OPERATOR, OF_ORGANISATION, OF_CLINIC],
};

/** Whether the table has a cell for this role in one of these relations. */
export const may = (role: Role, relations: readonly Relation[], act: Act): boolean =>
  TABLE[act].some(([cellRole, relation]) => cellRole === role && relations.includes(relation));
