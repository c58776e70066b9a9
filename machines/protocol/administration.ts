import * as v from 'valibot';
import {
  ClinicId,
  ConsultationId,
  Instant,
  OrganisationId,
  PersonId,
  SessionId,
  UnitId,
} from './ids.ts';
import { Cvr, Ydernummer } from './identifiers.ts';
import { CareArea } from './words.ts';

/**
 * All that an administrator's page says and is told (I4, I5, P1). Plain HTTP: `GET
 * /api/admin/state` and `/api/admin/sessions`, and POSTs to `/api/admin/change`, `/api/admin/try-provider`, `/api/admin/access-log` and
 * `/api/admin/access-copy`, with `?app=insight`. A refusal is `{ code: EdgeCode }`.
 */

const words = (max: number) =>
  v.pipe(v.string('badRequest'), v.trim(), v.minLength(1), v.maxLength(max));

export const ORGANISATION_KINDS = [
  'municipality',
  'region',
  'careHome',
  'clinics',
  'operator',
] as const;
/** `clinics` holds those who work in clinics; `operator` those who run this installation. */
export const OrganisationKind = v.picklist(ORGANISATION_KINDS);
export type OrganisationKind = v.InferOutput<typeof OrganisationKind>;

export const PERSON_KINDS = ['caregiver', 'clinician', 'administrator'] as const;
/** A kind of person may have an identity provider of its own. */
export const PersonKind = v.picklist(PERSON_KINDS);
export type PersonKind = v.InferOutput<typeof PersonKind>;

export const ASSURANCE_LEVELS = ['Low', 'Substantial', 'High'] as const;
export const AssuranceLevel = v.picklist(ASSURANCE_LEVELS);
export type AssuranceLevel = v.InferOutput<typeof AssuranceLevel>;

/** Names of the claims of one provider; a name with dots leads into objects. */
export const ClaimNames = v.strictObject({
  givenName: words(200),
  familyName: words(200),
  cvr: words(200),
  privileges: words(200),
  level: words(200),
});
export type ClaimNames = v.InferOutput<typeof ClaimNames>;

/** An identity provider as an administrator sees it: everything but its secret. */
export const ProviderSettings = v.strictObject({
  issuer: v.pipe(words(500), v.url()),
  clientId: words(200),
  scope: v.pipe(words(200), v.regex(/(^| )openid( |$)/)),
  /** The least level of assurance that is let in. */
  level: AssuranceLevel,
  /** The job-function role that opens the door. */
  role: words(300),
  claims: ClaimNames,
});
export type ProviderSettings = v.InferOutput<typeof ProviderSettings>;

export const EMPLOYEE_ROLES = ['doctor', 'nurse', 'secretary', 'student'] as const;
export const EmployeeRole = v.picklist(EMPLOYEE_ROLES);
export type EmployeeRole = v.InferOutput<typeof EmployeeRole>;

/** One person's work in one clinic (B11). */
export const Employee = v.strictObject({
  personId: PersonId,
  /** As the provider tells it, from the last sign-in; as typed until then. */
  name: v.string(),
  clinicId: ClinicId,
  role: EmployeeRole,
  /** An authorisation ID of five signs; null for who works by delegation. */
  authorisation: v.nullable(v.pipe(v.string(), v.regex(/^[0-9A-Z]{5}$/))),
  /** Who delegated, for somebody without an authorisation ID. */
  delegatedBy: v.nullable(PersonId),
});
export type Employee = v.InferOutput<typeof Employee>;

/** Somebody who signed in with the right role for a clinic's CVR and is not on its list yet. */
export const EmployeeRequest = v.strictObject({
  personId: PersonId,
  name: v.string(),
  /** The clinics that it may be. */
  clinicIds: v.array(ClinicId),
  at: Instant,
});
export type EmployeeRequest = v.InferOutput<typeof EmployeeRequest>;

/** Hours that a consultation's personal data are kept after its end (P2). */
export const RetentionHours = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(720));

const Support = words(300);

