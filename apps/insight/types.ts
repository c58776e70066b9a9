import type { AdminState, PersonKind } from '@naervaer/machines/protocol';

export type OrganisationView = AdminState['organisations'][number];
export type ClinicView = AdminState['clinics'][number];
export type UnitView = OrganisationView['units'][number];
export type ProviderView = OrganisationView['providers'][number];

/** Whose sign-in an organisation has to have, in the order in which it is set up. */
export function kindsOf({ kind }: Pick<OrganisationView, 'kind'>): readonly PersonKind[] {
  if (kind === 'operator') return ['administrator'];
  return [kind === 'clinics' ? 'clinician' : 'caregiver', 'administrator'];
}

/** In the order of the Danish alphabet. */
export const byName = <T extends { readonly name: string }>(all: readonly T[]): readonly T[] =>
  all.toSorted((a, b) => a.name.localeCompare(b.name, 'da'));
