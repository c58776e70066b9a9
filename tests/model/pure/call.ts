import { nextPairDeadline, ordersOf, pairMachine } from '@naervaer/machines/call';
import type { PairSnapshot } from '@naervaer/machines/call';
import type { Level } from '../level.ts';
import { callWalk } from '../walks/call.ts';
import { keeperOf } from './kept.ts';
import type { Kept, TransitionOf } from './kept.ts';
import { sameForAll, so } from './same.ts';

type Machine = typeof pairMachine;

const flows = (snapshot: PairSnapshot): void => {
  const { legs } = snapshot.context;
  const isCarried = legs.carrying?.stoppedAt === null || legs.handoverUntil !== null;
  so(isCarried, 'C3: called connected, and nothing flows');
  so(snapshot.context.patienceUntil === null, 'MA2: it is waited for what is there');
};
/** Without the other side there is no hurry; with it there is an end to waiting (MA2). */
const waits = (snapshot: PairSnapshot): void => {
  const { legs, patienceUntil } = snapshot.context;
  so(patienceUntil === null || legs.peerId !== null, 'a deadline for somebody who is not here');
  so(ordersOf(snapshot).sign === 'lost', 'C2: a good sign, and nothing flows');
};

export const pureCall = (step?: TransitionOf<Machine>): Level<Machine, Kept> => {
  const { begin, act, looksLike } = keeperOf(pairMachine, callWalk.input, step);
  return {
    begin,
    events: sameForAll<Machine, Kept>(
      [
        ...(['READY_CHANGED', 'PEER_CHANGED', 'REACH_CHANGED', 'CALL_CAME'] as const),
        ...(['LEG_FLOWS', 'LEG_STOPPED', 'LEG_DIED', 'MEASURED', 'TOLD'] as const),
        ...(['BUDGET_CHANGED', 'WOKE', 'CREDENTIALS', 'RETRY', 'DEADLINE', 'ENDED'] as const),
      ],
      act,
    ),
    states: {
      connecting: looksLike(waits),
      connected: looksLike(flows),
      weak: looksLike((snapshot) => {
        flows(snapshot);
        so(ordersOf(snapshot).sign === 'weak', 'C2: weak, and no sign of it');
      }),
      healing: looksLike(waits),
      failed: looksLike((snapshot) => {
        so(snapshot.context.patienceUntil === null, 'MA2: failed, and patience still runs');
      }),
      ended: looksLike((snapshot) => {
        const { attempt, carrying, picture } = ordersOf(snapshot);
        so(attempt === null && carrying === null && picture === null, 'MA4: ended, and at work');
        so(nextPairDeadline(snapshot) === null, 'MA2: something is due, and nothing is waited for');
      }),
    },
    end: async () => undefined,
    close: async () => undefined,
  };
};
