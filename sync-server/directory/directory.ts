import { AccessLogDays, Profile } from '@naervaer/machines/protocol';
import type {
  ClinicId,
  Directory as PublicDirectory,
  JobRole,
  OrganisationId,
  PersonId,
  UnitId,
} from '@naervaer/machines/protocol';
import type { DirectoryRecord, Store } from '@naervaer/storage';
import * as v from 'valibot';
import { ACCESS_LOG_DAYS, recordsOf } from './change.ts';
import type { DirectoryChange, Write } from './change.ts';
import { createLists } from './lists.ts';
import { RETENTION_HOURS } from './records.ts';
import type { Clinic, EmployeeRequest, Organisation, Person, Unit } from './records.ts';
import { createStored } from './stored.ts';
import type { TextSeal } from './stored.ts';

/**
 * Who is who. Organisations, units, clinics and who works where are few and held in memory; the
 * rest of people is looked up in the store when asked for. What is changed here is true for every
 * reader as soon as it is stored.
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
  /** Hours that a consultation's data are kept after its end; the default for an unknown clinic. */
  retentionOf(clinicId: ClinicId): number;
  /** Days that the access log is kept. */
  accessLogDays(): number;

  /**
   * Only people whom the directory must know beforehand: clinicians, and everybody of the demo.
   * Without the name: see `named`.
   */
  person(id: PersonId): Promise<Person | undefined>;
  /** Like `person`, with the name. */
  named(id: PersonId): Promise<Person | undefined>;
  /** The name alone; opened once and held in memory, for lists that are looked at again and again. */
  nameOf(id: PersonId): Promise<string | null>;
  /** Whoever works in a clinic, without names. */
  employeesOf(clinicId: ClinicId): readonly Person[];
  /** Whoever of an organisation works in any clinic, without names. */
  employedOf(id: OrganisationId): readonly Person[];
  /** Everybody who waits to be taken in by a clinic. */
  requests(): Promise<readonly EmployeeRequest[]>;
  request(id: PersonId): Promise<EmployeeRequest | undefined>;

  /** Undefined also for one whose unit is gone: then it is asked for again. */
  profileOf(id: PersonId): Promise<Profile | undefined>;
  /** The record that a saved profile is; undefined for a unit that is not the organisation's. */
  profileRecord(
    personId: PersonId,
    organisationId: OrganisationId,
    profile: { readonly jobRole: JobRole; readonly unitId: UnitId },
  ): DirectoryRecord | undefined;
  /**
   * What `GET /api/directory` answers; nothing of it is secret or personal.
   * @param app who asks: only `insight` is told of those who run the installation
   */
  publicDirectory(mode: PublicDirectory['mode'], app?: string | null): PublicDirectory;

  /**
   * Stores changes, all or none, and shows them to every reader once they are stored.
   * @param write stores them; by default in a transaction of their own
   * @throws whatever `write` throws; then nothing was changed
   */
  change(changes: readonly DirectoryChange[], write?: Write): Promise<void>;
  /**
   * Runs one after the other what decides on what is here and then changes it, so that nothing is
   * decided on what another is just taking away.
   */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Reads the directory of a store.
 * @throws ValiError when a record is not what this version, or 0.1, writes
 */
export async function createDirectory(store: Store, seal: TextSeal): Promise<Directory> {
  const stored = createStored(seal);
  const lists = createLists({
    organisations: await Promise.all(
      (await store.records('organisation')).map(stored.organisation),
    ),
    units: (await store.records('unit')).map(stored.unit),
    clinics: (await store.records('clinic')).map(stored.clinic),
    people: (await store.records('person')).map(stored.person),
  });
  const days = await store.record('setting', ACCESS_LOG_DAYS.id);
  let accessLogDays = days ? v.parse(AccessLogDays, JSON.parse(days.json)) : ACCESS_LOG_DAYS.unset;

  let turn: Promise<unknown> = Promise.resolve();
  const names = new Map<PersonId, string | null>();
  let changes = 0;

  async function named(id: PersonId): Promise<Person | undefined> {
    const record = await store.record('person', id);
    return record && stored.named(record);
  }

  const commit: Write = async (records, gone) => {
    await store.commit([
      {
        stream: 'directory',
        events: [],
        outcome: null,
        records,
        gone,
        keys: [],
        ended: [],
        access: [],
      },
    ]);
  };

  return {
    ...lists.readers,
    retentionOf: (id) => lists.readers.clinic(id)?.retentionHours ?? RETENTION_HOURS,
    accessLogDays: () => accessLogDays,
    async person(id) {
      const record = await store.record('person', id);
      return record && stored.person(record);
    },
    named,
    async nameOf(id) {
      const held = names.get(id);
      if (held !== undefined) return held;
      const before = changes;
      const name = (await named(id))?.name ?? null;
      // Read while it was being changed, it may be the one of before.
      if (changes === before) names.set(id, name);
      return name;
    },
    requests: async () => Promise.all((await store.records('request')).map(stored.request)),
    async request(id) {
      const record = await store.record('request', id);
      return record && stored.request(record);
    },
    async profileOf(id) {
      const record = await store.record('profile', id);
      const profile = record && v.parse(Profile, JSON.parse(record.json));
      const unit = profile && lists.readers.unit(profile.unitId);
      return profile && unit && { ...profile, unitName: unit.name };
    },
    profileRecord(personId, organisationId, { jobRole, unitId }) {
      const unit = lists.readers.unit(unitId);
      if (unit?.organisationId !== organisationId) return undefined;
      const profile: Profile = { jobRole, unitId, unitName: unit.name };
      return { kind: 'profile', id: personId, json: JSON.stringify(profile) };
    },
    publicDirectory: (mode, app = null) => ({
      mode,
      organisations: lists.readers
        .organisations()
        .filter(({ kind }) => kind !== 'operator' || app === 'insight')
        .map(({ id, name, kind, support }) => ({ id, name, kind, support })),
      clinics: lists.readers.clinics().map(({ id, name, ydernummer, address }) => ({
        id,
        name,
        ydernummer,
        address,
      })),
    }),
    alone(work) {
      const mine = turn.then(work);
      turn = mine.catch(() => undefined);
      return mine;
    },
    async change(asked, write = commit) {
      const { records, gone } = await recordsOf(asked, stored.recordOf);
      await write(records, gone);
      changes += 1;
      lists.apply(asked);
      for (const change of asked) {
        if (change.kind === 'accessLogDays') accessLogDays = change.put;
        if (change.kind === 'person') names.delete('put' in change ? change.put.id : change.remove);
      }
    },
  };
}
