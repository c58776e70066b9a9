import { DENIED_REASONS, nextDeadline } from '@naervaer/machines/call';
import type { CallEvent, callMachine, CallSnapshot } from '@naervaer/machines/call';
import type { Walk } from '../coverage.ts';
import { callWalk } from '../walks/index.ts';

/** Deadlines count from here; the walk needs no other time. */
const NOW = 1_000;
const at = NOW;

/** What the doctor, the other side, the camera and the network between them can do now. */
function events(snapshot: CallSnapshot): readonly CallEvent[] {
  const { value, context } = snapshot;
  if (value === 'ended') return [];
  const due = nextDeadline(snapshot);
  const ended: CallEvent = { type: 'ENDED', at };
  const peer: CallEvent = { type: 'PEER_CHANGED', at, isPresent: !context.isPeerPresent };
  // A picture comes from somebody who is there; whoever is not there cannot answer.
  const flows: CallEvent[] = context.isPeerPresent ? [{ type: 'STREAM_FLOWS', at }] : [];
  const passes: CallEvent[] = due === null ? [] : [{ type: 'DEADLINE', at: due }];
  switch (value) {
    case 'acquiring':
      return [
        { type: 'MEDIA_READY', at },
        ...DENIED_REASONS.map((reason) => ({ type: 'MEDIA_DENIED' as const, at, reason })),
        peer,
        ended,
      ];
    case 'denied':
      // An address that is not secure does not become so by a button.
      return [
        ...(context.denied === 'insecure' ? [] : [{ type: 'RETRY', at } as const]),
        peer,
        ended,
      ];
    case 'connecting':
    case 'recovering':
      return [peer, ...flows, ...passes, ended];
    case 'connected':
      return [peer, { type: 'FLOW_STOPPED', at }, ended];
    case 'failed':
      return [peer, ...flows, { type: 'RETRY', at }, ended];
  }
}

export const callBrowserWalk: Walk<typeof callMachine> = { ...callWalk, events };
