import { assertEvent, assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { initialContext } from './context.ts';
import type { LockContext } from './context.ts';
import type { LockEvent } from './events.ts';
import { FREE_TRIES, isPaused, pauseAfter } from './pauses.ts';

const definition = setup({
  types: { context: {} as LockContext, events: {} as LockEvent },
  guards: {
    hasPin: ({ context }) => context.hasPin,
    isSame: ({ event }) => {
      assertEvent(event, 'PIN_REPEATED');
      return event.isSame;
    },
    isRight: ({ event }) => {
      assertEvent(event, 'PIN_TYPED');
      return event.isRight;
    },
    isOneTooMany: ({ context }) => context.wrong + 1 >= FREE_TRIES,
    isPaused: ({ context, event }) => isPaused(context, event.at),
  },
  actions: {
    keepPin: assign({ hasPin: true }),
    forgetProblem: assign({ problem: null }),
    sayDiffers: assign({ problem: 'differs' }),
    sayWrong: assign({ problem: 'wrong' }),
    countWrong: assign(({ context }) => ({ wrong: context.wrong + 1 })),
    forgetWrong: assign({ wrong: 0 }),
    pause: assign(({ context, event }) => ({ pausedUntil: event.at + pauseAfter(context.wrong) })),
    goOn: assign({ pausedUntil: null, problem: null }),
    forgetEverything: assign(initialContext),
  },
});

/**
 * The tablet in the citizen's hands (T10): only the call is left on the screen, and the care
 * worker's code ends it. Whoever tries codes waits longer and longer; waiting is data (MA2), so
 * that neither a reload nor sleep shortens it.
 */
export const lockMachine = definition.createMachine({
  id: 'lock',
  context: initialContext,
  initial: 'open',
  on: { SIGNED_OUT: { target: '.open', actions: 'forgetEverything' } },
  states: {
    /** In the care worker's hands. */
    open: {
      on: {
        HAND_OVER: [{ guard: 'hasPin', target: 'locked' }, { target: 'choosing' }],
      },
    },
    choosing: {
      on: {
        PIN_CHOSEN: { target: 'repeating', actions: 'forgetProblem' },
        BACK: { target: 'open', actions: 'forgetProblem' },
      },
    },
    /** A code with a slip in it would open nothing. */
    repeating: {
      on: {
        PIN_REPEATED: [
          { guard: 'isSame', target: 'locked', actions: 'keepPin' },
          { target: 'choosing', actions: 'sayDiffers' },
        ],
        BACK: { target: 'choosing' },
      },
    },
    /** In the citizen's hands. */
    locked: {
      on: {
        ASK: [
          { guard: 'isPaused', target: 'paused' },
          { target: 'asking', actions: 'goOn' },
        ],
        DEADLINE: [{ guard: 'isPaused' }, { actions: 'goOn' }],
      },
    },
    asking: {
      on: {
        PIN_TYPED: [
          { guard: 'isRight', target: 'open', actions: ['forgetProblem', 'forgetWrong'] },
          {
            guard: 'isOneTooMany',
            target: 'paused',
            actions: ['countWrong', 'sayWrong', 'pause'],
          },
          { actions: ['countWrong', 'sayWrong'] },
        ],
        BACK: { target: 'locked', actions: 'forgetProblem' },
      },
    },
    /** No code is taken, not even the right one: a try that is told apart would be a try. */
    paused: {
      on: {
        DEADLINE: [{ guard: 'isPaused' }, { target: 'asking', actions: 'goOn' }],
        BACK: { target: 'locked', actions: 'forgetProblem' },
      },
    },
  },
});

export type LockSnapshot = SnapshotFrom<typeof lockMachine>;
export type LockState = LockSnapshot['value'];

/** In the citizen's hands, whatever is asked just now. */
export const isLocked = ({ value }: LockSnapshot): boolean =>
  value === 'locked' || value === 'asking' || value === 'paused';
