import type { BoardRow } from '@naervaer/machines/protocol';
import type { History, Line } from './history.ts';
import { secondsInWords } from './words.ts';
import type { Words } from './words.ts';

type Seen = Extract<Line, { kind: 'seen' }>;

/**
 * What must be true of every single sight, whatever came before (MA4). Needs neither the machine
 * nor an order, so that a fault of the machine itself is seen too.
 * @returns what is wrong, in words; at most one sentence for each sight
 */
export function brokenInvariants(history: History, words: Words): string[] {
  return history.flatMap((line) => {
    const wrong = line.kind === 'seen' ? wrongWith(line, words) : undefined;
    return wrong === undefined ? [] : [`${secondsInWords(line.at)}: ${words.line(line)}: ${wrong}`];
  });
}

function wrongWith({ shown }: Seen, words: Words): string | undefined {
  if (shown.kind !== 'board') return undefined;
  const { rows } = shown.view;
  const places = rows.flatMap(({ position }) => position ?? []).sort((a, b) => a - b);
  if (places.some((place, index) => place !== index + 1)) {
    return `the places are ${places.join(', ')}`;
  }
  const waitsWithoutPlace = rows.find(
    (row) => (row.state === 'waiting') !== (row.position !== null),
  );
  if (waitsWithoutPlace !== undefined) {
    const { consultationId, state, position } = waitsWithoutPlace;
    return `${words.consultation(consultationId)} is ${state} with place ${position}`;
  }
  const holders = twice(rows, ({ holder }) => holder?.personId);
  if (holders !== undefined)
    return `one clinician holds ${holders.map(nameOf(words)).join(' and ')}`;
  const citizens = twice(rows, ({ citizen }) => citizen?.number);
  if (citizens !== undefined) {
    return `one citizen is in it twice: ${citizens.map(nameOf(words)).join(' and ')}`;
  }
  const over = rows.find(({ state }) =>
    ['ended', 'rejected', 'cancelled', 'expired'].includes(state),
  );
  return over && `${words.consultation(over.consultationId)} is over and still on it`;
}

const nameOf =
  (words: Words) =>
  ({ consultationId }: BoardRow): string =>
    words.consultation(consultationId);

function twice(
  rows: readonly BoardRow[],
  of: (row: BoardRow) => string | undefined,
): BoardRow[] | undefined {
  const groups = Map.groupBy(
    rows.filter((row) => of(row) !== undefined),
    of,
  );
  return [...groups.values()].find((group) => group.length > 1);
}
