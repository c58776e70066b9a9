import { NaervaerError } from '@naervaer/machines/protocol';
import type { PersonId } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { personIdOf } from '../directory/index.ts';
import type { Directory, Organisation } from '../directory/index.ts';

/** Job-function roles by the CVR number that they hold for (OIO Basic Privilege Profile). */
const Privileges = v.array(v.object({ scope: v.string(), privileges: v.array(v.string()) }));
const SCOPE = /^urn:dk:gov:saml:cvrNumberIdentifier:(\d{8})$/;

const LEVELS: readonly unknown[] = ['Low', 'Substantial', 'High'];

export interface Admitted {
  readonly personId: PersonId;
  readonly name: string;
  readonly role: 'caregiver' | 'clinician';
}

/**
 * Decides whether the person of a verified id token comes in, and as what (T1).
 * @throws {NaervaerError} `providerRejected` when the claims are not what was agreed with the
 * provider – level too low, CVR not the organisation's, no subject – and `missingRole` when they
 * are, but the person has no job-function role or works in no clinic
 */
export async function admit(
  directory: Directory,
  organisation: Organisation,
  claims: Readonly<Record<string, unknown>>,
): Promise<Admitted> {
  const { provider } = organisation;
  const read = (name: string): string => {
    const value = claims[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const reject = (why: string): never => {
    throw new NaervaerError('providerRejected', why);
  };

  const subject = read('sub');
  if (subject === '') reject('noSubject');
  if (LEVELS.indexOf(claims[provider.claims.level]) < LEVELS.indexOf(provider.level)) {
    reject('levelTooLow');
  }
  const name = `${read(provider.claims.givenName)} ${read(provider.claims.familyName)}`.trim();
  if (name === '' || name.length > 120) reject('noName');

  const cvr = read(provider.claims.cvr);
  const isClinic = organisation.kind === 'clinics';
  const known = isClinic
    ? directory.clinics().some((clinic) => clinic.cvr === cvr)
    : cvr === organisation.cvr;
  if (!known) reject('unknownCvr');

  const privileges = v.safeParse(
    v.optional(Privileges, []),
    claims[provider.claims.privileges] ?? undefined,
  );
  if (!privileges.success) return reject('malformedPrivileges');
  const hasRole = privileges.output.some(
    (entry) => SCOPE.exec(entry.scope)?.[1] === cvr && entry.privileges.includes(provider.role),
  );
  if (!hasRole) throw new NaervaerError('missingRole');

  const personId = personIdOf(organisation.id, subject);
  if (!isClinic) return { personId, name, role: 'caregiver' };
  const person = await directory.person(personId);
  if (!person?.clinics.length) throw new NaervaerError('missingRole');
  return { personId, name, role: 'clinician' };
}
