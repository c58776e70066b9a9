import { callMachine } from '@naervaer/machines/call';
import type { CallSnapshot } from '@naervaer/machines/call';
import { expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { coverageOf } from './coverage.ts';
import { callWalk } from './walks/call.ts';

const coverage = coverageOf(callWalk);

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
