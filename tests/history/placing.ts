import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import type { Outcome } from '@naervaer/machines/protocol';
import { createMirror, exactOf } from './appearance.ts';
import { NEVER } from './objects.ts';
import type { ClinicHistory, Operation, Sight } from './objects.ts';
import { answer, isSameOutcome } from './specification.ts';
import { outcomeInWords } from './words.ts';
import type { Words } from './words.ts';

interface Given {
  readonly history: ClinicHistory;
  /** The clinic after each event of the order; the empty one first. */
  readonly states: readonly ClinicSnapshot[];
  /** The event, counted from 1, of each command that has one. */
  readonly events: ReadonlyMap<Operation, number>;
  /** What was told, or is stored and was not told; undefined for what never came to anything. */
  readonly outcomeOf: (operation: Operation) => Outcome | undefined;
  readonly words: Words;
}

/** A command or a sight with the moments between which it has its place. */
interface Step {
  readonly step: Operation | Sight;
  /** When its place is sought: what must come before it has one by then. */
  readonly moment: number;
  readonly end: number;
  /** The index of its page; −1 for a command. */
  readonly page: number;
}

/**
 * Holds an order of events against the times of a history. What changes nothing gets the earliest
 * place that its neighbours in time allow: that leaves the most room for the others, so when one
 * has no place no other choice helps.
 * @returns what has no place, in words
 */
export function placeAll({ history, states, events, outcomeOf, words }: Given): string[] {
  const wrong: string[] = [];
  const mirror = createMirror(exactOf);
  const steps = stepsOf(history);
  const byEnd = [...steps].sort((a, b) => a.end - b.end);
  const latestAt = latestPlaces(events, states.length - 1);
  const places = new Map<Operation | Sight, number>();
  const ofSession = new Map<string, number>();
  const ofPage = new Map<number, number>();
  let ended = 0;
  let soonest = 0;

  /** The earliest place behind everything that was over at this moment. */
  function after(moment: number): number {
    for (let next = byEnd[ended]; next !== undefined && next.end < moment; next = byEnd[ended]) {
      soonest = Math.max(soonest, places.get(next.step) ?? 0);
      ended += 1;
    }
    return soonest;
  }

  function firstPlace(
    from: number,
    to: number,
    isRight: (state: ClinicSnapshot) => boolean,
  ): number | undefined {
    for (let place = from; place <= to; place += 1) {
      const state = states[place];
      if (state !== undefined && isRight(state)) return place;
    }
    return undefined;
  }

  function placeSight(sight: Sight, page: number): void {
    const session = history.pages[page]?.session ?? -1;
    const told = history.sessions[session]?.slice(0, sight.needs) ?? [];
    const from = Math.max(ofPage.get(page) ?? 0, ...told.map((one) => places.get(one) ?? 0));
    const to = latestAt(sight.seen);
    const place = firstPlace(from, to, (state) => mirror.isShown(state, sight.shown));
    if (place !== undefined) {
      ofPage.set(page, place);
      places.set(sight, place);
      return;
    }
    const state = states[Math.max(from, to)] ?? states.at(-1);
    const how = state === undefined ? '' : words.difference(sight.shown, state);
    wrong.push(
      `${sight.party.sender.name} saw what no event from ${from} to ${to} has made: ` +
        `the ${sight.shown.kind} ${how}`,
    );
  }

  function placeOperation(operation: Operation): void {
    const { asking, party, told } = operation;
    const said = `${party.sender.name}: ${words.command(operation.command, operation.id)}`;
    const from = Math.max(ofSession.get(party.sessionId) ?? 0, after(operation.asked));
    const outcome = outcomeOf(operation);
    if (outcome === undefined) return;
    const event = events.get(operation);
    const to = latestAt(told);
    const place =
      event ??
      firstPlace(from, to, (state) => {
        const { next, outcome: there } = answer(state, asking, 0);
        return next === state && isSameOutcome(there, outcome);
      });
    if (place === undefined) {
      const state = states[from];
      const there = state && outcomeInWords(answer(state, asking, 0).outcome);
      wrong.push(
        `${said} – ${outcomeInWords(outcome)} – has no place among the events ${from} to ${to}; ` +
          `after event ${from} it is ${there}`,
      );
      return;
    }
    if (event !== undefined && event <= from) {
      wrong.push(`${said} is event ${event}, but came after what is event ${from}`);
    }
    places.set(operation, place);
    ofSession.set(party.sessionId, Math.max(from, place));
  }

  for (const { step, page } of steps) {
    if (step.kind === 'sight') placeSight(step, page);
    else placeOperation(step);
  }
  return wrong;
}

const stepsOf = ({ sessions, pages }: ClinicHistory): Step[] =>
  [
    ...sessions.flat().map((step) => ({ step, moment: step.asked, end: step.told, page: -1 })),
    ...pages.flatMap(({ sights }, page) =>
      sights.map((step) => ({ step, moment: step.seen, end: step.seen, page })),
    ),
  ].sort((a, b) => a.moment - b.moment);

/** The last place at a moment: before the first event of those that were asked for after it. */
function latestPlaces(
  events: ReadonlyMap<Operation, number>,
  last: number,
): (moment: number) => number {
  const byAsked = [...events].sort(([a], [b]) => a.asked - b.asked);
  const first: number[] = [];
  let least = last + 1;
  for (const [, event] of byAsked.toReversed()) {
    least = Math.min(least, event);
    first.push(least);
  }
  first.reverse();
  return (moment) => {
    if (moment === NEVER) return last;
    let low = 0;
    let high = byAsked.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((byAsked[middle]?.[0].asked ?? NEVER) > moment) high = middle;
      else low = middle + 1;
    }
    return (first[low] ?? last + 1) - 1;
  };
}
