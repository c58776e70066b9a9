import { ClinicId, Instant, OrganisationId, PersonId } from '@naervaer/machines/protocol';
import type { PersonKind } from '@naervaer/machines/protocol';
import type { DirectoryRecord, RecordKind } from '@naervaer/storage';
import * as v from 'valibot';
import type { Keyring } from '../keys/index.ts';
import {
  Clinic,
  Employment,
  mainKindOf,
  ORGANISATION,
  Provider,
  PROVIDER_SETTINGS,
  Unit,
} from './records.ts';
import type { EmployeeRequest, Organisation, Person } from './records.ts';

/**
 * How the store keeps the directory. What is secret or somebody's name is sealed, and opens in
 * memory only (ST2).
 */
export type TextSeal = Pick<Keyring, 'sealText' | 'openText'>;

const StoredProvider = v.union([
  v.strictObject({ ...PROVIDER_SETTINGS, sealedSecret: v.string() }),
  // As 0.1 wrote it; sealed as soon as anything of the organisation changes.
  Provider,
]);
type StoredProvider = v.InferOutput<typeof StoredProvider>;

const StoredOrganisation = v.strictObject({
  ...ORGANISATION,
  /** Of 0.1: the one for everybody. */
  provider: v.optional(StoredProvider),
  providers: v.optional(
    v.strictObject({
      caregiver: v.optional(StoredProvider),
      clinician: v.optional(StoredProvider),
      administrator: v.optional(StoredProvider),
    }),
    {},
  ),
});

const StoredPerson = v.strictObject({
  id: PersonId,
  organisationId: OrganisationId,
  /** Of 0.1, which knew no roles. */
  clinics: v.optional(v.array(ClinicId)),
  employments: v.optional(v.array(Employment)),
  name: v.optional(v.nullable(v.string()), null),
  demo: v.optional(v.boolean(), false),
});

const StoredRequest = v.strictObject({
  id: PersonId,
  organisationId: OrganisationId,
  name: v.string(),
  clinics: v.array(ClinicId),
  at: Instant,
});

/** Turns what the directory knows into records, and back. */
export interface Stored {
  /** Of 0.1, or written when secrets lay open: to be written again. */
  isOpen(record: DirectoryRecord): boolean;
  organisation(record: DirectoryRecord): Promise<Organisation>;
  /** Without the name, which costs more to open than all the rest. */
  person(record: DirectoryRecord): Person;
  /** With the name. */
  named(record: DirectoryRecord): Promise<Person>;
  request(record: DirectoryRecord): Promise<EmployeeRequest>;
  /** Whose clinics it names, without the name. */
  unit(record: DirectoryRecord): Unit;
  clinic(record: DirectoryRecord): Clinic;
  recordOf: Recorded;
}

export interface Recorded {
  organisation(value: Organisation): Promise<DirectoryRecord>;
  unit(value: Unit): Promise<DirectoryRecord>;
  clinic(value: Clinic): Promise<DirectoryRecord>;
  person(value: Person): Promise<DirectoryRecord>;
  request(value: EmployeeRequest): Promise<DirectoryRecord>;
}

const record = (kind: RecordKind, value: { readonly id: string }): DirectoryRecord => ({
  kind,
  id: value.id,
  json: JSON.stringify(value),
});

export function createStored(seal: TextSeal): Stored {
  async function opened(stored: StoredProvider): Promise<Provider> {
    if (!('sealedSecret' in stored)) return stored;
    const { sealedSecret, ...settings } = stored;
    return { ...settings, clientSecret: await seal.openText(sealedSecret) };
  }

  async function closed({ clientSecret, ...settings }: Provider): Promise<StoredProvider> {
    return { ...settings, sealedSecret: await seal.sealText(clientSecret) };
  }

  /** Each provider that is there, as `how` makes it. */
  async function each<From, To>(
    providers: { readonly [kind in PersonKind]?: From | undefined },
    how: (provider: From) => Promise<To>,
  ): Promise<Partial<Record<PersonKind, To>>> {
    const made: Partial<Record<PersonKind, To>> = {};
    for (const [kind, provider] of Object.entries(providers) as [PersonKind, From | undefined][]) {
      if (provider !== undefined) made[kind] = await how(provider);
    }
    return made;
  }

  function parsedPerson({ json }: DirectoryRecord) {
    const { clinics = [], employments, ...rest } = v.parse(StoredPerson, JSON.parse(json));
    const work: readonly Employment[] =
      employments ??
      clinics.map((clinicId) => ({
        clinicId,
        role: 'doctor',
        authorisation: null,
        delegatedBy: null,
      }));
    return { ...rest, employments: work, clinics: work.map(({ clinicId }) => clinicId) };
  }

  return {
    isOpen: ({ kind, json }) => kind === 'organisation' && json.includes('"clientSecret"'),
    async organisation({ json }) {
      const { provider, providers, ...rest } = v.parse(StoredOrganisation, JSON.parse(json));
      const main = provider === undefined ? {} : { [mainKindOf(rest.kind)]: provider };
      return { ...rest, providers: await each({ ...main, ...providers }, opened) };
    },
    person: (stored) => ({ ...parsedPerson(stored), name: null }),
    async named(stored) {
      const person = parsedPerson(stored);
      return { ...person, name: person.name && (await seal.openText(person.name)) };
    },
    async request({ json }) {
      const request = v.parse(StoredRequest, JSON.parse(json));
      return { ...request, name: await seal.openText(request.name) };
    },
    unit: ({ json }) => v.parse(Unit, JSON.parse(json)),
    clinic: ({ json }) => v.parse(Clinic, JSON.parse(json)),
    recordOf: {
      organisation: async (value) =>
        record('organisation', {
          ...value,
          providers: await each(value.providers, closed),
        } as never),
      unit: async (value) => record('unit', value),
      clinic: async (value) => record('clinic', value),
      async person({ clinics: _derived, name, ...rest }) {
        return record('person', { ...rest, name: name && (await seal.sealText(name)) } as never);
      },
      request: async (value) =>
        record('request', { ...value, name: await seal.sealText(value.name) } as never),
    },
  };
}
