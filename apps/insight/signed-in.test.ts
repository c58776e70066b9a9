import type { SessionsPage } from '@naervaer/machines/protocol';
import { expect, it } from 'vitest';
import { peopleOf } from './signed-in.ts';

const row = (name: string, app: string, since: number, usedAt: number | null) => ({
  sessionId: `session-${since}`,
  personId: `town.${name}`,
  name,
  organisationId: 'town',
  organisation: 'Town',
  app,
  since,
  usedAt,
});
const ROWS = [
  row('Åse Lund', 'tablet', 4, null),
  row('Mette Lund', 'tablet', 3, 5),
  row('Anne Holm', 'board', 2, 9),
  row('Mette Lund', 'insight', 1, 7),
] as unknown as SessionsPage['rows'];

const names = (search: string) => peopleOf(ROWS, search).map(({ name }) => name);

it('is one entry a person, by the Danish alphabet, with all that they are signed in to', () => {
  expect(names('')).toEqual(['Anne Holm', 'Mette Lund', 'Åse Lund']);
  const [, mette, aase] = peopleOf(ROWS, '');
  expect(mette?.sessions.map(({ app }) => app)).toEqual(['tablet', 'insight']);
  expect([mette?.usedAt, aase?.usedAt]).toEqual([7, null]);
});

it.each([
  ['lund', ['Mette Lund', 'Åse Lund']],
  ['  LUND mette ', ['Mette Lund']],
  ['åse', ['Åse Lund']],
  ['nobody', []],
])('finds “%s” in whatever order and case it is typed', (search, found) => {
  expect(names(search)).toEqual(found);
});
