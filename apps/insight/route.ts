import { PERSON_KINDS, type PersonKind } from '@naervaer/machines/protocol';

/**
 * Every screen's address. Ids of organisations, units and clinics only: an employee is named by the
 * history's state, never by an address (SE4).
 */
export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'newOrganisation' }
  | { readonly page: 'organisation'; readonly organisationId: string }
  | { readonly page: 'editOrganisation'; readonly organisationId: string }
  | { readonly page: 'provider'; readonly organisationId: string; readonly kind: PersonKind }
  | { readonly page: 'newUnit'; readonly organisationId: string }
  | { readonly page: 'unit'; readonly organisationId: string; readonly unitId: string }
  | { readonly page: 'newClinic' }
  | { readonly page: 'clinic'; readonly clinicId: string }
  | { readonly page: 'editClinic'; readonly clinicId: string }
  | { readonly page: 'newEmployee'; readonly clinicId: string }
  | { readonly page: 'employee'; readonly clinicId: string; readonly personId: string }
  | { readonly page: 'signedIn' }
  | { readonly page: 'accessLog' }
  | { readonly page: 'settings' }
  | { readonly page: 'unknown' };

/** Ids are lower-case and never one of these words alone, which stand where an id would. */
const NEW = 'new';

export function pathOf(route: Route): string {
  switch (route.page) {
    case 'overview':
    case 'unknown':
      return '';
    case 'newOrganisation':
      return 'organisations/new';
    case 'organisation':
      return `organisations/${route.organisationId}`;
    case 'editOrganisation':
      return `organisations/${route.organisationId}/edit`;
    case 'provider':
      return `organisations/${route.organisationId}/providers/${route.kind}`;
    case 'newUnit':
      return `organisations/${route.organisationId}/units/new`;
    case 'unit':
      return `organisations/${route.organisationId}/units/${route.unitId}`;
    case 'newClinic':
      return 'clinics/new';
    case 'clinic':
      return `clinics/${route.clinicId}`;
    case 'editClinic':
      return `clinics/${route.clinicId}/edit`;
    case 'newEmployee':
      return `clinics/${route.clinicId}/employees/new`;
    case 'employee':
      return `clinics/${route.clinicId}/employees/one`;
    case 'signedIn':
      return 'signed-in';
    case 'accessLog':
      return 'access-log';
    case 'settings':
      return 'settings';
  }
}

const UNKNOWN: Route = { page: 'unknown' };

function organisationRoute([organisationId, what, which]: readonly string[]): Route {
  if (organisationId === undefined) return UNKNOWN;
  if (organisationId === NEW) return what === undefined ? { page: 'newOrganisation' } : UNKNOWN;
  if (what === undefined) return { page: 'organisation', organisationId };
  if (what === 'edit') return { page: 'editOrganisation', organisationId };
  if (what === 'units' && which !== undefined) {
    return which === NEW
      ? { page: 'newUnit', organisationId }
      : { page: 'unit', organisationId, unitId: which };
  }
  const kind = PERSON_KINDS.find((each) => each === which);
  return what === 'providers' && kind !== undefined
    ? { page: 'provider', organisationId, kind }
    : UNKNOWN;
}

function clinicRoute(
  [clinicId, what, which]: readonly string[],
  personId: string | undefined,
): Route {
  if (clinicId === undefined) return UNKNOWN;
  if (clinicId === NEW) return what === undefined ? { page: 'newClinic' } : UNKNOWN;
  if (what === undefined) return { page: 'clinic', clinicId };
  if (what === 'edit') return { page: 'editClinic', clinicId };
  if (what !== 'employees') return UNKNOWN;
  if (which === NEW) return { page: 'newEmployee', clinicId };
  // The address in another tab does not know of whom it tells: then it is the clinic's page.
  return personId === undefined
    ? { page: 'clinic', clinicId }
    : { page: 'employee', clinicId, personId };
}

/**
 * @param path what stands behind the app's own part of the address
 * @param personId what the history's state remembers
 */
export function routeOf(path: string, personId?: string): Route {
  const [first, ...rest] = path.split('/').filter((each) => each !== '');
  switch (first) {
    case undefined:
      return { page: 'overview' };
    case 'organisations':
      return organisationRoute(rest);
    case 'clinics':
      return clinicRoute(rest, personId);
    case 'signed-in':
      return rest.length === 0 ? { page: 'signedIn' } : UNKNOWN;
    case 'access-log':
      return rest.length === 0 ? { page: 'accessLog' } : UNKNOWN;
    case 'settings':
      return rest.length === 0 ? { page: 'settings' } : UNKNOWN;
    default:
      return UNKNOWN;
  }
}
