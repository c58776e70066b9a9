import { NaervaerError } from '@naervaer/machines/protocol';
import type { AdminChange, ClinicId, PersonId } from '@naervaer/machines/protocol';
import { personIdOf } from '../directory/index.ts';
import type {
  Clinic,
  Directory,
  DirectoryChange,
  Employment,
  Organisation,
  Person,
} from '../directory/index.ts';
import { unchanged } from './types.ts';
import type { Administrator, Facts, Plan } from './types.ts';

type ChangeOf<T extends AdminChange['type']> = Extract<AdminChange, { type: T }>;

function existing({ directory }: Facts, id: ClinicId): Clinic {
  const clinic = directory.clinic(id);
  if (clinic === undefined) throw new NaervaerError('unknownTarget');
  return clinic;
}

/**
 * 1. Ydernummer and CVR say whose the clinic is: its own administrators change neither.
 * 2. A ydernummer belongs to one clinic.
 */
export function putClinic(
  change: ChangeOf<'putClinic'>,
  who: Administrator,
  { directory }: Facts,
): Plan {
  const { type: _type, clinicId: id, name, ydernummer, cvr, address, retentionHours } = change;
  const value: Clinic = { id, name, ydernummer, cvr, address, retentionHours };
  const target = `clinic/${id}`;
  const before = directory.clinic(id);
  const isOther = before?.ydernummer !== ydernummer || before.cvr !== cvr;
  if (isOther && who.kind !== 'operator') throw new NaervaerError('forbidden'); // 1
  const holder = directory.clinicByYdernummer(ydernummer);
  if (holder !== undefined && holder.id !== id) throw new NaervaerError('alreadyExists'); // 2
  const isSame =
    !isOther &&
    before.name === name &&
    before.address === address &&
    before.retentionHours === retentionHours;
  if (isSame) return unchanged(target);
  // A role holds for a CVR number: who came in by the old one has none for the new.
  const isMoved = before !== undefined && before.cvr !== cvr;
  return {
    changes: [{ kind: 'clinic', put: value }],
    target,
    clinicId: id,
    leaving: isMoved ? directory.employeesOf(id).map((one) => ({ personId: one.id })) : [],
  };
}

const without = (person: Person, clinicId: ClinicId): Person =>
  working(
    person,
    person.employments.filter((one) => one.clinicId !== clinicId),
  );

const working = (person: Person, employments: readonly Employment[]): Person => ({
  ...person,
  employments,
  clinics: employments.map(({ clinicId }) => clinicId),
});

/** With the names, so that storing them again loses none. */
async function named(directory: Directory, people: readonly Person[]): Promise<readonly Person[]> {
  return Promise.all(people.map(async (one) => (await directory.named(one.id)) ?? one));
}

/** Goes when it is closed and nobody waits or talks; those who worked there work there no more. */
export async function removeClinic(
  { clinicId }: ChangeOf<'removeClinic'>,
  facts: Facts,
): Promise<Plan> {
  const { directory } = facts;
  existing(facts, clinicId);
  if (!(await facts.isAtRest(clinicId))) throw new NaervaerError('stillInUse');
  const people = await named(directory, directory.employeesOf(clinicId));
  const requests = (await directory.requests()).filter((one) => one.clinics.includes(clinicId));
  return {
    changes: [
      { kind: 'clinic', remove: clinicId },
      ...people.map((one) => ({ kind: 'person', put: without(one, clinicId) }) as const),
      ...requests.map((one) => declined(one, clinicId)),
    ],
    target: `clinic/${clinicId}`,
    clinicId,
    leaving: people.map((one) => ({ personId: one.id })),
  };
}

type EmployeeRequest = NonNullable<Awaited<ReturnType<Directory['request']>>>;

function declined(request: EmployeeRequest, clinicId: ClinicId): DirectoryChange {
  const clinics = request.clinics.filter((id) => id !== clinicId);
  return clinics.length === 0
    ? { kind: 'request', remove: request.id }
    : { kind: 'request', put: { ...request, clinics } };
}

/** By whose provider the people of a clinic sign in. */
function organisationOf(
  directory: Directory,
  clinicId: ClinicId,
  who: Administrator,
): Organisation {
  const own = directory.organisation(who.organisation.id);
  if (own?.kind === 'clinics') return own;
  const [colleague] = directory.employeesOf(clinicId);
  const theirs = directory.organisation(colleague?.organisationId ?? '');
  const [only, ...others] = directory.organisations().filter(({ kind }) => kind === 'clinics');
  const found = theirs ?? (others.length === 0 ? only : undefined);
  // Nothing says which of several; the clinic's own administrator knows.
  if (found === undefined) throw new NaervaerError('badRequest');
  return found;
}

