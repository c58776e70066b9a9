import { callMachine, DENIED_REASONS, nextDeadline } from '@naervaer/machines/call';
import type { CallEvent } from '@naervaer/machines/call';
import type { Walk } from '../coverage.ts';

/** Deadlines count from here; the walk needs no other time. */
const NOW = 1_000;

/** One tab's call, with a camera that may be denied and another side that comes and goes. */
export const callWalk: Walk<typeof callMachine> = {
  name: 'call',
  machine: callMachine,
  events: (snapshot): readonly CallEvent[] => [
    { type: 'MEDIA_READY', at: NOW },
    ...DENIED_REASONS.map((reason) => ({ type: 'MEDIA_DENIED' as const, at: NOW, reason })),
    { type: 'PEER_CHANGED', at: NOW, isPresent: true },
    { type: 'PEER_CHANGED', at: NOW, isPresent: false },
    { type: 'STREAM_FLOWS', at: NOW },
    { type: 'FLOW_STOPPED', at: NOW },
    { type: 'RETRY', at: NOW },
    { type: 'DEADLINE', at: nextDeadline(snapshot) ?? NOW },
    { type: 'ENDED', at: NOW },
  ],
  sameAs: ({ value, context }) => JSON.stringify([value, context]),
};
