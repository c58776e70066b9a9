import {
  ASSURANCE_LEVELS,
  CareArea,
  ClinicId,
  Cvr,
  Employee,
  EmployeeRole,
  OrganisationId,
  OrganisationKind,
  PersonId,
  RetentionHours,
  UnitId,
  Ydernummer,
} from '@naervaer/machines/protocol';
import type { Instant, PersonKind } from '@naervaer/machines/protocol';
import * as v from 'valibot';

/** What the directory knows, as its readers see it; `stored.ts` says how it is kept. */

export const words = (max: number) =>
  v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max));
const claim = (fallback: string) => v.optional(words(200), fallback);

const CLAIMS = ['givenName', 'familyName', 'cvr', 'privileges', 'level'] as const;

/** All of a provider but its secret. */
export const PROVIDER_SETTINGS = {
  issuer: v.pipe(v.string(), v.url(), v.maxLength(500)),
  clientId: words(200),
  /** What is asked for; `openid` is always among it. */
  scope: v.optional(v.pipe(words(200), v.regex(/(^| )openid( |$)/)), 'openid profile email'),
  /** The least level of assurance that is let in. */
  level: v.optional(v.picklist(ASSURANCE_LEVELS), 'Substantial'),
  /** The job-function role that opens the door. */
  role: words(300),
  /** The names of the claims that hold it. */
  claims: v.optional(
    v.strictObject({
      givenName: claim('given_name'),
      familyName: claim('family_name'),
      cvr: claim('cvr'),
      privileges: claim('privileges'),
      level: claim('loa'),
    }),
    {},
  ),
};

/** How an organisation's identity provider tells who somebody is. */
export const Provider = v.strictObject({
  ...PROVIDER_SETTINGS,
  clientSecret: v.pipe(v.string(), v.minLength(16), v.maxLength(500)),
});
export type Provider = v.InferOutput<typeof Provider>;

export type Providers = Readonly<Partial<Record<PersonKind, Provider>>>;

export const ORGANISATION = {
  id: OrganisationId,
  name: words(120),
  kind: OrganisationKind,
  /** For `clinics`, the operator's own; a clinician's role is scoped by the clinic's. */
  cvr: Cvr,
  /** Whom to ask: words and a telephone number. */
  support: words(300),
};

export interface Organisation {
  readonly id: OrganisationId;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly cvr: string;
  readonly support: string;
  readonly providers: Providers;
}

/**
 * Whose provider it is when no kind of person is named: care workers' and, of `clinics`, the
 * clinicians'; those who run the installation are its administrators.
 */
export const mainKindOf = (kind: OrganisationKind): PersonKind =>
  kind === 'clinics' ? 'clinician' : kind === 'operator' ? 'administrator' : 'caregiver';

/** Where this kind of person signs in; undefined where nobody set one up. */
export const providerOf = (
  { providers }: Pick<Organisation, 'providers'>,
  kind: PersonKind,
): Provider | undefined =>
  // Administrators never come in by the door of those whom they administrate.
  providers[kind] ??
  (kind === 'administrator' ? undefined : (providers.caregiver ?? providers.clinician));

/**
 * What decides who comes in by a provider, as a text to compare; a new secret or scope lets in
 * nobody else.
 */
export const lockOf = ({ issuer, clientId, role, level, claims }: Provider): string =>
  JSON.stringify([issuer, clientId, role, level, ...CLAIMS.map((name) => claims[name])]);

export const Unit = v.strictObject({
  id: UnitId,
  organisationId: OrganisationId,
  name: words(120),
  careArea: CareArea,
});
export type Unit = v.InferOutput<typeof Unit>;

/** Hours that a consultation's data are kept after its end, unless the clinic says otherwise (P2). */
export const RETENTION_HOURS = 24;

export const Clinic = v.strictObject({
  id: ClinicId,
  name: words(120),
  ydernummer: Ydernummer,
  cvr: Cvr,
  address: words(200),
  retentionHours: v.optional(RetentionHours, RETENTION_HOURS),
});
export type Clinic = v.InferOutput<typeof Clinic>;

/** One person's work in one clinic (B11). */
export const Employment = v.strictObject({
  clinicId: ClinicId,
  role: EmployeeRole,
  authorisation: Employee.entries.authorisation,
  /** Null for who has an authorisation ID, or whose delegator left. */
  delegatedBy: v.nullable(PersonId),
});
export type Employment = v.InferOutput<typeof Employment>;

/** Somebody whom the directory must know beforehand: a clinician, or anybody of the demo. */
export interface Person {
  readonly id: PersonId;
  readonly organisationId: OrganisationId;
  readonly employments: readonly Employment[];
  /** Where the employments are. */
  readonly clinics: readonly ClinicId[];
  /** As typed, then as the provider told it; null until anybody said it. */
  readonly name: string | null;
  readonly demo: boolean;
}

/** Somebody who came with the right role and is on no clinic's list yet (B11). */
export interface EmployeeRequest {
  readonly id: PersonId;
  readonly organisationId: OrganisationId;
  readonly name: string;
  /** The clinics that it may be. */
  readonly clinics: readonly ClinicId[];
  readonly at: Instant;
}
