import type { CommandType, DocumentKind, Role } from '@naervaer/machines/protocol';

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
] as const;
export type Relation = (typeof RELATIONS)[number];

export type Act =
  | `read ${DocumentKind}`
  | `write ${DocumentKind}`
  | `send ${CommandType}`
  | 'route POST /api/media';

type Cell = readonly [Role, Relation];

const CAREGIVER_PARTICIPANT: Cell = ['caregiver', 'participant'];
const CLINICIAN_MEMBER: Cell = ['clinician', 'member'];
const NOBODY: readonly Cell[] = [];

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
};

/** Whether the table has a cell for this role in one of these relations. */
export const may = (role: Role, relations: readonly Relation[], act: Act): boolean =>
  TABLE[act].some(([cellRole, relation]) => cellRole === role && relations.includes(relation));
