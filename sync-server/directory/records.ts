import {
  CareArea,
  ClinicId,
  Cvr,
  OrganisationId,
  OrganisationKind,
  PersonId,
  UnitId,
  Ydernummer,
} from '@naervaer/machines/protocol';
import type { PersonKind } from '@naervaer/machines/protocol';
import * as v from 'valibot';

/** What the store's directory records hold. The one shape for import, demo and reading back. */

const words = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max));
const claim = (fallback: string) => v.optional(words(200), fallback);

export const LEVELS = ['Low', 'Substantial', 'High'] as const;

/** How an organisation's identity provider tells who somebody is. */
export const Provider = v.strictObject({
  issuer: v.pipe(v.string(), v.url()),
  clientId: words(200),
  clientSecret: v.pipe(v.string(), v.minLength(16), v.maxLength(500)),
  /** What is asked for; `openid` is always among it. */
  scope: v.optional(v.pipe(words(200), v.regex(/(^| )openid( |$)/)), 'openid profile email'),
  /** The least level of assurance that is let in. */
  level: v.optional(v.picklist(LEVELS), 'Substantial'),
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
});
export type Provider = v.InferOutput<typeof Provider>;

export const Organisation = v.strictObject({
  id: OrganisationId,
  name: words(120),
  kind: OrganisationKind,
  /** For `clinics`, the operator's own; a clinician's role is scoped by the clinic's. */
  cvr: Cvr,
  /** Whom to ask: words and a telephone number. */
  support: words(300),
  /** Where its staff sign in: care workers, and of `clinics` the clinicians. */
  provider: Provider,
  /** Kinds of person with a provider or a role of their own; administrators always are. */
  providers: v.optional(
    v.strictObject({
      caregiver: v.optional(Provider),
      clinician: v.optional(Provider),
      administrator: v.optional(Provider),
    }),
    {},
  ),
});
export type Organisation = v.InferOutput<typeof Organisation>;

/** Where this kind of person signs in; undefined for administrators that nobody appointed. */
export const providerOf = (
  { provider, providers }: Organisation,
  kind: PersonKind,
): Provider | undefined => providers[kind] ?? (kind === 'administrator' ? undefined : provider);

export const Unit = v.strictObject({
  id: UnitId,
  organisationId: OrganisationId,
  name: words(120),
  careArea: CareArea,
});
export type Unit = v.InferOutput<typeof Unit>;

export const Clinic = v.strictObject({
  id: ClinicId,
  name: words(120),
  ydernummer: Ydernummer,
  cvr: Cvr,
  address: words(200),
});
export type Clinic = v.InferOutput<typeof Clinic>;

/** Somebody whom the directory must know beforehand: a clinician, or anybody of the demo. */
export const Person = v.strictObject({
  id: PersonId,
  organisationId: OrganisationId,
  clinics: v.array(ClinicId),
  demo: v.optional(v.boolean(), false),
});
export type Person = v.InferOutput<typeof Person>;
