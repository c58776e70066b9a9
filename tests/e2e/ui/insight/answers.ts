import type { AdminState, SessionInfo, TrialReport } from '@naervaer/machines/protocol';
import type { AccessPage, SessionsPage } from '@naervaer/machines/protocol';

/** What a server would say to insight: fixed, invented, and the same in every picture. */

const NOON = Date.UTC(2026, 10, 20, 11, 5);
const MINUTE = 60_000;

const claims = {
  givenName: 'given_name',
  familyName: 'family_name',
  cvr: 'cvr',
  privileges: 'privileges',
  level: 'loa',
};
const provider = (kind: string, issuer: string) => ({
  kind,
  settings: {
    issuer,
    clientId: 'naervaer',
    scope: 'openid profile email',
    level: 'Substantial',
    role: `http://naervaer.example/roles/usersystemrole/${kind}/1`,
    claims,
  },
});
const SUPPORT = 'Digital Support, telefon 00 00 10 10, alle dage kl. 7–22';

const MUNICIPALITY = {
  organisationId: 'aaby',
  name: 'Aaby Kommune',
  kind: 'municipality',
  cvr: '99001003',
  support: SUPPORT,
  providers: [
    provider('caregiver', 'https://log-in.aaby.example/adfs'),
    provider('administrator', 'https://log-in.aaby.example/adfs'),
  ],
  units: [
    ['aahaven', 'Plejehjemmet Åhaven', 'nursingHome'],
    ['nord', 'Hjemmesygeplejen Nord', 'homeNursing'],
    ['akut', 'Akutteamet', 'acuteTeam'],
    ['lindehuset', 'Botilbuddet Lindehuset', 'residentialHome'],
  ].map(([unitId, name, careArea]) => ({ unitId, organisationId: 'aaby', name, careArea })),
};
const OTHERS = [
  ['region', 'Region Midt, botilbud', 'region', '99001615'],
  ['egely', 'Friplejehjemmet Egely', 'careHome', '99002220'],
  ['klinikker', 'Lægeklinikker', 'clinics', '99002832'],
  ['drift', 'Nærvær Drift', 'operator', '99005882'],
].map(([organisationId = '', name = '', kind = '', cvr = '']) => ({
  organisationId,
  name,
  kind,
  cvr,
  support: SUPPORT,
  providers:
    organisationId === 'egely'
      ? []
      : [
          ...(kind === 'operator'
            ? []
            : [
                provider(
                  kind === 'clinics' ? 'clinician' : 'caregiver',
                  `https://login.${organisationId}.example`,
                ),
              ]),
          provider('administrator', `https://login.${organisationId}.example`),
        ],
  units: [],
}));

const employee = (
  personId: string,
  name: string,
  role: string,
  authorisation: string | null,
  delegatedBy: string | null = null,
) => ({ personId, name, clinicId: 'soendergade', role, authorisation, delegatedBy });

const CLINIC = {
  clinicId: 'soendergade',
  name: 'Lægehuset Søndergade',
  ydernummer: '057584',
  cvr: '99003448',
  address: 'Søndergade 12, 9990 Aaby',
  retentionHours: 24,
  employees: [
    employee('klinikker.anne', 'Anne Holm', 'doctor', '0AB12'),
    employee('klinikker.bo', 'Bo Frandsen', 'doctor', '0CD34'),
    employee('klinikker.lis', 'Lis Vestergaard', 'nurse', null, 'klinikker.anne'),
    employee('klinikker.ida', 'Ida-Marie Christoffersen Abildgaard', 'student', null),
  ],
  requests: [
    {
      personId: 'klinikker.ole',
      name: 'Ole Thorup',
      clinicIds: ['soendergade'],
      at: NOON - 12 * MINUTE,
    },
    {
      personId: 'klinikker.ny',
      name: 'Nadia Østergård-Sørensen',
      clinicIds: ['soendergade'],
      at: NOON - 95 * MINUTE,
    },
  ],
};
const QUIET = {
  ...CLINIC,
  clinicId: 'havnen',
  name: 'Lægerne ved Havnen',
  ydernummer: '012345',
  cvr: '99004053',
  address: 'Havnegade 3, 9990 Aaby',
  employees: [],
  requests: [],
};

const state = (
  organisations: readonly unknown[],
  clinics: readonly unknown[],
  isOperator = false,
) => ({ isOperator, organisations, clinics, accessLogDays: 730 }) as unknown as AdminState;
export const STATES = {
  operator: state([MUNICIPALITY, ...OTHERS], [CLINIC, QUIET], true),
  beginning: state([OTHERS[3]], [], true),
  municipality: state([MUNICIPALITY], []),
  clinic: state([], [CLINIC]),
  quiet: state([], [QUIET]),
  two: state([], [CLINIC, QUIET]),
  nothing: state([], []),
} as const;
export type StateName = keyof typeof STATES;

