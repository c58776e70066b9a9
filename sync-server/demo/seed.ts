import { randomBytes } from 'node:crypto';
import type { OrganisationId } from '@naervaer/machines/protocol';
import type { Store } from '@naervaer/storage';
import * as v from 'valibot';
import type { DirectoryChange } from '../directory/change.ts';
import type { Directory } from '../directory/directory.ts';
import { Clinic, mainKindOf, Provider, Unit } from '../directory/records.ts';
import type { Organisation, Person } from '../directory/records.ts';
import {
  CARE_HOME,
  CLINIC,
  CLINICS,
  DEMO_PEOPLE,
  demoIdOf,
  MUNICIPALITY,
  NAMES,
  OPERATOR,
  REGION,
} from './people.ts';
import type { DemoPerson } from './people.ts';

const SEEDED = 'demo.seeded';
/** What `SEEDED` says of a folder that has all of this; 0.1 knew no administrators. */
const SEED = '2';

/** The job-function role of the demo's accounts, as KOMBIT-like brokers name such roles. */
export const DEMO_ROLE = 'http://naervaer.example/roles/usersystemrole/videokonsultation/1';

/** The role of those who administrate. */
export const DEMO_ADMINISTRATOR_ROLE =
  'http://naervaer.example/roles/usersystemrole/videoadministration/1';

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
  {
    id: OPERATOR,
    kind: 'operator',
    cvr: '99006005',
    support: 'Driftsvagten, telefon 00 00 40 40',
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

function organisationOf(base: (typeof ORGANISATIONS)[number], publicUrl: URL): Organisation {
  const settings = {
    issuer: demoIssuer(publicUrl, base.id),
    clientId: 'naervaer',
    clientSecret: randomBytes(32).toString('base64url'),
    scope: 'openid profile email work',
  };
  const main = v.parse(Provider, { ...settings, role: DEMO_ROLE });
  const administrator = v.parse(Provider, { ...settings, role: DEMO_ADMINISTRATOR_ROLE });
  return {
    ...base,
    name: NAMES[base.id] ?? base.id,
    // The care home has nobody of its own: who runs the installation does it for them.
    providers: {
      [mainKindOf(base.kind)]: main,
      ...(base.id === CARE_HOME ? {} : { administrator }),
    },
  };
}

const personOf = ({ id, organisationId, name, role, clinics, work }: DemoPerson): Person => {
  const places = role === 'clinician' ? clinics : [];
  const delegatedBy = work.delegatedBy === null ? null : demoIdOf(organisationId, work.delegatedBy);
  return {
    id,
    organisationId,
    name,
    clinics: places,
    employments: places.map((clinicId) => ({ ...work, clinicId, delegatedBy })),
    demo: true,
  };
};

const everything = (publicUrl: URL): readonly DirectoryChange[] => [
  ...ORGANISATIONS.map(
    (base) => ({ kind: 'organisation', put: organisationOf(base, publicUrl) }) as const,
  ),
  ...UNITS.map(
    ({ id, of, name, area }) =>
      ({
        kind: 'unit',
        put: v.parse(Unit, { id, organisationId: of, name, careArea: area }),
      }) as const,
  ),
  ...CLINIC_LIST.map((clinic) => ({ kind: 'clinic', put: v.parse(Clinic, clinic) }) as const),
  ...DEMO_PEOPLE.map((person) => ({ kind: 'person', put: personOf(person) }) as const),
];

/** Where a provider is one of the demo's own, wherever the demo was before. */
const isDemoIssuer = (issuer: string, id: OrganisationId): boolean =>
  new URL(issuer).pathname === `/demo/idp/${id}`;

/** The address of the demo's providers follows PUBLIC_URL and PORT. */
function moved(organisation: Organisation, publicUrl: URL): Organisation {
  const { id, providers } = organisation;
  const own = Object.entries(providers).map(([kind, provider]) => [
    kind,
    isDemoIssuer(provider.issuer, id)
      ? { ...provider, issuer: demoIssuer(publicUrl, id) }
      : provider,
  ]);
  return { ...organisation, providers: Object.fromEntries(own) };
}

/**
 * Puts the demo into a directory: all of it once, and at later starts what follows the address.
 * What an administrator changed in between stands.
 */
export async function seedDemo(directory: Directory, store: Store, publicUrl: URL): Promise<void> {
  if ((await store.setting(SEEDED)) !== SEED) {
    await directory.change(everything(publicUrl));
    return store.putSetting(SEEDED, SEED);
  }
  const changed = directory
    .organisations()
    .map((organisation) => ({ before: organisation, put: moved(organisation, publicUrl) }))
    .filter(({ before, put }) => JSON.stringify(before) !== JSON.stringify(put));
  if (changed.length === 0) return;
  await directory.change(changed.map(({ put }) => ({ kind: 'organisation', put })));
}
