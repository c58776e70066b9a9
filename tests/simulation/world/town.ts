import type {
  ClinicId,
  OrganisationId,
  PersonId,
  UnitId,
  Ydernummer,
} from '@naervaer/machines/protocol';
import type { DirectoryRecord, Store } from '@naervaer/storage';
import type { Person } from '@naervaer/sync-server/core.ts';

/** Where and who: small enough that people meet. Nobody of them exists. */

export const CLINICS = [
  {
    clinicId: 'nordby' as ClinicId,
    name: 'Nordby',
    ydernummer: '057584' as Ydernummer,
    cvr: '99003448',
  },
  {
    clinicId: 'sydby' as ClinicId,
    name: 'Sydby',
    ydernummer: '012345' as Ydernummer,
    cvr: '99004053',
  },
] as const;

const MUNICIPALITY = { id: 'aabjerg' as OrganisationId, name: 'Aabjerg' };
const PRACTICE = { id: 'klinikker' as OrganisationId, name: 'Klinikker' };

export const UNITS = [
  { id: 'aahaven' as UnitId, name: 'Åhaven', careArea: 'nursingHome' },
  { id: 'nord' as UnitId, name: 'Nord', careArea: 'homeNursing' },
] as const;

/** Residents: day + 60, so that the numbers can be nobody's. */
export const CITIZENS = [
  { number: '720341-1234', name: 'Ellen' },
  { number: '670238-0021', name: 'Villy' },
  { number: '810745-2216', name: 'Ruth' },
] as const;

export interface Townsman {
  readonly person: Person;
  /** `program` is somebody else's Yjs client; `forger` one that writes where it may only read. */
  readonly way: 'caregiver' | 'clinician' | 'program' | 'forger';
}

function townsman(name: string, way: Townsman['way'], clinics: readonly ClinicId[] = []): Townsman {
  const role = way === 'caregiver' ? 'caregiver' : 'clinician';
  const organisation = role === 'caregiver' ? MUNICIPALITY : PRACTICE;
  const personId = `${organisation.id}.${name.toLowerCase()}` as PersonId;
  return { way, person: { personId, name, role, organisation, clinics } };
}

const [NORTH, SOUTH] = CLINICS;

export const PEOPLE: Readonly<Record<string, Townsman>> = {
  Anna: townsman('Anna', 'caregiver'),
  Bo: townsman('Bo', 'caregiver'),
  Carla: townsman('Carla', 'caregiver'),
  Dan: townsman('Dan', 'clinician', [NORTH.clinicId]),
  Eva: townsman('Eva', 'clinician', [NORTH.clinicId, SOUTH.clinicId]),
  Finn: townsman('Finn', 'program', [NORTH.clinicId]),
  Gry: townsman('Gry', 'forger', [NORTH.clinicId]),
};
export type Name = string;

const record = (
  kind: DirectoryRecord['kind'],
  value: { readonly id: string },
): DirectoryRecord => ({
  kind,
  id: value.id,
  json: JSON.stringify(value),
});

/** Fills an empty store with the town, as an import of a directory would. */
export const settleTown = (store: Store): Promise<void> =>
  store.putRecords([
    ...CLINICS.map(({ clinicId, name, ydernummer, cvr }) =>
      record('clinic', { id: clinicId, name, ydernummer, cvr, address: 'Torvet 1' } as never),
    ),
    ...UNITS.map(({ id, name, careArea }) =>
      record('unit', { id, organisationId: MUNICIPALITY.id, name, careArea } as never),
    ),
  ]);
