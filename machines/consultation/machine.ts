import { assertEvent, setup } from 'xstate';
import type { ConsultationState, Instant } from '../protocol/index.ts';
import * as change from './context.ts';
import type { ConsultationContext } from './context.ts';
import type { ConsultationEvent, Request } from './events.ts';
import { refusalInConsultation } from './refusals.ts';

/** XState tells a guard its context and event, not its state. */
interface In {
  readonly state: ConsultationState;
}

/** The guards of the events that one state takes. */
const guardsIn = (state: ConsultationState) =>
  ({
    takes: { type: 'takes', params: { state } },
    completes: { type: 'completes', params: { state } },
  }) as const;
const waiting = guardsIn('waiting');
const called = guardsIn('called');
const ongoing = guardsIn('ongoing');
const interrupted = guardsIn('interrupted');

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
    completes: ({ context, event }, { state }: In) => {
      assertEvent(event, ['ENTER', 'BACK']);
      return (
        refusalInConsultation(state, context, event) === undefined &&
        change.isComplete(arrived(context, event))
      );
    },
    isWaiter: ({ event }) => {
      assertEvent(event, 'AWAY');
      return event.side === 'waiter';
    },
    isDue: ({ context, event }) => context.deadline !== null && context.deadline <= event.at,
  },
});

const arrived = (
  context: ConsultationContext,
  event: Extract<ConsultationEvent, { type: 'ENTER' | 'BACK' }>,
): ConsultationContext =>
  event.type === 'ENTER' ? change.entered(context, event.side) : change.back(context, event.side);

const claim = parts.assign(({ context, event }) => {
  assertEvent(event, 'CLAIM');
  return change.claimed(context, event);
});
const tell = parts.assign(({ context, event }) => {
  assertEvent(event, 'TELL');
  return change.told(context, event);
});
const reject = parts.assign(({ context, event }) => {
  assertEvent(event, 'REJECT');
  return change.rejected(context, event);
});
const leave = parts.assign(({ context, event }) => change.over(context, event.at, 'waiter'));
const end = parts.assign(({ context, event }) =>
  change.over(context, event.at, event.type === 'END' ? event.side : 'system'),
);
const release = parts.assign(({ context }) => change.released(context));
const goAway = parts.assign(({ context, event }) => {
  assertEvent(event, 'AWAY');
  return change.away(context, event);
});
const interrupt = parts.assign(({ context, event }) => {
  assertEvent(event, 'AWAY');
  return change.interrupted(context, event);
});
const arrive = parts.assign(({ context, event }) => {
  assertEvent(event, ['ENTER', 'BACK']);
  return arrived(context, event);
});
const start = parts.assign(({ context, event }) => {
  assertEvent(event, ['ENTER', 'BACK']);
  return change.started(arrived(context, event), event.at);
});
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
          guard: waiting.takes,
          target: 'called',
          actions: claim,
        },
        REJECT: { guard: waiting.takes, target: 'rejected', actions: reject },
        LEAVE: { guard: waiting.takes, target: 'cancelled', actions: leave },
        TELL: { guard: waiting.takes, actions: tell },
        AWAY: { guard: 'isWaiter', actions: [goAway, place] },
        BACK: { actions: [arrive, place] },
        DEADLINE: { guard: 'isDue', target: 'expired', actions: end },
      },
    },
    called: {
      on: {
        RELEASE: { guard: called.takes, target: 'waiting', actions: release },
        REJECT: { guard: called.takes, target: 'rejected', actions: reject },
        LEAVE: { guard: called.takes, target: 'cancelled', actions: leave },
        END: { guard: called.takes, target: 'ended', actions: end },
        ENTER: [
          { guard: called.completes, target: 'ongoing', actions: start },
          { guard: called.takes, actions: arrive },
        ],
        TELL: { guard: called.takes, actions: tell },
        AWAY: { actions: goAway },
        BACK: [{ guard: called.completes, target: 'ongoing', actions: start }, { actions: arrive }],
        // Whoever did not come in: the place is kept and the colleague is free again.
        DEADLINE: { guard: 'isDue', target: 'waiting', actions: release },
      },
    },
    ongoing: {
      on: {
        END: { guard: ongoing.takes, target: 'ended', actions: end },
        // A page that was reloaded enters again.
        ENTER: { guard: ongoing.takes, actions: arrive },
        TELL: { guard: ongoing.takes, actions: tell },
        AWAY: { target: 'interrupted', actions: interrupt },
      },
    },
    interrupted: {
      on: {
        END: { guard: interrupted.takes, target: 'ended', actions: end },
        ENTER: [
          { guard: interrupted.completes, target: 'ongoing', actions: start },
          { guard: interrupted.takes, actions: arrive },
        ],
        BACK: [
          { guard: interrupted.completes, target: 'ongoing', actions: start },
          { actions: arrive },
        ],
        // The other side may go too; the deadline stays the first one's.
        AWAY: { actions: goAway },
        TELL: { guard: interrupted.takes, actions: tell },
        DEADLINE: { guard: 'isDue', target: 'ended', actions: end },
      },
    },
    ended: { type: 'final' },
    rejected: { type: 'final' },
    cancelled: { type: 'final' },
    expired: { type: 'final' },
  },
});
