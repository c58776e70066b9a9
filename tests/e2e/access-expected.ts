import type { Act, AdminAct } from '@naervaer/sync-server/access/table.ts';

/** How the people of this test stand to the clinic and the consultation that all is tried on. */
export const STANDS = {
  waiter: 'caregiver · participant',
  otherCaregiver: 'caregiver · signed in',
  holder: 'clinician · member, has the patient',
  colleague: 'clinician · member',
  otherClinician: 'clinician · signed in, of another clinic',
} as const;
export type Stand = keyof typeof STANDS;
export const ALL = Object.keys(STANDS) as Stand[];

export const PEOPLE: Record<Stand, string> = {
  waiter: 'Mette Skovbjerg',
  otherCaregiver: 'Camilla Engtoft',
  holder: 'Anne Klitgård',
  colleague: 'Henrik Solvang',
  otherClinician: 'Thomas Revsbæk',
};

const CAREGIVERS: readonly Stand[] = ['waiter', 'otherCaregiver'];
export const MEMBERS: readonly Stand[] = ['holder', 'colleague'];
const PARTIES: readonly Stand[] = ['waiter', ...MEMBERS];

/**
 * SE1 said a second time, from the product's words and not from the table: who gets past access.
 * A wrong cell of the table differs from this list. Of a session's document each stand asks for its
 * own here; everybody else's is tried apart.
 */
export const MAY: Readonly<Record<Exclude<Act, AdminAct>, readonly Stand[]>> = {
  'read session': ALL,
  'write session': ALL,
  'read board': MEMBERS,
  'write board': [],
  'read lobby': ALL,
  'write lobby': [],
  'read consultation': PARTIES,
  'write consultation': [],
  'send saveProfile': CAREGIVERS,
  'send joinOnBehalf': CAREGIVERS,
  'send joinWithoutCpr': CAREGIVERS,
  'send leaveQueue': ['waiter'],
  'send openClinic': MEMBERS,
  'send closeClinic': MEMBERS,
  'send claim': MEMBERS,
  'send release': MEMBERS,
  'send reject': MEMBERS,
  'send tellWaiters': MEMBERS,
  'send enterCall': PARTIES,
  'send endCall': PARTIES,
  'route POST /api/media': PARTIES,
  'route POST /api/relay-check': ALL,
  'route /api/photos': PARTIES,
};
/** Nobody but a clinician of the clinic may find these in what came over the wire (DC3). */
export const PERSONAL = {
  digits: '7203411234',
  hyphened: '720341-1234',
  name: 'Borgernavn Mærket-Alfa',
  reason: 'Årsagsmærke bravo ved venstre ben',
} as const;
