import { DEMO_CITIZENS } from '@naervaer/sync-server/demo/people.ts';
import type { Random } from '../support/random.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import { syncClient } from '../support/sync-client.ts';
import type { SyncClient } from '../support/sync-client.ts';
import { caregiver, clinician } from '../support/working.ts';
import type { Worker, Workplace } from '../support/working.ts';
import type { ClinicKnown, Party } from './history.ts';
import type { RecordedClient, Recorder } from './recorder.ts';

/** Somebody of the load, on the device that they have now. */
export interface Member {
  readonly name: string;
  readonly role: 'caregiver' | 'clinician';
  readonly place: Workplace;
  readonly client: RecordedClient;
  readonly worker: Worker;
}

export interface Team {
  readonly clinics: readonly ClinicKnown[];
  members(): readonly Member[];
  /** A member's device is gone for good; the same person signs in on another one. */
  replace(member: Member): Promise<void>;
  close(): void;
}

/** In one clinic, and in two by turns. */
const CLINICIANS = {
  1: ['Anne Klitgård', 'Henrik Solvang', 'Sofie Granlund'],
  2: ['Anne Klitgård', 'Thomas Revsbæk', 'Henrik Solvang', 'Nadia Østerhald'],
} as const;
const CAREGIVERS = [
  'Mette Skovbjerg',
  'Jonas Kærgaard',
  'Camilla Engtoft',
  'Karen Møllehave',
  'Mikkel Strandby',
  'Amina Sønderlund',
  'Ida Hvidkilde',
];
/** About one of three people is a clinician. */
const CLINICIANS_SHARE = 0.35;
/** Fewer citizens than caregivers, so that two come for the same one. */
const CITIZENS = 3;

interface Place {
  readonly origin: string;
  readonly recorder: Recorder;
  readonly random: Random;
  /** People in all. */
  readonly clients: number;
  readonly clinics: 1 | 2;
}

/** Signs everybody in and opens the clinics; all of it but the sign-in is in the history. */
export async function gather({ origin, recorder, random, clients, clinics }: Place): Promise<Team> {
  const members: Member[] = [];
  const places: Workplace[] = [];

  async function come(name: string, role: Member['role'], at?: Workplace): Promise<Member> {
    const plain = syncClient(await signIn(origin, demoPerson(name)));
    const place = at ?? plain.person.info.clinics[0];
    if (place === undefined) throw new Error(`${name} has no clinic`);
    if (!places.some(({ id }) => id === place.id)) {
      places.push(place);
      recorder.add({ kind: 'clinic', clinic: place });
    }
    const party = await partyOf(plain);
    const client = recorder.record(plain, party);
    const citizen = DEMO_CITIZENS[CAREGIVERS.indexOf(name) % CITIZENS];
    const worker =
      role === 'clinician' || citizen === undefined
        ? clinician(client, place, random)
        : caregiver(client, place, citizen, random);
    return { name, role, place, client, worker };
  }

  const doctors = Math.max(2, Math.round(clients * CLINICIANS_SHARE));
  for (const name of CLINICIANS[clinics].slice(0, doctors))
    members.push(await come(name, 'clinician'));
  for (const place of places) {
    const member = members.find((one) => one.place.id === place.id);
    member?.client.send({ type: 'openClinic', clinicId: place.id });
  }
  for (const [index, name] of CAREGIVERS.slice(0, clients - members.length).entries()) {
    members.push(await come(name, 'caregiver', places[index % places.length]));
  }
  return {
    clinics: places,
    members: () => members,
    async replace(member) {
      const index = members.indexOf(member);
      member.client.lose();
      members[index] = await come(member.name, member.role, member.place);
    },
    close() {
      for (const { client } of members) client.close();
    },
  };
}

/** What the server's directory knows of who is signed in; a caregiver gets a profile first. */
async function partyOf(client: SyncClient): Promise<Party> {
  const { sessionId, personId, name, role, organisation, units, clinics, profile } =
    client.person.info;
  const [unit] = units;
  const sender = { personId, name, role, organisationId: organisation.id };
  const party = { sessionId, clinics: clinics.map(({ id }) => id) };
  if (role === 'clinician' || unit === undefined) {
    return { ...party, sender: { ...sender, waiter: null } };
  }
  for (let isSaved = profile !== null; !isSaved;) {
    const saved = await client.ask({ type: 'saveProfile', jobRole: 'nurse', unitId: unit.id });
    // The disk may refuse it, and everybody of the history has a profile.
    isSaved = saved.status === 'accepted';
  }
  const waiter = {
    personId,
    name,
    jobRole: 'nurse' as const,
    workplace: unit.name,
    careArea: unit.careArea,
    organisationId: organisation.id,
    organisation: organisation.name,
  };
  return { ...party, sender: { ...sender, waiter } };
}
