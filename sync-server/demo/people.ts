import type { ClinicId, EmployeeRole, OrganisationId, PersonId } from '@naervaer/machines/protocol';
import { personIdOf } from '../directory/person-id.ts';

/** Nobody of these exists. */
export interface DemoPerson {
  readonly id: PersonId;
  readonly organisationId: OrganisationId;
  /** The organisation's name, as the sign-in page shows it. */
  readonly organisation: string;
  /** What the demo provider calls them. */
  readonly subject: string;
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  /** What they come for. Citizens and analysts have no way in yet. */
  readonly role: 'caregiver' | 'clinician' | 'citizen' | 'administrator' | 'analyst';
  /** Whether their account has the job-function role; without it there is no entry (T1). */
  readonly hasRole: boolean;
  /** Where a clinician works; whose CVR number an administrator's role holds for. */
  readonly clinics: readonly ClinicId[];
  /** Of a clinician. */
  readonly work: Work;
}

interface Work {
  readonly role: EmployeeRole;
  readonly authorisation: string | null;
  /** The colleague's name, for who has no authorisation ID. */
  readonly delegatedBy: string | null;
}

/** Whether they come in anywhere: the others are there to be refused. */
export const canEnter = ({ hasRole, role, clinics }: DemoPerson): boolean =>
  hasRole && (role !== 'clinician' || clinics.length > 0);

export const MUNICIPALITY = 'aabjerg-kommune' as OrganisationId;
export const REGION = 'region-vestlyng' as OrganisationId;
export const CARE_HOME = 'friplejehjemmet-solbakken' as OrganisationId;
export const CLINICS = 'laegeklinikker' as OrganisationId;
export const OPERATOR = 'drift-af-naervaer' as OrganisationId;

/** What the start page, the printed list and the directory call them. */
export const NAMES: Readonly<Record<OrganisationId, string>> = {
  [MUNICIPALITY]: 'Aabjerg Kommune',
  [REGION]: 'Region Vestlyng, botilbud',
  [CARE_HOME]: 'Friplejehjemmet Solbakken',
  [CLINICS]: 'Lægeklinikker',
  [OPERATOR]: 'Drift af Nærvær',
};

export const CLINIC = {
  north: 'laegehuset-noerrebro-torv' as ClinicId,
  harbour: 'laegerne-ved-havnen' as ClinicId,
  church: 'kirkebakkens-laegeklinik' as ClinicId,
  heath: 'hedens-laegehus' as ClinicId,
} as const;

const ENTERING: readonly DemoPerson['role'][] = ['caregiver', 'clinician', 'administrator'];

/** As the demo's providers name accounts: `Søren Bækmark` is `soeren.baekmark`. */
const subjectOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .replaceAll(' ', '.');

/** The id of somebody of the demo whose name is known. */
export const demoIdOf = (organisationId: OrganisationId, name: string): PersonId =>
  personIdOf(organisationId, subjectOf(name));

function person(
  organisationId: OrganisationId,
  role: DemoPerson['role'],
  name: string,
  clinics: readonly ClinicId[] = [],
  more: Partial<Pick<DemoPerson, 'hasRole'> & Work> = {},
): DemoPerson {
  const [givenName = '', ...rest] = name.split(' ');
  const { hasRole = true, authorisation = null, delegatedBy = null } = more;
  return {
    id: demoIdOf(organisationId, name),
    organisationId,
    organisation: NAMES[organisationId] ?? '',
    subject: subjectOf(name),
    name,
    givenName,
    familyName: rest.join(' '),
    role,
    hasRole: hasRole && ENTERING.includes(role),
    clinics,
    work: { role: more.role ?? 'doctor', authorisation, delegatedBy },
  };
}

/** Somebody with an authorisation ID, which doctors and nurses have. */
const clinician = (
  name: string,
  clinics: readonly ClinicId[],
  authorisation: string,
  role: EmployeeRole = 'doctor',
): DemoPerson => person(CLINICS, 'clinician', name, clinics, { authorisation, role });

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  ...[
    'Mette Skovbjerg',
    'Jonas Kærgaard',
    'Fatima Lindeløv',
    'Peter Aagren',
    'Lone Vesterlund',
  ].map((name) => person(MUNICIPALITY, 'caregiver', name)),
  person(MUNICIPALITY, 'caregiver', 'Rasmus Udenrolle', [], { hasRole: false }),
  ...['Camilla Engtoft', 'Søren Bækmark', 'Ida Hvidkilde', 'Ali Nørremose', 'Birgit Fjeldsted'].map(
    (name) => person(REGION, 'caregiver', name),
  ),
  person(REGION, 'caregiver', 'Tina Udenrolle', [], { hasRole: false }),
  ...[
    'Karen Møllehave',
    'Mikkel Strandby',
    'Amina Sønderlund',
    'Hanne Rugtved',
    'Lars Tingskov',
  ].map((name) => person(CARE_HOME, 'caregiver', name)),

  clinician('Anne Klitgård', [CLINIC.north], '0AK01'),
  clinician('Henrik Solvang', [CLINIC.north], '0HS02'),
  clinician('Sofie Granlund', [CLINIC.north, CLINIC.harbour], '0SG03', 'nurse'),
  person(CLINICS, 'clinician', 'Vibeke Lundhede', [CLINIC.north], {
    role: 'secretary',
    delegatedBy: 'Henrik Solvang',
  }),
  person(CLINICS, 'clinician', 'Emil Kildebo', [CLINIC.north], {
    role: 'student',
    delegatedBy: 'Henrik Solvang',
  }),
  clinician('Thomas Revsbæk', [CLINIC.harbour], '0TR04'),
  clinician('Nadia Østerhald', [CLINIC.harbour], '0NO05'),
  clinician('Jens Pilegård', [CLINIC.church], '0JP06'),
  clinician('Marie Elmelund', [CLINIC.heath], '0ME07'),
  person(CLINICS, 'clinician', 'Ole Udenklinik'),

  ...['Ellen Kornmark', 'Villy Sandager', 'Ruth Birkeskov', 'Knud Egelykke', 'Grethe Tornvig'].map(
    (name) => person(MUNICIPALITY, 'citizen', name),
  ),
  ...['Pia Højvang', 'Claus Mosegård', 'Dorte Lyngsø'].map((name) =>
    person(MUNICIPALITY, 'administrator', name),
  ),
  ...['Morten Stenbæk', 'Gitte Åvang'].map((name) => person(REGION, 'administrator', name)),
  person(CLINICS, 'administrator', 'Inger Bakkegård', [CLINIC.north]),
  person(OPERATOR, 'administrator', 'Viggo Driftager'),
  ...['Lise Talgren', 'Bo Kurveskov', 'Eva Søjlelund'].map((name) =>
    person(REGION, 'analyst', name),
  ),
  ...['Niels Mønsted-Lund', 'Rikke Fjordvang'].map((name) => person(MUNICIPALITY, 'analyst', name)),
];

/** Residents to try with: day + 60, so that the numbers can be nobody's. */
export const DEMO_CITIZENS: readonly { readonly number: string; readonly name: string }[] = [
  { number: '720341-1234', name: 'Ellen Kornmark' },
  { number: '670238-0021', name: 'Villy Sandager' },
  { number: '810745-2216', name: 'Ruth Birkeskov' },
  { number: '650933-1107', name: 'Knud Egelykke' },
  { number: '881250-3342', name: 'Grethe Tornvig' },
  { number: '741129-0458', name: 'Aksel Vindeby' },
];
