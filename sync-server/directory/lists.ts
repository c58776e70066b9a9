import type { ClinicId, OrganisationId } from '@naervaer/machines/protocol';
import type { DirectoryChange } from './change.ts';
import type { Directory } from './directory.ts';
import type { Clinic, Organisation, Person, Unit } from './records.ts';

/** The part of the directory that is held in memory. */
export interface Lists {
  readonly readers: Pick<
    Directory,
    | 'organisation'
    | 'organisations'
    | 'unit'
    | 'unitsOf'
    | 'clinic'
    | 'clinicByYdernummer'
    | 'clinics'
    | 'employeesOf'
    | 'employedOf'
  >;
  /** Shows what was stored. */
  apply(changes: readonly DirectoryChange[]): void;
}

const collator = new Intl.Collator('da');
const sorted = <T extends { readonly name: string }>(map: ReadonlyMap<string, T>): readonly T[] =>
  [...map.values()].sort((a, b) => collator.compare(a.name, b.name));

const keyed = <T extends { readonly id: string }>(values: readonly T[]): Map<string, T> =>
  new Map(values.map((value) => [value.id, value]));

function follow<T extends { readonly id: string }>(
  map: Map<string, T>,
  change: { readonly put: T } | { readonly remove: string },
): void {
  if ('put' in change) map.set(change.put.id, change.put);
  else map.delete(change.remove);
}

/** What is looked up by something else than the id; made anew at each change, which are rare. */
function indexOf(
  organisations: ReadonlyMap<string, Organisation>,
  units: ReadonlyMap<string, Unit>,
  clinics: ReadonlyMap<string, Clinic>,
) {
  return {
    organisations: sorted(organisations),
    units: Map.groupBy(sorted(units), ({ organisationId }) => organisationId),
    clinics: sorted(clinics),
    byNumber: new Map<string, Clinic>([...clinics.values()].map((c) => [c.ydernummer, c])),
  };
}

export function createLists(from: {
  readonly organisations: readonly Organisation[];
  readonly units: readonly Unit[];
  readonly clinics: readonly Clinic[];
  readonly people: readonly Person[];
}): Lists {
  const organisations = keyed(from.organisations);
  const units = keyed(from.units);
  const clinics = keyed(from.clinics);
  let index = indexOf(organisations, units, clinics);
  const byClinic = new Map<ClinicId, Map<string, Person>>();
  const byOrganisation = new Map<OrganisationId, Map<string, Person>>();

  function place(person: Person): void {
    // Names stay in the store: they are opened for the one page that shows them.
    const nameless = { ...person, name: null };
    for (const id of person.clinics) {
      byClinic.set(id, (byClinic.get(id) ?? new Map()).set(person.id, nameless));
    }
    const of = person.organisationId;
    if (person.clinics.length > 0) {
      byOrganisation.set(of, (byOrganisation.get(of) ?? new Map()).set(person.id, nameless));
    }
  }
  function lift(id: string): void {
    for (const people of byClinic.values()) people.delete(id);
    for (const people of byOrganisation.values()) people.delete(id);
  }
  from.people.forEach(place);

  return {
    readers: {
      organisation: (id) => organisations.get(id),
      organisations: () => index.organisations,
      unit: (id) => units.get(id),
      unitsOf: (id) => index.units.get(id) ?? [],
      clinic: (id) => clinics.get(id),
      clinicByYdernummer: (ydernummer) => index.byNumber.get(ydernummer),
      clinics: () => index.clinics,
      employeesOf: (id) => [...(byClinic.get(id)?.values() ?? [])],
      employedOf: (id) => [...(byOrganisation.get(id)?.values() ?? [])],
    },
    apply(changes) {
      for (const change of changes) {
        if (change.kind === 'organisation') follow(organisations, change);
        else if (change.kind === 'unit') follow(units, change);
        else if (change.kind === 'clinic') follow(clinics, change);
        else if (change.kind === 'person') {
          lift('put' in change ? change.put.id : change.remove);
          if ('put' in change) place(change.put);
        }
      }
      index = indexOf(organisations, units, clinics);
    },
  };
}
