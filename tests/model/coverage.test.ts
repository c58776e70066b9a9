import { createMachine } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { expect, test } from 'vitest';
import { coverageOf } from './coverage.ts';

const walk = (machine: AnyStateMachine) =>
  coverageOf({
    name: 'door',
    machine,
    events: () => [{ type: 'PUSH' }, { type: 'PULL' }],
    sameAs: ({ value }) => JSON.stringify(value),
  });

test('M3: a state that nothing leads to, and a branch that is never taken, are named', () => {
  const { missing, line } = walk(
    createMachine({
      initial: 'shut',
      states: {
        shut: { on: { PUSH: [{ guard: () => false, target: 'stuck' }, { target: 'ajar' }] } },
        ajar: { on: { LOCK: 'shut' } },
        stuck: {},
      },
    }),
  );
  expect(missing).toEqual(['stuck', 'shut × PUSH[0]', 'ajar × LOCK[0]']);
  expect(line).toBe('door: 3 states, 3 transitions, 1 paths, 3 NOT covered');
});

test('M3: nested states, events of a parent and eventless transitions are counted', () => {
  const { line } = walk(
    createMachine({
      initial: 'inside',
      states: {
        inside: {
          initial: 'near',
          on: { PULL: 'passing' },
          states: { near: { on: { PUSH: 'far' } }, far: {} },
        },
        passing: { always: 'outside' },
        outside: { type: 'final' },
      },
    }),
  );
  expect(line).toBe('door: 4 states, 4 transitions, 3 paths, all covered');
});

test('MA2: a machine with a timer of its own is refused', () => {
  expect(() =>
    walk(createMachine({ initial: 'a', states: { a: { after: { 10: 'b' } }, b: {} } })),
  ).toThrow('After events');
});
