import { Profile } from '@naervaer/machines/protocol';
import type {
  Directory as PublicDirectory,
  JobRole,
  OrganisationId,
  PersonId,
  UnitId,
} from '@naervaer/machines/protocol';
import type { DirectoryRecord, RecordKind, Store } from '@naervaer/storage';
import * as v from 'valibot';
import { Clinic, Organisation, Person, Unit } from './records.ts';

/**
 * Who is who. Organisations, units and clinics are few and read at the start; people are looked up
 * in the store when asked for, so that what was saved a moment ago is already true.
 */
export interface Directory {
  organisation(id: string): Organisation | undefined;
  organisations(): readonly Organisation[];
  unit(id: string): Unit | undefined;
  unitsOf(id: OrganisationId): readonly Unit[];
  clinic(id: string): Clinic | undefined;
  /** @param ydernummer six digits, as kept */
  clinicByYdernummer(ydernummer: string): Clinic | undefined;
  clinics(): readonly Clinic[];
  /** Only people whom the directory must know beforehand: clinicians, and everybody of the demo. */
  person(id: PersonId): Promise<Person | undefined>;
  profileOf(id: PersonId): Promise<Profile | undefined>;
  /** The record that a saved profile is; undefined for a unit that is not the organisation's. */
  profileRecord(
    personId: PersonId,
    organisationId: OrganisationId,
    profile: { readonly jobRole: JobRole; readonly unitId: UnitId },
  ): DirectoryRecord | undefined;
  /** What `GET /api/directory` answers; nothing of it is secret or personal. */
  publicDirectory(mode: PublicDirectory['mode']): PublicDirectory;
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name.localeCompare(b.name, 'da');

/**
 * Reads the directory of a store.
 * @param listed what there is, where a file says it: a store forgets no record, so whoever was taken
 * out of the file would still come in (P1). Undefined: all that the store holds.
 * @throws ValiError when a record is not what this version writes
 */
export async function createDirectory(
  store: Store,
  listed?: readonly Pick<DirectoryRecord, 'kind' | 'id'>[],
): Promise<Directory> {
  const names = listed && new Set(listed.map(({ kind, id }) => `${kind}/${id}`));
  const isListed = (kind: RecordKind, id: string): boolean =>
    names === undefined || kind === 'profile' || names.has(`${kind}/${id}`);

  async function all<const S extends v.GenericSchema>(
    kind: RecordKind,
    schema: S,
  ): Promise<v.InferOutput<S>[]> {
    const records = await store.records(kind);
    return records
      .filter(({ id }) => isListed(kind, id))
      .map(({ json }) => v.parse(schema, JSON.parse(json)));
  }
  async function one<const S extends v.GenericSchema>(
    kind: RecordKind,
    id: string,
    schema: S,
  ): Promise<v.InferOutput<S> | undefined> {
    const record = isListed(kind, id) ? await store.record(kind, id) : undefined;
    return record === undefined ? undefined : v.parse(schema, JSON.parse(record.json));
  }

  const organisations = (await all('organisation', Organisation)).sort(byName);
  const units = (await all('unit', Unit)).sort(byName);
  const clinics = (await all('clinic', Clinic)).sort(byName);
  const organisationById = new Map<string, Organisation>(organisations.map((o) => [o.id, o]));
  const unitById = new Map<string, Unit>(units.map((unit) => [unit.id, unit]));
  const unitsByOrganisation = Map.groupBy(units, (unit) => unit.organisationId);
  const clinicById = new Map<string, Clinic>(clinics.map((clinic) => [clinic.id, clinic]));
  const clinicByNumber = new Map<string, Clinic>(clinics.map((c) => [c.ydernummer, c]));

  return {
    organisation: (id) => organisationById.get(id),
    organisations: () => organisations,
    unit: (id) => unitById.get(id),
    unitsOf: (id) => unitsByOrganisation.get(id) ?? [],
    clinic: (id) => clinicById.get(id),
    clinicByYdernummer: (ydernummer) => clinicByNumber.get(ydernummer),
    clinics: () => clinics,
    person: (id) => one('person', id, Person),
    profileOf: (id) => one('profile', id, Profile),
    profileRecord(personId, organisationId, { jobRole, unitId }) {
      const unit = unitById.get(unitId);
      if (unit?.organisationId !== organisationId) return undefined;
      const profile: Profile = { jobRole, unitId, unitName: unit.name };
      return { kind: 'profile', id: personId, json: JSON.stringify(profile) };
    },
    publicDirectory: (mode) => ({
      mode,
      organisations: organisations.map(({ id, name, kind, support }) => ({
        id,
        name,
        kind,
        support,
      })),
      clinics: clinics.map(({ id, name, ydernummer, address }) => ({
        id,
        name,
        ydernummer,
        address,
      })),
    }),
  };
}
