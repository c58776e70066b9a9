import { callMachine } from '@naervaer/machines/call';
import type { CallSnapshot } from '@naervaer/machines/call';
import { initialTransition, transition } from 'xstate';
import type { Level } from '../level.ts';
import { same, sameForAll, so } from './same.ts';

export interface PureCall {
  kept: string;
}

type Machine = typeof callMachine;
type Kept = Pick<CallSnapshot, 'value' | 'context'>;
type Check = Level<Machine, PureCall>['states']['failed'];

const persisted = ({ value, context }: Kept): string => JSON.stringify({ value, context });
const restored = ({ kept }: PureCall): CallSnapshot =>
  callMachine.resolveState(JSON.parse(kept) as Kept);

const looksLike =
  (holds: (snapshot: CallSnapshot) => void): Check =>
  async (world, model) => {
    const is = restored(world);
    same(JSON.parse(persisted(is)), JSON.parse(persisted(model)), 'the call');
    holds(is);
  };

const rests = looksLike(({ context }) => {
  so(context.deadline === null, 'MA2: something is due, and nothing is waited for');
});
/** Without the other side there is no hurry; with it there is an end to waiting. */
const hurries = looksLike(({ context }) => {
  so(context.deadline === null || context.isPeerPresent, 'a deadline for somebody who is not here');
});

export const pureCall = (
  step: (before: CallSnapshot, event: Parameters<typeof transition<Machine>>[2]) => CallSnapshot = (
    before,
    event,
  ) => transition(callMachine, before, event)[0],
): Level<Machine, PureCall> => ({
  begin: async () => ({ kept: persisted(initialTransition(callMachine)[0]) }),
  events: sameForAll<Machine, PureCall>(
    [
      ...(['MEDIA_READY', 'MEDIA_DENIED', 'PEER_CHANGED', 'STREAM_FLOWS'] as const),
      ...(['FLOW_STOPPED', 'RETRY', 'DEADLINE', 'ENDED'] as const),
    ],
    async (world, { event, isRefused }) => {
      const before = restored(world);
      const isTaken = before.status === 'active' && before.can(event);
      so(isTaken === !isRefused, 'MA3: a restored call takes other events');
      // As an actor that has come to its end: `transition` itself would still take it.
      world.kept = persisted(isTaken ? step(before, event) : before);
    },
  ),
  states: {
    acquiring: rests,
    denied: looksLike(({ context }) => {
      so(context.denied !== null, 'denied, and the screen cannot say why');
    }),
    connecting: hurries,
    connected: rests,
    recovering: hurries,
    failed: rests,
    ended: rests,
  },
  end: async () => undefined,
  close: async () => undefined,
});
