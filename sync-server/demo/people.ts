import type { ClinicId, OrganisationId, PersonId } from '@naervaer/machines/protocol';
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
  /** What they come for. Only caregivers and clinicians have a way in yet. */
  readonly role: 'caregiver' | 'clinician' | 'citizen' | 'administrator' | 'analyst';
  /** Whether their account has the job-function role; without it there is no entry (T1). */
  readonly hasRole: boolean;
  readonly clinics: readonly ClinicId[];
}

export const MUNICIPALITY = 'aabjerg-kommune' as OrganisationId;
export const REGION = 'region-vestlyng' as OrganisationId;
export const CARE_HOME = 'friplejehjemmet-solbakken' as OrganisationId;
export const CLINICS = 'laegeklinikker' as OrganisationId;

/** What the start page, the printed list and the directory call them. */
export const NAMES: Readonly<Record<OrganisationId, string>> = {
  [MUNICIPALITY]: 'Aabjerg Kommune',
  [REGION]: 'Region Vestlyng, botilbud',
  [CARE_HOME]: 'Friplejehjemmet Solbakken',
  [CLINICS]: 'Lægeklinikker',
};

export const CLINIC = {
  north: 'laegehuset-noerrebro-torv' as ClinicId,
  harbour: 'laegerne-ved-havnen' as ClinicId,
  church: 'kirkebakkens-laegeklinik' as ClinicId,
  heath: 'hedens-laegehus' as ClinicId,
} as const;

function person(
  organisationId: OrganisationId,
  role: DemoPerson['role'],
  name: string,
  clinics: readonly ClinicId[] = [],
  hasRole = true,
): DemoPerson {
  const [givenName = '', ...rest] = name.split(' ');
  const subject = name
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .replaceAll(' ', '.');
  return {
    id: personIdOf(organisationId, subject),
    organisationId,
    organisation: NAMES[organisationId] ?? '',
    subject,
    name,
    givenName,
    familyName: rest.join(' '),
    role,
    hasRole: hasRole && (role === 'caregiver' || role === 'clinician'),
    clinics,
  };
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  ...[
    'Mette Skovbjerg',
    'Jonas Kærgaard',
    'Fatima Lindeløv',
    'Peter Aagren',
    'Lone Vesterlund',
  ].map((name) => person(MUNICIPALITY, 'caregiver', name)),
  person(MUNICIPALITY, 'caregiver', 'Rasmus Udenrolle', [], false),
  ...['Camilla Engtoft', 'Søren Bækmark', 'Ida Hvidkilde', 'Ali Nørremose', 'Birgit Fjeldsted'].map(
    (name) => person(REGION, 'caregiver', name),
  ),
  person(REGION, 'caregiver', 'Tina Udenrolle', [], false),
  ...[
    'Karen Møllehave',
    'Mikkel Strandby',
    'Amina Sønderlund',
    'Hanne Rugtved',
    'Lars Tingskov',
  ].map((name) => person(CARE_HOME, 'caregiver', name)),

  person(CLINICS, 'clinician', 'Anne Klitgård', [CLINIC.north]),
  person(CLINICS, 'clinician', 'Henrik Solvang', [CLINIC.north]),
  person(CLINICS, 'clinician', 'Sofie Granlund', [CLINIC.north, CLINIC.harbour]),
  person(CLINICS, 'clinician', 'Thomas Revsbæk', [CLINIC.harbour]),
  person(CLINICS, 'clinician', 'Nadia Østerhald', [CLINIC.harbour]),
  person(CLINICS, 'clinician', 'Jens Pilegård', [CLINIC.church]),
  person(CLINICS, 'clinician', 'Marie Elmelund', [CLINIC.heath]),
  person(CLINICS, 'clinician', 'Ole Udenklinik'),

  ...['Ellen Kornmark', 'Villy Sandager', 'Ruth Birkeskov', 'Knud Egelykke', 'Grethe Tornvig'].map(
    (name) => person(MUNICIPALITY, 'citizen', name),
  ),
  ...['Pia Højvang', 'Claus Mosegård', 'Dorte Lyngsø'].map((name) =>
    person(MUNICIPALITY, 'administrator', name),
  ),
  ...['Morten Stenbæk', 'Gitte Åvang'].map((name) => person(REGION, 'administrator', name)),
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
