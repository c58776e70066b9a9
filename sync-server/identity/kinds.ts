import type { OrganisationKind, PersonKind } from '@naervaer/machines/protocol';
import type { App } from './login-state.ts';

const KINDS = { tablet: 'caregiver', board: 'clinician', insight: 'administrator' } as const;

/** Who comes to an application. */
export const kindOf = (app: App): PersonKind => KINDS[app];

/** Which kinds of person an organisation has. */
export function hasKind(organisation: OrganisationKind, kind: PersonKind): boolean {
  switch (kind) {
    case 'administrator':
      return true;
    case 'clinician':
      return organisation === 'clinics';
    case 'caregiver':
      return organisation !== 'clinics' && organisation !== 'operator';
  }
}
