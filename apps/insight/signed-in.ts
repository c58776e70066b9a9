import type { OrganisationId, PersonId, SessionsPage } from '@naervaer/machines/protocol';
import { byName } from './types.ts';

type Row = SessionsPage['rows'][number];

/** Somebody with everything that they are signed in to. */
export interface SignedInPerson {
  readonly personId: PersonId;
  readonly name: string;
  readonly organisationId: OrganisationId;
  readonly organisation: string;
  /** The newest first. */
  readonly sessions: readonly Pick<Row, 'sessionId' | 'app' | 'since'>[];
  /** The last use of any of them; null when the server knows of none. */
  readonly usedAt: number | null;
}

/** One entry a person, by name; those whose name has every word that was searched for. */
export function peopleOf(rows: readonly Row[], search: string): readonly SignedInPerson[] {
  const asked = search.toLocaleLowerCase('da').split(/\s+/);
  const people = new Map<PersonId, Row[]>();
  for (const row of rows) people.set(row.personId, [...(people.get(row.personId) ?? []), row]);
  const all = [...people.values()].flatMap((own): SignedInPerson[] => {
    const [newest] = own;
    if (newest === undefined) return [];
    const name = newest.name.toLocaleLowerCase('da');
    if (!asked.every((word) => name.includes(word))) return [];
    const { personId, organisationId, organisation } = newest;
    const uses = own.flatMap(({ usedAt }) => usedAt ?? []);
    const usedAt = uses.length === 0 ? null : Math.max(...uses);
    return [{ personId, name: newest.name, organisationId, organisation, sessions: own, usedAt }];
  });
  return byName(all);
}
