import { ordersOf, pairMachine, roomMachine } from '@naervaer/machines/call';
import type { PairSnapshot, RoomSnapshot } from '@naervaer/machines/call';
import { expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { coverageOf } from './coverage.ts';
import { visitsOf } from './graph.ts';
import { callWalkOf } from './walks/call.ts';
import { roomWalk } from './walks/room.ts';

const ROLES = ['leader', 'follower'] as const;
const covered = {
  leader: coverageOf(callWalkOf('leader')),
  follower: coverageOf(callWalkOf('follower')),
};

test.each(ROLES)('M3: generated paths reach every state and transition of a pair (%s)', (role) => {
  const { line, missing } = covered[role];
  console.log(line);
  expect(missing).toEqual([]);
});

test('M3: generated paths reach every state and every transition of a room', () => {
  const { line, missing } = coverageOf(roomWalk);
  console.log(line);
  expect(missing).toEqual([]);
});

test.each(ROLES)('M2: every path leads a pair that is only its JSON to the model (%s)', (role) => {
  const walk = callWalkOf(role);
  for (const { events, state } of covered[role].paths) {
    const reached = events.reduce<PairSnapshot>((snapshot, event) => {
      const { value, context } = structuredClone({
        value: snapshot.value,
        context: snapshot.context,
      });
      return transition(pairMachine, pairMachine.resolveState({ value, context }), event)[0];
    }, initialTransition(pairMachine, walk.input)[0]);
    expect([reached.value, reached.context]).toEqual([state.value, state.context]);
  }
});

test('M2: every path leads a room that is only its JSON where the model says', () => {
  for (const { events, state } of coverageOf(roomWalk).paths) {
    const reached = events.reduce<RoomSnapshot>((snapshot, event) => {
      const { value, context } = structuredClone({
        value: snapshot.value,
        context: snapshot.context,
      });
      return transition(roomMachine, roomMachine.resolveState({ value, context }), event)[0];
    }, initialTransition(roomMachine, roomWalk.input)[0]);
    expect([reached.value, reached.context]).toEqual([state.value, state.context]);
  }
});

test.each(ROLES)(
  'C3: in whatever state a %s is, one leg at most is on trial, and none twice',
  (role) => {
    let seen = 0;
    for (const { snapshot } of visitsOf(callWalkOf(role))) {
      const { attempt, carrying, held } = ordersOf(snapshot);
      seen += 1;
      const isTwice = attempt !== null && attempt.generation === carrying;
      expect([isTwice, role === 'leader' && held !== null]).toEqual([false, false]);
      const isBusy = attempt !== null || carrying !== null || held !== null;
      expect(snapshot.value === 'ended' && isBusy).toBe(false);
    }
    console.log(`${seen} snapshots of a ${role}`);
  },
);
