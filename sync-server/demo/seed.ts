import { randomBytes } from 'node:crypto';
import type { OrganisationId } from '@naervaer/machines/protocol';
import type { DirectoryRecord, RecordKind, Store } from '@naervaer/storage';
import * as v from 'valibot';
import { Clinic, Organisation, Person, Unit } from '../directory/records.ts';
import { CARE_HOME, CLINIC, CLINICS, DEMO_PEOPLE, MUNICIPALITY, NAMES, REGION } from './people.ts';

const SECRETS = 'demo.clientSecrets';
const SEEDED = 'demo.seeded';

/** The job-function role of the demo's accounts, as KOMBIT-like brokers name such roles. */
export const DEMO_ROLE = 'http://naervaer.example/roles/usersystemrole/videokonsultation/1';

export const demoIssuer = (publicUrl: URL, id: OrganisationId): string =>
  `${publicUrl.origin}/demo/idp/${id}`;

/** CVR numbers that begin with 99 have not been given to anybody. */
const ORGANISATIONS = [
  {
    id: MUNICIPALITY,
    kind: 'municipality',
    cvr: '99001003',
    support: 'Aabjerg Kommunes IT-support, telefon 00 00 10 10',
  },
  {
    id: REGION,
    kind: 'region',
    cvr: '99001615',
    support: 'Region Vestlyngs servicedesk, telefon 00 00 20 20',
  },
  {
    id: CARE_HOME,
    kind: 'careHome',
    cvr: '99002220',
    support: 'Solbakkens kontor, telefon 00 00 30 30',
  },
  {
    id: CLINICS,
    kind: 'clinics',
    cvr: '99002832',
    support: 'Klinikkens egen administrator',
  },
] as const;

const UNITS = [
  {
    id: 'plejehjemmet-aahaven',
    of: MUNICIPALITY,
    name: 'Plejehjemmet Åhaven',
    area: 'nursingHome',
  },
  {
    id: 'hjemmesygeplejen-nord',
    of: MUNICIPALITY,
    name: 'Hjemmesygeplejen Nord',
    area: 'homeNursing',
  },
  { id: 'akutteamet', of: MUNICIPALITY, name: 'Akutteamet', area: 'acuteTeam' },
  { id: 'genoptraeningen', of: MUNICIPALITY, name: 'Genoptræningen', area: 'rehabilitation' },
  { id: 'botilbuddet-egely', of: REGION, name: 'Botilbuddet Egely', area: 'residentialHome' },
  {
    id: 'botilbuddet-strandgaarden',
    of: REGION,
    name: 'Botilbuddet Strandgården',
    area: 'residentialHome',
  },
  { id: 'aktivitetshuset', of: REGION, name: 'Aktivitetshuset', area: 'other' },
  { id: 'solbakken-stuen', of: CARE_HOME, name: 'Solbakken, stuen', area: 'nursingHome' },
  {
    id: 'solbakken-foerste-sal',
    of: CARE_HOME,
    name: 'Solbakken, første sal',
    area: 'nursingHome',
  },
] as const;

const CLINIC_LIST = [
  {
    id: CLINIC.north,
    name: 'Lægehuset Nørrebro Torv',
    ydernummer: '057584',
    cvr: '99003448',
    address: 'Nørre Torv 4, 9990 Aabjerg',
  },
  {
    id: CLINIC.harbour,
    name: 'Lægerne ved Havnen',
    ydernummer: '012345',
    cvr: '99004053',
    address: 'Havnegade 12, 9990 Aabjerg',
  },
  {
    id: CLINIC.church,
    name: 'Kirkebakkens Lægeklinik',
    ydernummer: '023456',
    cvr: '99004665',
    address: 'Kirkebakken 1, 9991 Lyngby Hede',
  },
  {
    id: CLINIC.heath,
    name: 'Hedens Lægehus',
    ydernummer: '034567',
    cvr: '99005270',
    address: 'Hedevej 88, 9992 Vestlyng',
  },
] as const;

async function clientSecrets(store: Store): Promise<Record<string, string>> {
  const kept = await store.setting(SECRETS);
  if (kept !== undefined) return v.parse(v.record(v.string(), v.string()), JSON.parse(kept));
  const secrets = Object.fromEntries(
    ORGANISATIONS.map(({ id }) => [id, randomBytes(32).toString('base64url')]),
  );
  await store.putSetting(SECRETS, JSON.stringify(secrets));
  return secrets;
}

function record<const S extends v.GenericSchema<unknown, { readonly id: string }>>(
  kind: RecordKind,
  schema: S,
  value: v.InferInput<S>,
): DirectoryRecord {
  const parsed = v.parse(schema, value);
  return { kind, id: parsed.id, json: JSON.stringify(parsed) };
}

/**
 * Puts the demo into a store. Units, clinics and people once; the organisations at every start,
 * because the address of their demo providers follows PUBLIC_URL and PORT.
 */
export async function seedDemo(store: Store, publicUrl: URL): Promise<void> {
  const secrets = await clientSecrets(store);
  await store.putRecords(
    ORGANISATIONS.map((organisation) =>
      record('organisation', Organisation, {
        ...organisation,
        name: NAMES[organisation.id] ?? organisation.id,
        provider: {
          issuer: demoIssuer(publicUrl, organisation.id),
          clientId: 'naervaer',
          clientSecret: secrets[organisation.id] ?? '',
          scope: 'openid profile email work',
          role: DEMO_ROLE,
        },
      }),
    ),
  );
  if ((await store.setting(SEEDED)) !== undefined) return;
  await store.putRecords([
    ...UNITS.map(({ id, of, name, area }) =>
      record('unit', Unit, { id, organisationId: of, name, careArea: area }),
    ),
    ...CLINIC_LIST.map((clinic) => record('clinic', Clinic, clinic)),
    ...DEMO_PEOPLE.map(({ id, organisationId, clinics }) =>
      record('person', Person, { id, organisationId, clinics: [...clinics], demo: true }),
    ),
  ]);
  await store.putSetting(SEEDED, 'true');
}
