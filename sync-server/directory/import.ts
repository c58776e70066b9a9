import { readFile } from 'node:fs/promises';
import { ClinicId, EmployeeRole, OrganisationId } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { ConfigError } from '../config.ts';
import { personIdOf } from './person-id.ts';
import { Clinic, Employment, mainKindOf, ORGANISATION, Provider, Unit, words } from './records.ts';
import type { Organisation, Person } from './records.ts';

/** A directory file: what an operator writes by hand or exports from another system. */
const File = v.strictObject({
  organisations: v.array(
    v.strictObject({
      ...ORGANISATION,
      /** Where its staff sign in: care workers, and of `clinics` the clinicians. */
      provider: v.optional(Provider),
      /** Kinds of person with a provider or a role of their own; administrators always are. */
      providers: v.optional(
        v.strictObject({
          caregiver: v.optional(Provider),
          clinician: v.optional(Provider),
          administrator: v.optional(Provider),
        }),
        {},
      ),
    }),
  ),
  units: v.array(Unit),
  clinics: v.array(Clinic),
  /** By the subject that the organisation's provider will send. */
  clinicians: v.array(
    v.strictObject({
      organisationId: OrganisationId,
      subject: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
      clinics: v.pipe(v.array(ClinicId), v.minLength(1)),
      name: v.optional(v.nullable(words(120)), null),
      role: v.optional(EmployeeRole, 'doctor'),
      authorisation: v.optional(Employment.entries.authorisation, null),
      /** The subject of a colleague in the same clinics, for whom has no authorisation ID. */
      delegatedBy: v.optional(v.nullable(v.string()), null),
    }),
  ),
});
type File = v.InferOutput<typeof File>;

const invalid = (where: string, what: string): never => {
  throw new ConfigError('invalidDirectory', `DIRECTORY_FILE: ${where} ${what}.`);
};

function unique(where: string, key: string, values: readonly string[]): void {
  const seen = new Set<string>();
  values.forEach((value, at) => {
    if (seen.has(value)) invalid(`${where}[${at}].${key}`, 'stands there twice');
    seen.add(value);
  });
}

/** What a schema cannot see: that every reference leads somewhere. */
function checkReferences({ organisations, units, clinics, clinicians }: File): void {
  unique(
    'organisations',
    'id',
    organisations.map(({ id }) => id),
  );
  unique(
    'units',
    'id',
    units.map(({ id }) => id),
  );
  unique(
    'clinics',
    'id',
    clinics.map(({ id }) => id),
  );
  unique(
    'clinics',
    'ydernummer',
    clinics.map(({ ydernummer }) => ydernummer),
  );
  const kinds = new Map(organisations.map(({ id, kind }) => [id, kind]));
  const known = new Set(clinics.map(({ id }) => id));
  units.forEach(({ organisationId }, at) => {
    if (!kinds.has(organisationId)) invalid(`units[${at}].organisationId`, 'is not in the file');
  });
  clinicians.forEach((clinician, at) => {
    if (kinds.get(clinician.organisationId) !== 'clinics') {
      invalid(`clinicians[${at}].organisationId`, 'is no organisation of the kind clinics');
    }
    clinician.clinics.forEach((id, place) => {
      if (!known.has(id)) invalid(`clinicians[${at}].clinics[${place}]`, 'is not in the file');
    });
    const { organisationId, clinics: places, authorisation, delegatedBy } = clinician;
    if (delegatedBy === null) return;
    const where = `clinicians[${at}].delegatedBy`;
    if (authorisation !== null) invalid(where, 'is for who has no authorisation ID');
    const delegator = clinicians.find(
      (other) => other.organisationId === organisationId && other.subject === delegatedBy,
    );
    const isEverywhere = places.every((id) => delegator?.clinics.includes(id));
    if (delegator?.authorisation == null || !isEverywhere) {
      invalid(where, 'is nobody in the file with an authorisation ID and the same clinics');
    }
  });
}

/** What a directory file says, in the words of the directory. */
export interface Imported {
  readonly organisations: readonly Organisation[];
  readonly units: readonly Unit[];
  readonly clinics: readonly Clinic[];
  readonly people: readonly Person[];
}

/** The words of one finding, without the value: the file has client secrets. */
function sentenceOf(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue) ?? 'the file';
  if (issue.type === 'check') return `${where} ${issue.message}`;
  return `${where} must be ${issue.expected ?? `valid (${issue.type})`}`;
}

const setUp = ({ provider, providers, ...rest }: File['organisations'][number]): Organisation => {
  const main = provider === undefined ? {} : { [mainKindOf(rest.kind)]: provider };
  const own = Object.entries(providers).filter(([, given]) => given !== undefined);
  return { ...rest, providers: { ...main, ...Object.fromEntries(own) } };
};

const employed = (clinician: File['clinicians'][number]): Person => ({
  id: personIdOf(clinician.organisationId, clinician.subject),
  organisationId: clinician.organisationId,
  employments: clinician.clinics.map((clinicId) => ({
    clinicId,
    role: clinician.role,
    authorisation: clinician.authorisation,
    delegatedBy:
      clinician.delegatedBy === null
        ? null
        : personIdOf(clinician.organisationId, clinician.delegatedBy),
  })),
  clinics: clinician.clinics,
  name: clinician.name,
  demo: false,
});

/** @throws {ConfigError} `unreadableDirectory` */
export const readDirectoryFile = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ConfigError('unreadableDirectory', 'DIRECTORY_FILE cannot be read.', { cause });
  });

/**
 * Reads what a directory file says.
 * @throws {ConfigError} `invalidDirectory` with the place in the file · `emptyDirectory`. No message
 * holds a value of the file: it has client secrets.
 */
export function parseDirectoryFile(text: string): Imported {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new ConfigError('invalidDirectory', 'DIRECTORY_FILE is not JSON.');
  }
  const parsed = v.safeParse(File, raw);
  if (!parsed.success) {
    throw new ConfigError('invalidDirectory', `DIRECTORY_FILE: ${sentenceOf(parsed.issues[0])}.`);
  }
  const file = parsed.output;
  if (file.organisations.length === 0 || file.clinics.length === 0) {
    throw new ConfigError(
      'emptyDirectory',
      'DIRECTORY_FILE must hold at least one organisation and one clinic.',
    );
  }
  checkReferences(file);
  return {
    organisations: file.organisations.map(setUp),
    units: file.units,
    clinics: file.clinics,
    people: file.clinicians.map(employed),
  };
}
