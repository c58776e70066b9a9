import { setup } from 'xstate';
import type { ConsultationState, Instant } from '../protocol/index.ts';
import * as change from './context.ts';
import type { ConsultationContext } from './context.ts';
import type { ConsultationEvent, Request } from './events.ts';
import { refusalInConsultation } from './refusals.ts';

/** XState tells a guard its context and event, not its state. */
interface In {
  readonly state: ConsultationState;
}

const takes = (state: ConsultationState) => ({ type: 'takes', params: { state } }) as const;
const completes = (state: ConsultationState) => ({ type: 'completes', params: { state } }) as const;

const parts = setup({
  types: {
    context: {} as ConsultationContext,
    events: {} as ConsultationEvent,
    input: {} as { readonly request: Request; readonly at: Instant },
  },
  guards: {
    takes: ({ context, event }, { state }: In) =>
      refusalInConsultation(state, context, event) === undefined,
    /** With this event both sides are in the call and here. */
    completes: ({ context, event }, { state }: In) =>
      (event.type === 'ENTER' || event.type === 'BACK') &&
      refusalInConsultation(state, context, event) === undefined &&
      change.isComplete(arrived(context, event)),
    isWaiter: ({ event }) =>
      (event.type === 'AWAY' || event.type === 'BACK') && event.side === 'waiter',
    isDue: ({ context, event }) => context.deadline !== null && context.deadline <= event.at,
  },
});

const arrived = (
  context: ConsultationContext,
  event: Extract<ConsultationEvent, { type: 'ENTER' | 'BACK' }>,
): ConsultationContext =>
  event.type === 'ENTER' ? change.entered(context, event.side) : change.back(context, event.side);

// An action that meets an event of another type leaves the context as it is.
const tell = parts.assign(({ context, event }) =>
  event.type === 'TELL' ? change.told(context, event) : context,
);
const reject = parts.assign(({ context, event }) =>
  event.type === 'REJECT' ? change.rejected(context, event) : context,
);
const leave = parts.assign(({ context, event }) => change.over(context, event.at, 'waiter'));
const end = parts.assign(({ context, event }) =>
  change.over(context, event.at, event.type === 'END' ? event.side : 'system'),
);
const release = parts.assign(({ context }) => change.released(context));
const note = parts.assign(({ context, event }) =>
  event.type === 'AWAY'
    ? change.away(context, event)
    : event.type === 'BACK' || event.type === 'ENTER'
      ? arrived(context, event)
      : context,
);
const start = parts.assign(({ context, event }) =>
  event.type === 'ENTER' || event.type === 'BACK'
    ? change.started(arrived(context, event), event.at)
    : context,
);
const place = parts.assign(({ context }) => change.withPlace(context));

/**
 * One consultation from the join to its one end (MA4). Pure: time, ids and names come in with the
 * event (MA1); deadlines are data and `DEADLINE` is an event (MA2). What it refuses is decided by
 * `refusalInConsultation`.
 */
export const consultationMachine = parts.createMachine({
  id: 'consultation',
  context: ({ input }) => change.joined(input.request, input.at),
  initial: 'waiting',
  states: {
    waiting: {
      on: {
        CLAIM: {
          guard: takes('waiting'),
          target: 'called',
          actions: parts.assign(({ context, event }) =>
            event.type === 'CLAIM' ? change.claimed(context, event) : context,
          ),
        },
        REJECT: { guard: takes('waiting'), target: 'rejected', actions: reject },
        LEAVE: { guard: takes('waiting'), target: 'cancelled', actions: leave },
        TELL: { guard: takes('waiting'), actions: tell },
        AWAY: { guard: 'isWaiter', actions: [note, place] },
        BACK: { guard: 'isWaiter', actions: [note, place] },
        DEADLINE: { guard: 'isDue', target: 'expired', actions: end },
      },
    },
    called: {
      on: {
        RELEASE: { guard: takes('called'), target: 'waiting', actions: release },
        REJECT: { guard: takes('called'), target: 'rejected', actions: reject },
        LEAVE: { guard: takes('called'), target: 'cancelled', actions: leave },
        END: { guard: takes('called'), target: 'ended', actions: end },
        ENTER: [
          { guard: completes('called'), target: 'ongoing', actions: start },
          { guard: takes('called'), actions: note },
        ],
        TELL: { guard: takes('called'), actions: tell },
        AWAY: { actions: note },
        BACK: [
          { guard: completes('called'), target: 'ongoing', actions: start },
          { actions: note },
        ],
        // Whoever did not come in: the place is kept and the colleague is free again.
        DEADLINE: { guard: 'isDue', target: 'waiting', actions: release },
      },
    },
    ongoing: {
      on: {
        END: { guard: takes('ongoing'), target: 'ended', actions: end },
        // A page that was reloaded enters again.
        ENTER: { guard: takes('ongoing'), actions: note },
        TELL: { guard: takes('ongoing'), actions: tell },
        AWAY: {
          target: 'interrupted',
          actions: parts.assign(({ context, event }) =>
            event.type === 'AWAY' ? change.interrupted(context, event) : context,
          ),
        },
      },
    },
    interrupted: {
      on: {
        END: { guard: takes('interrupted'), target: 'ended', actions: end },
        ENTER: [
          { guard: completes('interrupted'), target: 'ongoing', actions: start },
          { guard: takes('interrupted'), actions: note },
        ],
        BACK: [
          { guard: completes('interrupted'), target: 'ongoing', actions: start },
          { actions: note },
        ],
        // The other side may go too; the deadline stays the first one's.
        AWAY: { actions: note },
        TELL: { guard: takes('interrupted'), actions: tell },
        DEADLINE: { guard: 'isDue', target: 'ended', actions: end },
      },
    },
    ended: { type: 'final' },
    rejected: { type: 'final' },
    cancelled: { type: 'final' },
    expired: { type: 'final' },
  },
});
