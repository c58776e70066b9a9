import type { ClinicId, OrganisationId, PersonId, UnitId } from '@naervaer/machines/protocol';
import type { DirectoryRecord, RecordName } from '@naervaer/storage';
import type { Clinic, EmployeeRequest, Organisation, Person, Unit } from './records.ts';
import type { Recorded } from './stored.ts';

/** One thing of the directory as it shall be from now on, or that shall be gone. */
export type DirectoryChange =
  | { readonly kind: 'organisation'; readonly put: Organisation }
  | { readonly kind: 'organisation'; readonly remove: OrganisationId }
  | { readonly kind: 'unit'; readonly put: Unit }
  | { readonly kind: 'unit'; readonly remove: UnitId }
  | { readonly kind: 'clinic'; readonly put: Clinic }
  | { readonly kind: 'clinic'; readonly remove: ClinicId }
  /** With the name: a person without one is stored without. */
  | { readonly kind: 'person'; readonly put: Person }
  | { readonly kind: 'person'; readonly remove: PersonId }
  | { readonly kind: 'request'; readonly put: EmployeeRequest }
  | { readonly kind: 'request'; readonly remove: PersonId }
  | { readonly kind: 'profile'; readonly remove: PersonId }
  | { readonly kind: 'accessLogDays'; readonly put: number };

/** Stores records and takes others away, all in one transaction. */
export type Write = (
  records: readonly DirectoryRecord[],
  gone: readonly RecordName[],
) => Promise<void>;

/** Two years, unless somebody says otherwise. */
export const ACCESS_LOG_DAYS = { id: 'accessLogDays', unset: 730 } as const;

async function recordOf(
  change: Extract<DirectoryChange, { readonly put: unknown }>,
  recorded: Recorded,
): Promise<DirectoryRecord> {
  switch (change.kind) {
    case 'organisation':
      return recorded.organisation(change.put);
    case 'unit':
      return recorded.unit(change.put);
    case 'clinic':
      return recorded.clinic(change.put);
    case 'person':
      return recorded.person(change.put);
    case 'request':
      return recorded.request(change.put);
    case 'accessLogDays':
      return { kind: 'setting', id: ACCESS_LOG_DAYS.id, json: JSON.stringify(change.put) };
  }
}

export async function recordsOf(
  changes: readonly DirectoryChange[],
  recorded: Recorded,
): Promise<{ readonly records: readonly DirectoryRecord[]; readonly gone: readonly RecordName[] }> {
  const records: DirectoryRecord[] = [];
  const gone: RecordName[] = [];
  for (const change of changes) {
    if ('put' in change) records.push(await recordOf(change, recorded));
    else gone.push({ kind: change.kind, id: change.remove });
  }
  return { records, gone };
}