const ClinicSettings = {
  clinicId: ClinicId,
  name: words(120),
  ydernummer: Ydernummer,
  cvr: Cvr,
  address: words(200),
  retentionHours: RetentionHours,
};
const OrganisationSettings = {
  organisationId: OrganisationId,
  name: words(120),
  kind: OrganisationKind,
  cvr: Cvr,
  support: Support,
};
const UnitSettings = {
  unitId: UnitId,
  organisationId: OrganisationId,
  name: words(120),
  careArea: CareArea,
};

/** Days that the access log is kept. */
export const AccessLogDays = v.pipe(v.number(), v.integer(), v.minValue(30), v.maxValue(3650));

/** What this administrator may see and change; nothing of anybody else's. */
export const AdminState = v.strictObject({
  /** What the administrator may do beyond their own organisation or clinics. */
  isOperator: v.boolean(),
  organisations: v.array(
    v.strictObject({
      ...OrganisationSettings,
      /** By kind of person; a kind without one of its own has that of `caregiver` or `clinician`. */
      providers: v.array(v.strictObject({ kind: PersonKind, settings: ProviderSettings })),
      units: v.array(v.strictObject(UnitSettings)),
    }),
  ),
  clinics: v.array(
    v.strictObject({
      ...ClinicSettings,
      employees: v.array(Employee),
      requests: v.array(EmployeeRequest),
    }),
  ),
  accessLogDays: AccessLogDays,
});
export type AdminState = v.InferOutput<typeof AdminState>;

/** What an administrator may ask to change: one closed union, one line in the access log each. */
export const AdminChange = v.variant('type', [
  v.strictObject({ type: v.literal('putOrganisation'), ...OrganisationSettings }),
  v.strictObject({ type: v.literal('removeOrganisation'), organisationId: OrganisationId }),
  v.strictObject({
    type: v.literal('putProvider'),
    organisationId: OrganisationId,
    kind: PersonKind,
    settings: ProviderSettings,
    /** Null keeps the one that is there. */
    clientSecret: v.nullable(v.pipe(v.string(), v.minLength(16), v.maxLength(500))),
  }),
  v.strictObject({
    type: v.literal('removeProvider'),
    organisationId: OrganisationId,
    kind: PersonKind,
  }),
  v.strictObject({ type: v.literal('putUnit'), ...UnitSettings }),
  v.strictObject({ type: v.literal('removeUnit'), unitId: UnitId }),
  v.strictObject({ type: v.literal('putClinic'), ...ClinicSettings }),
  v.strictObject({ type: v.literal('removeClinic'), clinicId: ClinicId }),
  v.strictObject({
    type: v.literal('putEmployee'),
    clinicId: ClinicId,
    /** Somebody known, or somebody new by what their provider calls them. */
    person: v.variant('by', [
      v.strictObject({ by: v.literal('id'), personId: PersonId }),
      v.strictObject({ by: v.literal('subject'), subject: words(255), name: words(120) }),
    ]),
    role: EmployeeRole,
    authorisation: Employee.entries.authorisation,
    delegatedBy: Employee.entries.delegatedBy,
  }),
  v.strictObject({
    type: v.literal('removeEmployee'),
    clinicId: ClinicId,
    personId: PersonId,
  }),
  v.strictObject({
    type: v.literal('declineRequest'),
    clinicId: ClinicId,
    personId: PersonId,
  }),
  v.strictObject({ type: v.literal('setAccessLogDays'), days: AccessLogDays }),
  /** Whatever that person is signed in to here, on every device, ends at once (P1). */
  v.strictObject({
    type: v.literal('endSessions'),
    organisationId: OrganisationId,
    personId: PersonId,
  }),
]);
export type AdminChange = v.InferOutput<typeof AdminChange>;
export type AdminChangeType = AdminChange['type'];
export const ADMIN_CHANGE_TYPES = AdminChange.options.map(
  ({ entries }) => entries.type.literal,
) as readonly AdminChangeType[];

/** Each has sessions of its own; a browser may have one in each. */
export const SIGN_IN_APPS = ['tablet', 'board', 'insight'] as const;
export const SignInApp = v.picklist(SIGN_IN_APPS);
export type SignInApp = v.InferOutput<typeof SignInApp>;

