import { lockMachine, nextDeadline } from '@naervaer/machines/lock';
import type { LockEvent } from '@naervaer/machines/lock';
import type { Walk } from '../coverage.ts';

const at = 0;

/** One tablet's lock: a care worker, a citizen who presses, and codes that are right or wrong. */
export const lockWalk: Walk<typeof lockMachine> = {
  name: 'lock',
  machine: lockMachine,
  events: (snapshot): readonly LockEvent[] => [
    { type: 'HAND_OVER', at },
    { type: 'PIN_CHOSEN', at },
    { type: 'PIN_REPEATED', at, isSame: true },
    { type: 'PIN_REPEATED', at, isSame: false },
    { type: 'ASK', at },
    { type: 'PIN_TYPED', at, isRight: true },
    { type: 'PIN_TYPED', at, isRight: false },
    { type: 'BACK', at },
    { type: 'DEADLINE', at },
    { type: 'DEADLINE', at: nextDeadline(snapshot) ?? at },
    { type: 'SIGNED_OUT', at },
  ],
  sameAs: ({ value, context }) => JSON.stringify([value, context]),
  // Wrong codes are counted for ever; every transition has been taken long before that.
  limit: 400,
};