/** @throws {NaervaerError} `unknownTarget` for an id that this clinic has no business with */
async function personMeant(
  { clinicId, person }: ChangeOf<'putEmployee'>,
  who: Administrator,
  directory: Directory,
): Promise<Person> {
  if (person.by === 'subject') {
    const organisationId = organisationOf(directory, clinicId, who).id;
    const id = personIdOf(organisationId, person.subject);
    const found = await directory.named(id);
    const nobody = { id, organisationId, employments: [], clinics: [], demo: false };
    return { ...(found ?? nobody), name: found?.name ?? person.name };
  }
  const known = await directory.named(person.personId);
  const request = await directory.request(person.personId);
  if (known?.clinics.includes(clinicId)) return known;
  if (!request?.clinics.includes(clinicId)) throw new NaervaerError('unknownTarget');
  const { id, organisationId, name } = request;
  return known ?? { id, organisationId, employments: [], clinics: [], name, demo: false };
}

const workIn = (clinicId: ClinicId, { employments }: Person): Employment | undefined =>
  employments.find((one) => one.clinicId === clinicId);

/** Colleagues whose delegator is none any more: their delegation stands open until it is renewed. */
async function undelegated(
  directory: Directory,
  clinicId: ClinicId,
  delegator: PersonId,
): Promise<readonly DirectoryChange[]> {
  const people = directory
    .employeesOf(clinicId)
    .filter((one) => workIn(clinicId, one)?.delegatedBy === delegator);
  return (await named(directory, people)).map((one) => ({
    kind: 'person',
    put: working(
      one,
      one.employments.map((work) =>
        work.clinicId === clinicId ? { ...work, delegatedBy: null } : work,
      ),
    ),
  }));
}

/**
 * 1. Whoever has no authorisation ID works by delegation from a colleague of the same clinic who
 *    has one (B11).
 * 2. Somebody new by their subject is not somebody who is there with another role.
 * 3. Who asked to be taken in is taken in: the request is done.
 */
export async function putEmployee(
  change: ChangeOf<'putEmployee'>,
  who: Administrator,
  facts: Facts,
): Promise<Plan> {
  const { directory } = facts;
  const { clinicId, role, authorisation } = change;
  existing(facts, clinicId);
  const person = await personMeant(change, who, directory);
  const target = `person/${person.id}`;
  const delegatedBy = authorisation === null ? change.delegatedBy : null;
  if (authorisation === null) {
    if (delegatedBy === null) throw new NaervaerError('badRequest'); // 1
    const delegator = directory.employeesOf(clinicId).find(({ id }) => id === delegatedBy);
    const hasOne = delegator && workIn(clinicId, delegator)?.authorisation !== null;
    if (!hasOne || delegatedBy === person.id) throw new NaervaerError('unknownTarget'); // 1
  }
  const before = workIn(clinicId, person);
  const after: Employment = { clinicId, role, authorisation, delegatedBy };
  const isSame =
    before?.role === role &&
    before.authorisation === authorisation &&
    before.delegatedBy === delegatedBy;
  const request = await directory.request(person.id);
  if (isSame && request === undefined) return unchanged(target);
  if (!isSame && before !== undefined && change.person.by === 'subject') {
    throw new NaervaerError('alreadyExists'); // 2
  }
  const others = person.employments.filter((one) => one.clinicId !== clinicId);
  const isNoDelegator = before !== undefined && authorisation === null;
  return {
    changes: [
      { kind: 'person', put: working(person, [...others, after]) },
      ...(isNoDelegator ? await undelegated(directory, clinicId, person.id) : []),
      ...(request ? [{ kind: 'request', remove: person.id } as const] : []), // 3
    ],
    target,
    clinicId,
    // Who is new here has no page open that shows it.
    leaving: before === undefined || isSame ? [] : [{ personId: person.id }],
  };
}

/** Always possible, at once: who must go goes, whatever hangs on them. */
export async function removeEmployee(
  { clinicId, personId }: ChangeOf<'removeEmployee'>,
  facts: Facts,
): Promise<Plan> {
  const { directory } = facts;
  existing(facts, clinicId);
  const person = await directory.named(personId);
  if (!person?.clinics.includes(clinicId)) throw new NaervaerError('unknownTarget');
  const left = without(person, clinicId);
  const isGone = left.employments.length === 0 && !left.demo;
  return {
    changes: [
      isGone ? { kind: 'person', remove: personId } : { kind: 'person', put: left },
      ...(await undelegated(directory, clinicId, personId)),
    ],
    target: `person/${personId}`,
    clinicId,
    leaving: [{ personId }],
  };
}

export async function declineRequest(
  { clinicId, personId }: ChangeOf<'declineRequest'>,
  facts: Facts,
): Promise<Plan> {
  existing(facts, clinicId);
  const request = await facts.directory.request(personId);
  if (!request?.clinics.includes(clinicId)) throw new NaervaerError('unknownTarget');
  return {
    changes: [declined(request, clinicId)],
    target: `request/${personId}`,
    clinicId,
    leaving: [],
  };
}