/**
 * `GET /api/admin/sessions`, with `&before=` of the last page: who is signed in among those whom
 * this administrator looks after, the newest first.
 */
export const SessionsPage = v.strictObject({
  rows: v.array(
    v.strictObject({
      sessionId: SessionId,
      personId: PersonId,
      name: v.string(),
      organisationId: OrganisationId,
      organisation: v.string(),
      app: SignInApp,
      since: Instant,
      /** To the minute; null when it was not used since the server started. */
      usedAt: v.nullable(Instant),
    }),
  ),
  /** To ask for the next page with; null at the end. */
  before: v.nullable(SessionId),
});
export type SessionsPage = v.InferOutput<typeof SessionsPage>;

/** `POST /api/admin/try-provider`: a walk to a provider as it is set up here. */
export const ProviderTrial = v.strictObject({ organisationId: OrganisationId, kind: PersonKind });
export type ProviderTrial = v.InferOutput<typeof ProviderTrial>;

export const TRIAL_STEPS = [
  'reach',
  'issuer',
  'endpoints',
  'codeFlow',
  'pkce',
  'algorithms',
  'keys',
  'logout',
  'credentials',
] as const;
export const TrialStep = v.picklist(TRIAL_STEPS);
/** `warned`: it works, and something is less safe or less comfortable than it could be. */
export const TrialReport = v.array(
  v.strictObject({
    step: TrialStep,
    result: v.picklist(['ok', 'warned', 'failed', 'notTried']),
    /** What was found, in the provider's own public words: an address, an algorithm, a status. */
    found: v.string(),
  }),
);
export type TrialReport = v.InferOutput<typeof TrialReport>;

export const ACCESS_ACTIONS = [
  // a citizen's data
  'join',
  'leave',
  'seeOnBoard',
  'claim',
  'release',
  'reject',
  'tell',
  'enterCall',
  'endCall',
  'expire',
  'deleteData',
  'eraseCitizen',
  // this log itself
  'searchAccessLog',
  'copyAccessLog',
  // people and administration
  'signIn',
  'signOut',
  'endSessions',
  'openClinic',
  'closeClinic',
  'tellAll',
  'saveProfile',
  'change',
] as const;
export const AccessAction = v.picklist(ACCESS_ACTIONS);
export type AccessAction = v.InferOutput<typeof AccessAction>;

export const ACCESS_PURPOSES = [
  'treatment',
  'administration',
  'citizensRight',
  'retention',
] as const;
export const AccessPurpose = v.picklist(ACCESS_PURPOSES);
export type AccessPurpose = v.InferOutput<typeof AccessPurpose>;

/** `POST /api/admin/access-log`. A citizen's number travels in the body, never in an address. */
export const AccessSearch = v.strictObject({
  /** As typed; null for everybody's. */
  citizen: v.nullable(words(40)),
  clinicId: v.nullable(ClinicId),
  from: Instant,
  to: Instant,
  /** Lines older than this one; null for the newest. */
  before: v.nullable(v.number()),
});
export type AccessSearch = v.InferOutput<typeof AccessSearch>;

export const AccessRow = v.strictObject({
  seq: v.number(),
  at: Instant,
  action: AccessAction,
  purpose: AccessPurpose,
  person: v.nullable(v.strictObject({ name: v.string(), role: v.string() })),
  organisation: v.nullable(v.string()),
  clinic: v.nullable(v.string()),
  consultationId: v.nullable(ConsultationId),
  /** The first signs of the pseudonym: tells two citizens apart and names neither. */
  citizen: v.nullable(v.string()),
  target: v.nullable(v.string()),
});
export type AccessRow = v.InferOutput<typeof AccessRow>;

export const AccessPage = v.strictObject({
  rows: v.array(AccessRow),
  /** To ask for the next page with; null at the end. */
  before: v.nullable(v.number()),
});
export type AccessPage = v.InferOutput<typeof AccessPage>;

/** `POST /api/admin/access-copy` → a CSV file for the citizen: look-ups, dates, purposes. */
export const AccessCopy = v.strictObject({ citizen: words(40) });
export type AccessCopy = v.InferOutput<typeof AccessCopy>;
