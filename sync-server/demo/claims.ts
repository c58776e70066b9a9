import type { AccountClaims } from 'oidc-provider';
import type { Directory } from '../directory/index.ts';
import { CLINICS } from './people.ts';
import type { DemoPerson } from './people.ts';
import { DEMO_ADMINISTRATOR_ROLE, DEMO_ROLE } from './seed.ts';

/** What the demo's providers say of a person: names and roles as a Danish broker would send them. */
export function claimsOf(person: DemoPerson, directory: Directory): AccountClaims {
  const clinic = person.clinics[0] ?? directory.clinics()[0]?.id ?? '';
  const cvr =
    person.organisationId === CLINICS
      ? directory.clinic(clinic)?.cvr
      : directory.organisation(person.organisationId)?.cvr;
  const role = person.role === 'administrator' ? DEMO_ADMINISTRATOR_ROLE : DEMO_ROLE;
  return {
    sub: person.subject,
    given_name: person.givenName,
    family_name: person.familyName,
    email: `${person.subject}@demo.invalid`,
    cvr: cvr ?? '',
    loa: 'Substantial',
    privileges: person.hasRole
      ? [{ scope: `urn:dk:gov:saml:cvrNumberIdentifier:${cvr}`, privileges: [role] }]
      : [],
  };
}
