import { callMachine, DENIED_REASONS, nextDeadline } from '@naervaer/machines/call';
import type { CallEvent, CallSnapshot } from '@naervaer/machines/call';
import { expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { coverageOf } from './coverage.ts';

/** Deadlines count from here; the walk needs no other time. */
const NOW = 1_000;

const coverage = coverageOf({
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
});

test('M3: generated paths reach every state and every transition of a call', () => {
  console.log(coverage.line);
  expect(coverage.missing).toEqual([]);
});

test('M2: every path leads a call that is only its JSON where the model says', () => {
  for (const { events, state } of coverage.paths) {
    const reached = events.reduce<CallSnapshot>((snapshot, event) => {
      const { value, context } = structuredClone({
        value: snapshot.value,
        context: snapshot.context,
      });
      return transition(callMachine, callMachine.resolveState({ value, context }), event)[0];
    }, initialTransition(callMachine)[0]);
    expect([reached.value, reached.context]).toEqual([state.value, state.context]);
  }
});
