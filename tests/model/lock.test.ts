import { isLocked, lockMachine, persistLock, restoreLock } from '@naervaer/machines/lock';
import type { LockSnapshot } from '@naervaer/machines/lock';
import { expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { coverageOf } from './coverage.ts';
import { lockWalk } from './walks/lock.ts';

const coverage = coverageOf(lockWalk);

test('M3: generated paths reach every state and every transition of the lock', () => {
  console.log(coverage.line);
  expect(coverage.missing).toEqual([]);
});

test('T10: on every path, a reload at each of its steps opens nothing that was locked', () => {
  const reloaded = (snapshot: LockSnapshot): LockSnapshot | undefined =>
    restoreLock(JSON.parse(JSON.stringify(persistLock(snapshot))));
  for (const { events } of coverage.paths) {
    let [snapshot] = initialTransition(lockMachine);
    for (const event of events) {
      [snapshot] = transition(lockMachine, snapshot, event);
      const again = reloaded(snapshot);
      expect(again && isLocked(again)).toBe(isLocked(snapshot));
      expect(again?.context).toMatchObject({
        wrong: snapshot.context.wrong,
        pausedUntil: snapshot.context.pausedUntil,
      });
    }
  }
});

test('T10: on every path, only the right code opens what is locked, or the end of the session', () => {
  for (const { events } of coverage.paths) {
    let [snapshot] = initialTransition(lockMachine);
    for (const event of events) {
      const [next] = transition(lockMachine, snapshot, event);
      const isOpened = isLocked(snapshot) && !isLocked(next);
      const mayOpen = event.type === 'SIGNED_OUT' || (event.type === 'PIN_TYPED' && event.isRight);
      expect(!isOpened || mayOpen).toBe(true);
      snapshot = next;
    }
  }
});
