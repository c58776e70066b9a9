import { readFile } from 'node:fs/promises';
import { ClinicId, OrganisationId } from '@naervaer/machines/protocol';
import type { DirectoryRecord, RecordKind } from '@naervaer/storage';
import * as v from 'valibot';
import { ConfigError } from '../config.ts';
import { personIdOf } from './person-id.ts';
import { Clinic, Organisation, Unit } from './records.ts';
import type { Person } from './records.ts';

/** A directory file: what an operator writes by hand or exports from another system. */
const File = v.strictObject({
  organisations: v.array(Organisation),
  units: v.array(Unit),
  clinics: v.array(Clinic),
  /** By the subject that the organisation's provider will send. */
  clinicians: v.array(
    v.strictObject({
      organisationId: OrganisationId,
      subject: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
      clinics: v.pipe(v.array(ClinicId), v.minLength(1)),
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
  });
}

export const recordOf = (
  kind: RecordKind,
  value: Organisation | Unit | Clinic | Person,
): DirectoryRecord => ({ kind, id: value.id, json: JSON.stringify(value) });

/**
 * Reads a directory file into the store's records.
 * @throws {ConfigError} `unreadableDirectory` · `invalidDirectory` with the place in the file ·
 * `emptyDirectory`. No message holds a value of the file: it has client secrets.
 */
export async function readDirectoryFile(path: string): Promise<readonly DirectoryRecord[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ConfigError('unreadableDirectory', 'DIRECTORY_FILE cannot be read.', { cause });
  });
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new ConfigError('invalidDirectory', 'DIRECTORY_FILE is not JSON.');
  }
  const parsed = v.safeParse(File, raw);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const where = v.getDotPath(issue) ?? 'the file';
    throw new ConfigError(
      'invalidDirectory',
      `DIRECTORY_FILE: ${where} must be ${issue.expected ?? `valid (${issue.type})`}.`,
    );
  }
  const file = parsed.output;
  if (file.organisations.length === 0 || file.clinics.length === 0) {
    throw new ConfigError(
      'emptyDirectory',
      'DIRECTORY_FILE must hold at least one organisation and one clinic.',
    );
  }
  checkReferences(file);
  return [
    ...file.organisations.map((organisation) => recordOf('organisation', organisation)),
    ...file.units.map((unit) => recordOf('unit', unit)),
    ...file.clinics.map((clinic) => recordOf('clinic', clinic)),
    ...file.clinicians.map(({ organisationId, subject, clinics }) =>
      recordOf('person', {
        id: personIdOf(organisationId, subject),
        organisationId,
        clinics,
        demo: false,
      }),
    ),
  ];
}
