import type { ClinicId, PersonId, PersonKind } from '@naervaer/machines/protocol';
import { personIdOf } from '../directory/index.ts';
import type { Directory, Organisation, Provider } from '../directory/index.ts';
import { isAtLeast, levelOf, readClaim, readCvrs, readText } from './claims.ts';
import type { Claims } from './claims.ts';
import { grantsOf } from './grants.ts';
import { SignInError } from './trouble.ts';

export interface Admitted {
  readonly personId: PersonId;
  readonly name: string;
  readonly role: PersonKind;
  /** The CVR numbers that the role holds for, out of those that mean something here. */
  readonly cvrs: readonly string[];
}

/** Somebody with the right role for a clinic, who is not on its list (B11). */
export interface Unlisted {
  readonly personId: PersonId;
  readonly name: string;
  /** The clinics that it may be. */
  readonly clinics: readonly ClinicId[];
}

const LONGEST_NAME = 120;
const LONGEST_SUBJECT = 255;

const clinicsWith = (directory: Directory, cvrs: readonly string[]): readonly ClinicId[] =>
  directory.clinics().flatMap(({ id, cvr }) => (cvrs.includes(cvr) ? [id] : []));

/**
 * Where a role opens something, as the directory is now: for a clinician, the clinics that they
 * work in; for an administrator of `clinics`, all that have the role's CVR (B11).
 */
export async function clinicsOf(
  directory: Directory,
  { kind }: Pick<Organisation, 'kind'>,
  { personId, role, cvrs }: Pick<Admitted, 'personId' | 'role' | 'cvrs'>,
): Promise<readonly ClinicId[]> {
  switch (role) {
    case 'caregiver':
      return [];
    case 'administrator':
      return kind === 'clinics' ? clinicsWith(directory, cvrs) : [];
    case 'clinician': {
      const person = await directory.person(personId);
      const open = clinicsWith(directory, cvrs);
      return (person?.clinics ?? []).filter((id) => open.includes(id));
    }
  }
}

/**
 * Decides whether the person of a verified id token comes in, and as what (T1):
 * 1. subject and name are there;
 * 2. the level of assurance is at least the provider's;
 * 3. the CVR number is the organisation's, or one of a clinic;
 * 4. the role is among the privileges, for a CVR number that means something here;
 * 5. a clinician works in a clinic of such a CVR.
 * @throws {SignInError} `missingClaims` · `levelTooLow` · `unknownCvr` · `missingRole`
 */
export async function admit(
  directory: Directory,
  organisation: Organisation,
  { provider, role }: { readonly provider: Provider; readonly role: PersonKind },
  claims: Claims,
): Promise<Admitted | Unlisted> {
  const names = provider.claims;
  const subject = readText(claims, 'sub');
  if (subject === '' || subject.length > LONGEST_SUBJECT) {
    throw new SignInError('missingClaims', 'sub'); // 1
  }
  const name = `${readText(claims, names.givenName)} ${readText(claims, names.familyName)}`.trim();
  if (name === '' || name.length > LONGEST_NAME) throw new SignInError('missingClaims', 'name'); // 1

  const level = levelOf(readClaim(claims, names.level));
  if (level === undefined) throw new SignInError('levelTooLow', 'noLevel'); // 2
  if (!isAtLeast(level, provider.level)) throw new SignInError('levelTooLow', 'level'); // 2

  const isClinics = organisation.kind === 'clinics';
  const isKnown = (cvr: string): boolean =>
    isClinics ? directory.clinics().some((clinic) => clinic.cvr === cvr) : cvr === organisation.cvr;
  const own = readCvrs(claims, names.cvr);
  if (own.length === 0) throw new SignInError('missingClaims', 'cvr'); // 3
  if (!own.some(isKnown)) throw new SignInError('unknownCvr', 'cvr'); // 3

  const grants = grantsOf(readClaim(claims, names.privileges));
  if (grants === undefined) throw new SignInError('missingClaims', 'privileges'); // 4
  const scopes = grants.flatMap((grant) =>
    grant.role === provider.role ? (grant.cvr ?? own) : [],
  );
  const cvrs = [...new Set(scopes.filter(isKnown))];
  if (cvrs.length === 0) {
    throw new SignInError('missingRole', scopes.length === 0 ? 'role' : 'scope'); // 4
  }

  const personId = personIdOf(organisation.id, subject);
  const admitted: Admitted = { personId, name, role, cvrs };
  if (role !== 'clinician') return admitted;
  const clinics = await clinicsOf(directory, organisation, admitted);
  if (clinics.length > 0) return admitted;
  return { personId, name, clinics: clinicsWith(directory, cvrs) }; // 5
}
