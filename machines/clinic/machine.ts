import { assertEvent, setup } from 'xstate';
import type { ClinicMode } from '../protocol/index.ts';
import * as change from './context.ts';
import type { ClinicContext, ClinicInput } from './context.ts';
import type { ClinicEvent } from './events.ts';
import { refusalInClinic } from './refusals.ts';

/** XState tells a guard its context and event, not its state. */
interface In {
  readonly mode: ClinicMode;
}

const takes = (mode: ClinicMode) => ({ type: 'takes', params: { mode } }) as const;

const parts = setup({
  types: {
    context: {} as ClinicContext,
    events: {} as ClinicEvent,
    input: {} as ClinicInput,
  },
  guards: {
    takes: ({ context, event }, { mode }: In) =>
      refusalInClinic(mode, context, event) === undefined,
    isEmpty: ({ context }) => change.openEntriesOf(context).length === 0,
  },
});

const wake = parts.assign(({ context, event }) => change.withDeadlines(context, event.at));
const handOn = parts.assign(({ context, event }) => {
  assertEvent(event, [
    'CLAIM',
    'RELEASE',
    'REJECT',
    'LEAVE',
    'ENTER',
    'END',
    'TELL',
    'AWAY',
    'BACK',
  ]);
  return change.withEvent(context, event);
});
const tellAll = parts.assign(({ event }) => {
  assertEvent(event, 'TELL_ALL');
  return { message: { late: event.late, text: event.text, at: event.at } };
});
const takeIn = parts.assign(({ context, event }) => {
  assertEvent(event, 'JOIN');
  const { type: _, at, ...request } = event;
  return change.withJoin(context, request, at);
});

/** What happens to those who wait, the same while open and while closing. */
const work = (mode: 'open' | 'closing') => {
  const passed = { guard: takes(mode), actions: handOn };
  return {
    CLAIM: passed,
    RELEASE: passed,
    REJECT: passed,
    LEAVE: passed,
    ENTER: passed,
    END: passed,
    TELL: passed,
    AWAY: passed,
    BACK: passed,
    TELL_ALL: { guard: takes(mode), actions: tellAll },
    DEADLINE: { actions: wake },
  };
};

/**
 * One clinic and its queue (CM5): `closed`, `open`, or `closing`, which takes nobody new and
 * finishes the queue (B3). Holds its consultations and hands their events on to their machine.
 */
export const clinicMachine = parts.createMachine({
  id: 'clinic',
  context: ({ input }) => change.emptyClinic(input),
  initial: 'closed',
  states: {
    closed: {
      entry: parts.assign({ message: null }),
      on: {
        OPEN: { target: 'open' },
        DEADLINE: { actions: wake },
      },
    },
    open: {
      on: {
        ...work('open'),
        CLOSE: { target: 'closing' },
        JOIN: { guard: takes('open'), actions: takeIn },
      },
    },
    closing: {
      // Nobody is left: closed by itself, also at once when nobody waited.
      always: { guard: 'isEmpty', target: 'closed' },
      on: { ...work('closing'), OPEN: { target: 'open' } },
    },
  },
});
