import type { AccountClaims } from 'oidc-provider';
import type { Directory } from '../directory/index.ts';
import { CLINIC, CLINICS } from './people.ts';
import type { DemoPerson } from './people.ts';
import { DEMO_ADMINISTRATOR_ROLE, DEMO_ROLE } from './seed.ts';

/** Of the clinics that somebody works in; who works in none asks to be let in at one with an administrator. */
function cvrsOf({ clinics }: DemoPerson, directory: Directory): readonly string[] {
  const all = directory.clinics();
  const own = all.filter(({ id }) => clinics.includes(id));
  const asked = all.filter(({ id }) => id === CLINIC.north);
  return [...new Set((own.length > 0 ? own : asked).map(({ cvr }) => cvr))];
}

/** What the demo's providers say of a person: names and roles as a Danish broker would send them. */
export function claimsOf(person: DemoPerson, directory: Directory): AccountClaims {
  const cvrs =
    person.organisationId === CLINICS
      ? cvrsOf(person, directory)
      : [directory.organisation(person.organisationId)?.cvr ?? ''];
  const role = person.role === 'administrator' ? DEMO_ADMINISTRATOR_ROLE : DEMO_ROLE;
  return {
    sub: person.subject,
    given_name: person.givenName,
    family_name: person.familyName,
    email: `${person.subject}@demo.invalid`,
    cvr: cvrs[0] ?? '',
    loa: 'Substantial',
    privileges: person.hasRole
      ? cvrs.map((cvr) => ({
          scope: `urn:dk:gov:saml:cvrNumberIdentifier:${cvr}`,
          privileges: [role],
        }))
      : [],
  };
}
