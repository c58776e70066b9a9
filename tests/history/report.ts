import { isOver } from '@naervaer/machines/consultation';
import type { History, Line } from './history.ts';
import { answer } from './specification.ts';
import type { Shortest } from './shortest.ts';
import type { Placed } from './search.ts';
import { outcomeInWords, secondsInWords } from './words.ts';
import type { Words } from './words.ts';

/** Lines and steps of a report at most: the last ones are those that matter. */
const LINES = 30;
const STEPS = 8;

/** Says why a history has no order: the shortest beginning, the best order, and where it stops. */
export function report(history: History, shortest: Shortest, words: Words): string[] {
  const { last, lastIndex, reached } = shortest;
  const { clinic } = shortest.history;
  const about = consultationsOf(last, shortest);
  const near = new Set([
    ...reached.order.slice(-STEPS).map(({ step }) => ('kind' in step ? step.id : '')),
    ...reached.nextOperations.map(({ id }) => id),
  ] as string[]);
  const isAbout = (line: Line): boolean =>
    line.kind === 'killed' ||
    line.kind === 'started' ||
    (line.kind === 'asked' || line.kind === 'told'
      ? near.has(line.id) || commandIsAbout(history, line.id, about)
      : line === last);
  const window = history
    .slice(0, lastIndex + 1)
    .filter(isAbout)
    .slice(-LINES)
    .map((line) => `  ${secondsInWords(line.at)}  ${words.line(line)}`);
  const order = reached.order
    .slice(-STEPS)
    .map(
      (placed, index) =>
        `  ${reached.order.length - Math.min(STEPS, reached.order.length) + index + 1}. ${stepInWords(placed, words)}`,
    );
  return [
    `${clinic.name}: no order explains what was told and seen.`,
    `The shortest beginning without one ends at ${secondsInWords(last.at)} (line ${lastIndex + 1}): ${words.line(last)}.`,
    'What happened to those whom it is about:',
    ...window,
    `The order that comes furthest has ${reached.order.length} steps; its last are:`,
    ...order,
    'There it stops:',
    ...stopsInWords(shortest, words).map((sentence) => `  ${sentence}`),
  ];
}

function stepInWords({ step, outcome }: Placed, words: Words): string {
  if (!('kind' in step)) return `the host: ${step.type}`;
  const { party, command, id } = step;
  return `${party.sender.name}: ${words.command(command, id)} – ${outcomeInWords(outcome)}`;
}

function stopsInWords({ reached }: Shortest, words: Words): string[] {
  const { clinic, nextOperations, nextSights } = reached;
  return [
    ...nextOperations.flatMap(({ party, command, id, asking, outcome }) => {
      if (outcome === null) return [];
      const there = outcomeInWords(answer(clinic, asking, reached.order.length + 1).outcome);
      const was = outcomeInWords(outcome);
      const name = party.sender.name;
      const said = words.command(command, id);
      return there === was
        ? [`${name}: ${said} – ${was} – fits here and does not help`]
        : [`${name}: ${said} was ${was}; here it is ${there}`];
    }),
    ...nextSights.map(
      ({ party, shown }) =>
        `${party.sender.name}’s ${shown.kind} ${words.difference(shown, clinic)}`,
    ),
  ];
}

/** The consultations that the last line and the open ends speak of. */
function consultationsOf(last: Line, { reached }: Shortest): ReadonlySet<string> {
  const about = new Set<string>();
  const add = (command: object, id: string): void => {
    if ('consultationId' in command && typeof command.consultationId === 'string') {
      about.add(command.consultationId);
    } else about.add(id);
  };
  for (const { command, id, outcome } of reached.nextOperations) {
    if (outcome !== null) add(command, id);
  }
  if (last.kind === 'seen' && last.shown.kind === 'consultation') {
    about.add(last.shown.consultationId);
  }
  if (last.kind === 'seen' && last.shown.kind === 'board') {
    const rows = new Map(last.shown.view.rows.map((row) => [row.consultationId, row]));
    const is = reached.clinic.context.consultations;
    for (const [id, { holder }] of rows) {
      if (is[id] === undefined || is[id].context.holder?.personId !== holder?.personId)
        about.add(id);
    }
    for (const [id, { value }] of Object.entries(is)) {
      if (!isOver(value) && !rows.has(id as never)) about.add(id);
    }
  }
  return about;
}

function commandIsAbout(history: History, id: string, about: ReadonlySet<string>): boolean {
  if (about.has(id)) return true;
  const asked = history.find((line) => line.kind === 'asked' && line.id === id);
  if (asked?.kind !== 'asked') return false;
  const { command } = asked;
  return (
    'consultationId' in command &&
    command.consultationId !== null &&
    about.has(command.consultationId)
  );
}
