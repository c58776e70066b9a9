import { isDeepStrictEqual } from 'node:util';
import { refusalOf, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { Outcome } from '@naervaer/machines/protocol';
import type { Journal } from './history.ts';
import type { ClinicHistory, Operation } from './objects.ts';
import { placeAll } from './placing.ts';
import { emptyClinic } from './search.ts';
import { isSameOutcome } from './specification.ts';
import { outcomeInWords } from './words.ts';
import type { Words } from './words.ts';

/**
 * Whether the journal's own order explains every answer and every sight, times included. Takes the
 * order from the server and believes nothing else of it: each event must be one that the machine
 * takes there, that somebody asked for, once, and that lies between its asking and its telling.
 * Needs one pass, so it does for a history of any length.
 * @returns what is not explained, in words; empty when all is
 */
export function explainByJournal(history: ClinicHistory, journal: Journal, words: Words): string[] {
  const wrong: string[] = [];
  const states = replay(history, journal, wrong);
  const operations = history.sessions.flat();
  const events = matchEvents(operations, journal, words, wrong);
  const outcomeOf = ({ id, outcome }: Operation): Outcome | undefined =>
    outcome ?? journal.outcomes.get(id)?.outcome;
  return [...wrong, ...placeAll({ history, states, events, outcomeOf, words })];
}

/** The clinic after each event; the empty one first. */
function replay(history: ClinicHistory, { events }: Journal, wrong: string[]): ClinicSnapshot[] {
  const states = [emptyClinic(history.clinic)];
  events.forEach((event, index) => {
    const before = states[index] ?? emptyClinic(history.clinic);
    const refusal = refusalOf(before, event);
    const after = transitionClinic(before, event);
    if (refusal !== undefined) {
      wrong.push(`event ${index + 1} (${event.type}) is one that is refused: ${refusal.code}`);
    } else if (after === before) wrong.push(`event ${index + 1} (${event.type}) changes nothing`);
    states.push(after);
  });
  return states;
}

const isOfHost = ({ type }: ClinicEvent): boolean =>
  type === 'AWAY' || type === 'BACK' || type === 'DEADLINE';

/** A room is drawn by the server at each translation. */
const withoutRoom = (event: ClinicEvent): ClinicEvent =>
  event.type === 'CLAIM' ? { ...event, roomId: event.consultationId as never } : event;

/** Finds for each event the one command that it came from. @returns each command's event, from 1 */
function matchEvents(
  operations: readonly Operation[],
  { events, outcomes }: Journal,
  words: Words,
  wrong: string[],
): Map<Operation, number> {
  const placeOf = new Map<Operation, number>();
  const atTime = new Map<number, Operation[]>();
  for (const operation of operations) {
    const stored = outcomes.get(operation.id);
    const said = words.command(operation.command, operation.id);
    const by = operation.party.sender.name;
    if (operation.outcome !== null && stored === undefined) {
      const what = outcomeInWords(operation.outcome);
      wrong.push(`${by} was told "${what}" for ${said}, and the journal knows nothing of it`);
    } else if (
      stored !== undefined &&
      operation.outcome !== null &&
      !isSameOutcome(stored.outcome, operation.outcome)
    ) {
      const [a, b] = [operation.outcome, stored.outcome].map(outcomeInWords);
      wrong.push(`${by} was told "${a}" for ${said}, and the journal says "${b}"`);
    } else if (stored?.outcome.status === 'accepted') {
      atTime.set(stored.at, [...(atTime.get(stored.at) ?? []), operation]);
    }
  }
  events.forEach((event, index) => {
    if (isOfHost(event)) return;
    const operation = atTime
      .get(event.at)
      ?.find(
        (one) => !placeOf.has(one) && isDeepStrictEqual(eventOf(one, event), withoutRoom(event)),
      );
    if (operation !== undefined) placeOf.set(operation, index + 1);
    else
      wrong.push(
        `event ${index + 1} (${event.type}) is none that anybody asked for and was told of`,
      );
  });
  return placeOf;
}

function eventOf({ asking }: Operation, { at }: ClinicEvent): ClinicEvent | undefined {
  return 'event' in asking && typeof asking.event === 'function'
    ? withoutRoom(asking.event(at))
    : undefined;
}
