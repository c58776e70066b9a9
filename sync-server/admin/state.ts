import { PERSON_KINDS } from '@naervaer/machines/protocol';
import type { AdminState, ClinicId } from '@naervaer/machines/protocol';
import type { Clinic, Directory, EmployeeRequest, Organisation } from '../directory/index.ts';
import type { Administrator } from './types.ts';

const collator = new Intl.Collator('da');

type OrganisationState = AdminState['organisations'][number];
type ClinicState = AdminState['clinics'][number];
type EmployeeState = ClinicState['employees'][number];

/** Everything but the secret leaves the server. */
function organisationState(
  { id, providers, ...settings }: Organisation,
  directory: Directory,
): OrganisationState {
  return {
    ...settings,
    organisationId: id,
    providers: PERSON_KINDS.flatMap((kind) => {
      const provider = providers[kind];
      if (provider === undefined) return [];
      const { clientSecret: _secret, ...shown } = provider;
      return [{ kind, settings: shown }];
    }),
    units: directory.unitsOf(id).map(({ id: unitId, organisationId, name, careArea }) => ({
      unitId,
      organisationId,
      name,
      careArea,
    })),
  };
}

async function employeesOf(clinicId: ClinicId, directory: Directory): Promise<EmployeeState[]> {
  const employees = directory.employeesOf(clinicId).map(async ({ id, employments }) => {
    const name = (await directory.nameOf(id)) ?? '';
    return employments
      .filter((work) => work.clinicId === clinicId)
      .map((work) => ({ ...work, personId: id, name }));
  });
  const found = (await Promise.all(employees)).flat();
  return found.sort((a, b) => collator.compare(a.name, b.name));
}

async function clinicState(
  { id, ...settings }: Clinic,
  directory: Directory,
  requests: readonly EmployeeRequest[],
): Promise<ClinicState> {
  return {
    ...settings,
    clinicId: id,
    employees: await employeesOf(id, directory),
    requests: requests
      .filter(({ clinics }) => clinics.includes(id))
      .map(({ id: personId, name, clinics, at }) => ({
        personId,
        name,
        clinicIds: [...clinics],
        at,
      })),
  };
}

/** All that this administrator may see, and nothing of anybody else's. */
export async function stateFor(who: Administrator, directory: Directory): Promise<AdminState> {
  const isOperator = who.kind === 'operator';
  const isOwn = ({ id, kind }: Organisation): boolean =>
    isOperator || (id === who.organisation.id && kind !== 'clinics');
  const organisations = directory.organisations().filter(isOwn);
  const clinics = directory
    .clinics()
    .filter(({ id }) => isOperator || (who.kind === 'clinics' && who.clinics.includes(id)));
  const requests = await directory.requests();
  const shown: ClinicState[] = [];
  // One after the other: the names of a whole country at once would hold everybody else up.
  for (const one of clinics) shown.push(await clinicState(one, directory, requests));
  return {
    isOperator,
    organisations: organisations.map((one) => organisationState(one, directory)),
    clinics: shown,
    accessLogDays: directory.accessLogDays(),
  };
}
