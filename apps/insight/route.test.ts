import { describe, expect, test } from 'vitest';
import { pathOf, routeOf, type Route } from './route.ts';

const ROUTES: readonly Route[] = [
  { page: 'overview' },
  { page: 'newOrganisation' },
  { page: 'organisation', organisationId: 'aabjerg' },
  { page: 'editOrganisation', organisationId: 'aabjerg' },
  { page: 'provider', organisationId: 'aabjerg', kind: 'caregiver' },
  { page: 'newUnit', organisationId: 'aabjerg' },
  { page: 'unit', organisationId: 'aabjerg', unitId: 'aahaven' },
  { page: 'newClinic' },
  { page: 'clinic', clinicId: 'torvet' },
  { page: 'editClinic', clinicId: 'torvet' },
  { page: 'newEmployee', clinicId: 'torvet' },
  { page: 'employee', clinicId: 'torvet', personId: 'klinikker.ab12' },
  { page: 'signedIn' },
  { page: 'accessLog' },
  { page: 'settings' },
];

describe('an address', () => {
  test.each(ROUTES)('leads back to the screen that it was made of: $page', (route) => {
    expect(routeOf(pathOf(route), 'klinikker.ab12')).toEqual(route);
  });

  test('names no person (SE4)', () => {
    for (const route of ROUTES) expect(pathOf(route)).not.toContain('ab12');
  });

  test('of an employee, without the history that knows who it is, is the clinic’s', () => {
    expect(routeOf('clinics/torvet/employees/one')).toEqual({ page: 'clinic', clinicId: 'torvet' });
  });

  test.each([
    'nothing',
    'organisations',
    'organisations/new/edit',
    'organisations/a/providers/doctor',
    'organisations/a/units',
    'clinics',
    'clinics/a/rooms/b',
    'settings/more',
    'access-log/1',
    'signed-in/1',
  ])('that nobody made is no screen: %s', (path) => {
    expect(routeOf(path)).toEqual({ page: 'unknown' });
  });
});
