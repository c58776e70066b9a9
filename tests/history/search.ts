import { initialClinic, refusalOf, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import { ACCEPTED } from '@naervaer/machines/protocol';
import type { Outcome, Ydernummer } from '@naervaer/machines/protocol';
import { createMirror, timelessOf } from './appearance.ts';
import type { ClinicKnown } from './history.ts';
import { NEVER } from './objects.ts';
import type { ClinicHistory, Operation, Sight } from './objects.ts';
import { answer, isSameOutcome } from './specification.ts';
import type { Answered } from './specification.ts';
import { createStateKeys } from './state-key.ts';

/** One step of an order that was found. */
export interface Placed {
  /** A command with the answer that it has there; or what the host told by itself. */
  readonly step: Operation | ClinicEvent;
  readonly outcome: Outcome;
}

/** How far an order came: what is placed, and what comes next on each line. */
export interface Reached {
  readonly order: readonly Placed[];
  readonly clinic: ClinicSnapshot;
  readonly nextOperations: readonly Operation[];
  readonly nextSights: readonly Sight[];
  /** Answers and sights that are explained. */
  readonly explained: number;
}

export type Found =
  | { readonly verdict: 'explained'; readonly reached: Reached; readonly states: number }
  /** Every order was tried. `reached` is one that came furthest. */
  | { readonly verdict: 'none'; readonly reached: Reached; readonly states: number }
  /** More states than `most`: nothing is known. */
  | { readonly verdict: 'gaveUp'; readonly reached: Reached; readonly states: number };

export const emptyClinic = (clinic: ClinicKnown): ClinicSnapshot =>
  initialClinic({
    clinicId: clinic.id,
    name: clinic.name,
    ydernummer: clinic.ydernummer as Ydernummer,
  });

type Answers = Map<Operation, Answered>;

/** Where a search stands: how much of each line is placed, and the clinic after it. */
interface Node {
  /** Sessions first, then pages, then the one line of what is hidden. */
  readonly placed: Int32Array;
  readonly clinic: ClinicSnapshot;
  /** The name of the clinic's state. */
  readonly key: number;
  readonly answers: Answers;
  readonly from: Node | null;
  /** What was placed since `from`. */
  readonly steps: readonly Placed[];
  readonly explained: number;
  /** A board showed exactly this clinic next. */
  readonly isOnBoard: boolean;
  /** The time of the specification: one step of the clinic is a millisecond. */
  readonly at: number;
}

interface Candidate {
  readonly line: number;
  readonly told: number;
  readonly placed: Placed;
  readonly next: ClinicSnapshot;
}

/**
 * Looks for one order of all commands that explains every answer and everything that was seen,
 * without asking the server: Wing and Gong's search with Lowe's memoisation (docs/history.md).
 *
 * - A command has its effect at one point between its asking and its telling; one that was never
 *   told at any point after its asking, or never.
 * - One session's commands come in the order of their asking (CM4).
 * - A sight shows the clinic as it was at one point before it was seen; one page's sights never go
 *   back, and not behind an answer that its own session had (CM3).
 *
 * What changes nothing – a refusal, a sight – is placed as soon as it fits: that never spoils an
 * order, so the search branches at changes only.
 * @param most states to look at before it gives up
 */
export function search(history: ClinicHistory, most = 200_000): Found {
  const { sessions, pages, hidden } = history;
  const mirror = createMirror(timelessOf);
  const keyOf = createStateKeys();
  const hiddenLine = sessions.length + pages.length;
  // The earliest telling among what is not placed: nothing asked after it may come before it.
  const earliest = [
    ...sessions.map((line) => suffixMinimum(line.map(({ told }) => told))),
    ...pages.map(({ sights }) => suffixMinimum(sights.map(({ seen }) => seen))),
  ];
  const states = new Map<number, { readonly clinic: ClinicSnapshot; readonly answers: Answers }>();
  /** One clinic for all that differ in their times only, with the answers that it gave already. */
  function known(clinic: ClinicSnapshot) {
    const key = keyOf(clinic);
    const state = states.get(key) ?? { clinic, answers: new Map() };
    states.set(key, state);
    return { ...state, key };
  }
  function ask({ clinic, answers, at }: Node, operation: Operation): Answered {
    const answered = answers.get(operation) ?? answer(clinic, operation.asking, at);
    answers.set(operation, answered);
    return answered;
  }
  const limitOf = (placed: Int32Array): number =>
    earliest.reduce(
      (least, line, index) => Math.min(least, line[placed[index] ?? 0] ?? NEVER),
      NEVER,
    );

  /** Places all that fits here and changes nothing. */
  function settle(node: Node): Node {
    const placed = node.placed.slice();
    const steps: Placed[] = [...node.steps];
    let { explained } = node;
    let isOnBoard = false;
    for (let isMoving = true; isMoving;) {
      isMoving = false;
      pages.forEach(({ session, sights }, index) => {
        const line = sessions.length + index;
        for (;;) {
          const at = placed[line] ?? 0;
          const sight = sights[at];
          if (sight === undefined || (session >= 0 && (placed[session] ?? 0) < sight.needs)) return;
          if (!mirror.isShown(node.clinic, sight.shown)) return;
          placed[line] = at + 1;
          explained += 1;
          isMoving = true;
          if (sight.shown.kind === 'board') isOnBoard = true;
        }
      });
      const limit = limitOf(placed);
      sessions.forEach((operations, line) => {
        const at = placed[line] ?? 0;
        const operation = operations[at];
        if (operation === undefined || operation.outcome === null) return;
        if (operation.asked > limit) return;
        const answered = ask(node, operation);
        if (answered.next !== node.clinic) return;
        if (!isSameOutcome(answered.outcome, operation.outcome)) return;
        placed[line] = at + 1;
        explained += 1;
        steps.push({ step: operation, outcome: answered.outcome });
        isMoving = true;
      });
    }
    return { ...node, placed, steps, explained, isOnBoard };
  }

  function isWhole({ placed }: Node): boolean {
    return (
      sessions.every((line, index) =>
        line.slice(placed[index] ?? 0).every(({ told }) => told === NEVER),
      ) && pages.every(({ sights }, index) => placed[sessions.length + index] === sights.length)
    );
  }

  /** What may come next and changes something, the one that was told first before the others. */
  function candidates(node: Node): Candidate[] {
    const limit = limitOf(node.placed);
    const found: Candidate[] = [];
    sessions.forEach((operations, line) => {
      const operation = operations[node.placed[line] ?? 0];
      if (operation === undefined || operation.asked > limit) return;
      const { outcome, next } = ask(node, operation);
      if (operation.outcome === null) {
        // A refusal that nobody heard of matters only for what the same session asked after it.
        const isLast = operations.length === (node.placed[line] ?? 0) + 1;
        if (next === node.clinic && isLast) return;
        // It is used up last: an effect may still come of it.
        const told = next === node.clinic ? NEVER : Number.MAX_SAFE_INTEGER;
        found.push({ line, told, placed: { step: operation, outcome }, next });
      } else if (next !== node.clinic && isSameOutcome(outcome, operation.outcome)) {
        found.push({ line, told: operation.told, placed: { step: operation, outcome }, next });
      }
    });
    const event = hidden[node.placed[hiddenLine] ?? 0];
    if (event !== undefined) {
      const now = { ...event, at: node.at } as ClinicEvent;
      const isTaken = refusalOf(node.clinic, now) === undefined;
      const next = isTaken ? transitionClinic(node.clinic, now) : node.clinic;
      // The host writes nothing of what changes nothing.
      const placed = { step: event, outcome: ACCEPTED };
      if (next !== node.clinic) found.push({ line: hiddenLine, told: NEVER, placed, next });
    }
    return found.sort((a, b) => (a.told === b.told ? a.line - b.line : a.told - b.told));
  }

  const child = (node: Node, { line, placed: step, next }: Candidate): Node => {
    const placed = node.placed.slice();
    placed[line] = (placed[line] ?? 0) + 1;
    const isAnswer = 'kind' in step.step && step.step.outcome !== null;
    return settle({
      placed,
      ...known(next),
      from: node,
      steps: [step],
      explained: node.explained + (isAnswer ? 1 : 0),
      isOnBoard: false,
      at: node.at + 1,
    });
  };

  const reachedOf = (node: Node): Reached => ({
    order: orderOf(node),
    clinic: node.clinic,
    nextOperations: sessions.flatMap((line, index) => line[node.placed[index] ?? 0] ?? []),
    nextSights: pages.flatMap(
      ({ sights }, index) => sights[node.placed[sessions.length + index] ?? 0] ?? [],
    ),
    explained: node.explained,
  });

  const start = settle({
    placed: new Int32Array(hiddenLine + 1),
    ...known(emptyClinic(history.clinic)),
    from: null,
    steps: [],
    explained: 0,
    isOnBoard: false,
    at: 1,
  });
  const visited = new Set<string>();
  const open: { readonly rest: Node[] }[] = [];
  let best = start;
  const enter = (node: Node): boolean => {
    const key = `${node.placed.join()} ${node.key}`;
    if (visited.has(key)) return false;
    visited.add(key);
    if (node.explained > best.explained) best = node;
    if (isWhole(node)) return true;
    const next = candidates(node).map((candidate) => child(node, candidate));
    // What a board shows right after it is most likely what came. Taken from the end.
    open.push({ rest: next.reverse().sort((a, b) => Number(a.isOnBoard) - Number(b.isOnBoard)) });
    return false;
  };

  if (enter(start)) return { verdict: 'explained', reached: reachedOf(start), states: 1 };
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const node = top.rest.pop();
    if (node === undefined) {
      open.pop();
      continue;
    }
    if (visited.size >= most) {
      return { verdict: 'gaveUp', reached: reachedOf(best), states: visited.size };
    }
    if (enter(node)) {
      return { verdict: 'explained', reached: reachedOf(node), states: visited.size };
    }
  }
  return { verdict: 'none', reached: reachedOf(best), states: visited.size };
}

function suffixMinimum(values: readonly number[]): number[] {
  const minimum = [...values];
  for (let index = minimum.length - 2; index >= 0; index -= 1) {
    minimum[index] = Math.min(minimum[index] ?? NEVER, minimum[index + 1] ?? NEVER);
  }
  return minimum;
}

function orderOf(node: Node): readonly Placed[] {
  const parts: (readonly Placed[])[] = [];
  for (let at: Node | null = node; at !== null; at = at.from) parts.push(at.steps);
  return parts.reverse().flat();
}
