import { tmpdir } from 'node:os';
import type { ClinicId, OrganisationId, PersonId, UnitId } from '@naervaer/machines/protocol';
import { createMemoryStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { systemClock } from '../../clock.ts';
import { readConfig } from '../../config.ts';
import { CLINIC, CLINICS, demoIdOf, MUNICIPALITY, OPERATOR } from '../../demo/people.ts';
import { openDirectory } from '../../directory/index.ts';
import type { Directory } from '../../directory/index.ts';
import { createKeyring, openMasters } from '../../keys/index.ts';
import { plan } from '../plan.ts';
import type { Administrator, DirectoryAdminChange, Facts } from '../types.ts';

/** A directory of the demo and people who change it; anew with each `openOffice`. */
export let store: Store;
export let directory: Directory;
export let facts: Facts;
/** What nobody may remove now. */
export const busy = { clinics: new Set<ClinicId>(), organisations: new Set<OrganisationId>() };

export async function openOffice(): Promise<void> {
  store = createMemoryStore();
  const masters = openMasters({ keys: null, storage: 'memory', dataDir: tmpdir() });
  const keyring = await createKeyring({ store, masters, clock: systemClock });
  const config = readConfig({});
  directory = await openDirectory(config, store, keyring);
  busy.clinics.clear();
  busy.organisations.clear();
  facts = {
    directory,
    mode: 'demo',
    publicUrl: config.publicUrl,
    isAtRest: async (id) => !busy.clinics.has(id),
    isInConsultation: (id) => busy.organisations.has(id),
    profilesOf: async () => [],
  };
}

export function inProduction(): void {
  facts = { ...facts, mode: 'production' };
}

const who = (
  kind: Administrator['kind'],
  id: OrganisationId,
  clinics: readonly ClinicId[] = [],
): Administrator => ({
  personId: `${id}.somebody` as PersonId,
  name: 'Somebody',
  organisation: { id },
  kind,
  clinics,
});
export const operator = who('operator', OPERATOR);
export const town = who('municipality', MUNICIPALITY);
export const north = who('clinics', CLINICS, [CLINIC.north]);

export const named = (name: string): PersonId => demoIdOf(CLINICS, name);
export const unitId = 'akutteamet' as UnitId;

/** What a change of the demo's own things says when nothing differs; each test changes one thing. */
export const as = {
  organisation(id: OrganisationId) {
    const found = directory.organisation(id);
    if (found === undefined) throw new Error(`no organisation ${id}`);
    const { name, kind, cvr, support } = found;
    return { type: 'putOrganisation', organisationId: id, name, kind, cvr, support } as const;
  },
  clinic(id: ClinicId) {
    const found = directory.clinic(id);
    if (found === undefined) throw new Error(`no clinic ${id}`);
    const { id: clinicId, ...settings } = found;
    return { type: 'putClinic', clinicId, ...settings } as const;
  },
  provider(organisationId: OrganisationId, kind: 'caregiver' | 'clinician' | 'administrator') {
    const found = directory.organisation(organisationId)?.providers[kind];
    if (found === undefined) throw new Error(`no provider of ${organisationId}`);
    const { clientSecret: _secret, ...settings } = found;
    return { type: 'putProvider', organisationId, kind, settings, clientSecret: null } as const;
  },
  employee(name: string, clinicId: ClinicId = CLINIC.north) {
    return {
      type: 'putEmployee',
      clinicId,
      person: { by: 'id', personId: named(name) },
      role: 'doctor',
      authorisation: '0AB99',
      delegatedBy: null,
    } as const;
  },
  newcomer(subject: string, clinicId: ClinicId = CLINIC.north) {
    return {
      ...as.employee('nobody', clinicId),
      person: { by: 'subject', subject, name: 'Newcomer' },
    } as const;
  },
};

/** Plans and stores a change, as the page's route does. */
export async function make(change: DirectoryAdminChange, by: Administrator): Promise<void> {
  await directory.change((await plan(change, by, facts)).changes);
}
export const refusal = (change: DirectoryAdminChange, by: Administrator): Promise<unknown> =>
  plan(change, by, facts).then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  );
export const newTown = {
  type: 'putOrganisation',
  organisationId: 'nyby' as OrganisationId,
  name: 'Nyby',
  kind: 'municipality',
  cvr: '99001003',
  support: 'Somebody',
} as const;
