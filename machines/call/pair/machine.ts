import { assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import type { Instant } from '../../protocol/index.ts';
import { earliest, isDue } from '../instants.ts';
import { contextAfter, firstContext } from './context.ts';
import type { PairContext, PairInput } from './context.ts';
import type { PairEvent } from './events.ts';
import { isCarried, nextLegsDeadline } from './legs.ts';
import { PAIR_PATIENCE } from './patience.ts';
import { isWeak } from './sense.ts';

const definition = setup({
  types: {
    context: {} as PairContext,
    events: {} as PairEvent,
    input: {} as PairInput,
  },
  guards: {
    isCarried: ({ context }) => isCarried(context.legs),
    isNotCarried: ({ context }) => !isCarried(context.legs),
    isWeak: ({ context }) => isWeak(context.sense),
    isNotWeak: ({ context }) => !isWeak(context.sense),
    isPatienceOver: ({ context, event }) => isDue(context.patienceUntil, event.at),
  },
  actions: {
    take: assign(({ context, event }) => contextAfter(context, event)),
    /** Without the other side, or without own media, there is no hurry (MA2). */
    hurry: assign({
      patienceUntil: ({ context, event }, { lasts }: { readonly lasts: number }) =>
        context.legs.peerId !== null && context.legs.isReady ? event.at + lasts : null,
    }),
    rest: assign({ patienceUntil: null }),
  },
});

const hurry = (of: keyof typeof PAIR_PATIENCE) =>
  ({ type: 'hurry', params: { lasts: PAIR_PATIENCE[of] } }) as const;

/**
 * One pair of parties as one of the two sees it, from the first call to the end (C2, C3). Which legs
 * there are is in `legs.ts`, how large the picture is in `ladder.ts`, what is weak or not heard in
 * `sense.ts`; `ordersOf` says what of it the host has to do.
 *
 * `failed` is what the person is told, not the end of trying: attempts go on, and what flows after
 * all leads to `connected`.
 */
export const pairMachine = definition.createMachine({
  id: 'call',
  context: ({ input }) => firstContext(input),
  initial: 'connecting',
  on: {
    READY_CHANGED: { actions: 'take' },
    PEER_CHANGED: { actions: 'take' },
    REACH_CHANGED: { actions: 'take' },
    CALL_CAME: { actions: 'take' },
    LEG_FLOWS: { actions: 'take' },
    LEG_STOPPED: { actions: 'take' },
    LEG_DIED: { actions: 'take' },
    MEASURED: { actions: 'take' },
    TOLD: { actions: 'take' },
    BUDGET_CHANGED: { actions: 'take' },
    WOKE: { actions: 'take' },
    CREDENTIALS: { actions: 'take' },
    RETRY: { actions: 'take' },
    DEADLINE: { actions: 'take' },
    ENDED: { target: '.ended', actions: 'rest' },
  },
  states: {
    /** Nothing has flowed yet, or the person asked for another try. */
    connecting: {
      exit: 'rest',
      on: {
        READY_CHANGED: { actions: ['take', hurry('connecting')] },
        PEER_CHANGED: { actions: ['take', hurry('connecting')] },
        DEADLINE: [
          { guard: 'isPatienceOver', target: 'failed', actions: 'take' },
          { actions: 'take' },
        ],
      },
      always: { guard: 'isCarried', target: 'connected' },
    },
    connected: {
      always: [
        { guard: 'isNotCarried', target: 'healing' },
        { guard: 'isWeak', target: 'weak' },
      ],
    },
    /** Sound and picture come, badly here or there: a calm sign on both sides (C2). */
    weak: {
      always: [
        { guard: 'isNotCarried', target: 'healing' },
        { guard: 'isNotWeak', target: 'connected' },
      ],
    },
    /** Nothing comes any more. The other side that closed its page is waited for. */
    healing: {
      entry: hurry('healing'),
      exit: 'rest',
      on: {
        READY_CHANGED: { actions: ['take', hurry('healing')] },
        PEER_CHANGED: { actions: ['take', hurry('healing')] },
        DEADLINE: [
          { guard: 'isPatienceOver', target: 'failed', actions: 'take' },
          { actions: 'take' },
        ],
      },
      always: { guard: 'isCarried', target: 'connected' },
    },
    failed: {
      on: { RETRY: { target: 'connecting', actions: ['take', hurry('connecting')] } },
      always: { guard: 'isCarried', target: 'connected' },
    },
    ended: { type: 'final' },
  },
});

export type PairSnapshot = SnapshotFrom<typeof pairMachine>;

/** When the host has to say `DEADLINE` next; null: not at all (MA2). */
export const nextPairDeadline = ({ value, context }: PairSnapshot): Instant | null =>
  value === 'ended' ? null : earliest(context.patienceUntil, nextLegsDeadline(context.legs));