export const sessionOf = (name: string, organisation: string): SessionInfo =>
  ({
    sessionId: '01980000-0000-7000-8000-000000000000',
    personId: 'klinikker.admin',
    name,
    role: 'administrator',
    organisation: { id: 'aaby', name: organisation },
    units: [],
    clinics: [],
    profile: null,
    open: [],
    vaultKey: '',
    now: NOON,
    expiresAt: NOON + 30 * MINUTE,
  }) as unknown as SessionInfo;

const step = (name: string, result: string, found: string) => ({ step: name, result, found });
const GOOD = [
  step('reach', 'ok', 'https://log-in.aaby.example/adfs/.well-known/openid-configuration'),
  step('issuer', 'ok', 'https://log-in.aaby.example/adfs'),
  step('endpoints', 'ok', 'https://log-in.aaby.example/adfs/oauth2/authorize'),
  step('codeFlow', 'ok', 'code'),
  step('pkce', 'ok', 'S256'),
  step('algorithms', 'ok', 'RS256'),
  step('keys', 'ok', '2 / 2'),
  step('logout', 'warned', '–'),
  step('credentials', 'ok', '400 invalid_grant'),
];
export const TRIALS = {
  warned: GOOD,
  failed: [
    GOOD[0],
    step('issuer', 'failed', 'https://log-in.aaby.example/adfs/'),
    ...['endpoints', 'codeFlow', 'pkce', 'algorithms', 'keys', 'logout', 'credentials'].map(
      (name) => step(name, 'notTried', ''),
    ),
  ],
} as unknown as Readonly<Record<string, TrialReport>>;

const line = (seq: number, minutes: number, change: object) => ({
  seq,
  at: NOON - minutes * MINUTE,
  action: 'seeOnBoard',
  purpose: 'treatment',
  person: { name: 'Anne Holm', role: 'doctor' },
  organisation: 'Lægeklinikker',
  clinic: 'Lægehuset Søndergade',
  consultationId: null,
  citizen: 'k7q2x9',
  target: null,
  ...change,
});
export const LOG = {
  rows: [
    line(412, 0, {
      action: 'searchAccessLog',
      purpose: 'administration',
      person: { name: 'Lise Frederiksen', role: 'administrator' },
      clinic: null,
    }),
    line(398, 64, { action: 'endCall' }),
    line(391, 76, { action: 'claim' }),
    line(390, 78, {}),
    line(389, 81, {
      action: 'join',
      person: { name: 'Mette Lund', role: 'caregiver' },
      organisation: 'Aaby Kommune',
    }),
    line(371, 1440, {
      action: 'change',
      purpose: 'administration',
      person: { name: 'Lise Frederiksen', role: 'administrator' },
      clinic: null,
      citizen: null,
      target: 'person/klinikker.lis',
    }),
    line(352, 1500, {
      action: 'deleteData',
      purpose: 'retention',
      person: null,
      organisation: null,
    }),
  ],
  before: 352,
} as unknown as AccessPage;

const signedIn = (nth: number, name: string, app: string, minutes: number, used: number | null) => {
  const isCare = app === 'tablet';
  return {
    sessionId: `01980000-0000-7000-8000-00000000000${nth}`,
    personId: `${isCare ? 'aaby' : 'klinikker'}.${name.toLowerCase().replaceAll(/[^a-z]/g, '-')}`,
    name,
    organisationId: isCare ? 'aaby' : 'klinikker',
    organisation: isCare ? 'Aaby Kommune' : 'Lægeklinikker',
    app,
    since: NOON - minutes * MINUTE,
    usedAt: used === null ? null : NOON - used * MINUTE,
  };
};
export const SIGNED_IN = {
  rows: [
    signedIn(1, 'Mette Lund', 'tablet', 12, 1),
    signedIn(2, 'Anne Holm', 'board', 190, 3),
    signedIn(3, 'Jonas Ravnholt', 'tablet', 205, 44),
    signedIn(4, 'Mette Lund', 'tablet', 260, 40),
    signedIn(5, 'Ida-Marie Christoffersen Abildgaard', 'board', 270, null),
    {
      ...signedIn(6, 'Pia Højvang', 'insight', 5, 0),
      personId: 'klinikker.admin',
      organisationId: 'drift',
      organisation: 'Nærvær Drift',
    },
  ],
  before: '01980000-0000-7000-8000-000000000006',
} as unknown as SessionsPage;
