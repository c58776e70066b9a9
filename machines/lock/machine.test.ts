import { initialTransition, transition } from 'xstate';
import { describe, expect, it } from 'vitest';
import type { LockEvent } from './events.ts';
import { isLocked, lockMachine } from './machine.ts';
import type { LockSnapshot } from './machine.ts';
import { isPaused, nextDeadline, pauseAfter } from './pauses.ts';
import { persistLock, restoreLock } from './persist.ts';

const at = 1_000;
const HAND_OVER = { type: 'HAND_OVER', at } as const;
const ASK = { type: 'ASK', at } as const;
const BACK = { type: 'BACK', at } as const;
const typed = (isRight: boolean, when = at): LockEvent => ({
  type: 'PIN_TYPED',
  isRight,
  at: when,
});
const run = (events: readonly LockEvent[], from?: LockSnapshot): LockSnapshot =>
  events.reduce(
    (snapshot, event) => transition(lockMachine, snapshot, event)[0],
    from ?? initialTransition(lockMachine)[0],
  );
const LOCK: readonly LockEvent[] = [
  HAND_OVER,
  { type: 'PIN_CHOSEN', at },
  { type: 'PIN_REPEATED', isSame: true, at },
];
const locked = run(LOCK);
const times = (count: number, event: LockEvent): LockEvent[] => Array<LockEvent>(count).fill(event);
const paused = run([ASK, ...times(5, typed(false))], locked);

describe('handing the tablet over (T10)', () => {
  it('asks for the code twice the first time, and not again in the same session', () => {
    expect(run([HAND_OVER]).value).toBe('choosing');
    expect(run(LOCK.slice(0, 2)).value).toBe('repeating');
    expect(locked).toMatchObject({ value: 'locked', context: { hasPin: true } });
    const open = run([ASK, typed(true)], locked);
    expect(open.value).toBe('open');
    expect(run([HAND_OVER], open).value).toBe('locked');
  });

  it('a repetition that differs begins anew, and says so until the next four digits', () => {
    const differs = run([
      HAND_OVER,
      { type: 'PIN_CHOSEN', at },
      { type: 'PIN_REPEATED', isSame: false, at },
    ]);
    expect(differs).toMatchObject({
      value: 'choosing',
      context: { hasPin: false, problem: 'differs' },
    });
    expect(run([{ type: 'PIN_CHOSEN', at }], differs)).toMatchObject({
      value: 'repeating',
      context: { problem: null },
    });
    expect(run([BACK], differs)).toMatchObject({ value: 'open', context: { problem: null } });
  });

  it('can be left, and then nothing is locked', () => {
    expect(run([HAND_OVER, BACK]).value).toBe('open');
    expect(run([HAND_OVER, { type: 'PIN_CHOSEN', at }, BACK]).value).toBe('choosing');
  });

  it('is in the citizen’s hands while locked, asked and paused, and only then', () => {
    expect([locked, run([ASK], locked), paused].map(isLocked)).toEqual([true, true, true]);
    const others = [run([]), run([HAND_OVER]), run(LOCK.slice(0, 2))];
    expect(others.map(isLocked)).toEqual([false, false, false]);
  });
});

describe('the code (T10)', () => {
  it('the right one opens, and the wrong ones before it are forgotten', () => {
    const open = run([ASK, ...times(4, typed(false)), typed(true)], locked);
    expect(open).toMatchObject({ value: 'open', context: { wrong: 0, problem: null } });
  });

  it('a wrong one is told, counted over leaving the question, and opens nothing', () => {
    const wrong = run([ASK, typed(false)], locked);
    expect(wrong).toMatchObject({ value: 'asking', context: { problem: 'wrong', wrong: 1 } });
    const left = run([BACK], wrong);
    expect(left).toMatchObject({ value: 'locked', context: { problem: null, wrong: 1 } });
    expect(run([ASK, ...times(4, typed(false))], left).value).toBe('paused');
  });

  it('after five wrong ones none is taken for 30 s, then 1, 2 and 5 minutes (MA2)', () => {
    expect([4, 5, 6, 7, 8, 9, 100].map(pauseAfter)).toEqual([
      0, 30_000, 60_000, 120_000, 300_000, 300_000, 300_000,
    ]);
    expect(paused).toMatchObject({
      value: 'paused',
      context: { wrong: 5, problem: 'wrong', pausedUntil: at + 30_000 },
    });
    expect(nextDeadline(paused)).toBe(at + 30_000);
    // Not even the right one: nobody learns anything from a try that is not taken.
    expect(paused.can(typed(true))).toBe(false);
    const early = run([{ type: 'DEADLINE', at: at + 29_999 }], paused);
    expect(early).toMatchObject({ value: 'paused', context: { pausedUntil: at + 30_000 } });
    const over = run([{ type: 'DEADLINE', at: at + 30_000 }], paused);
    expect(over).toMatchObject({ value: 'asking', context: { problem: null, pausedUntil: null } });
    expect(nextDeadline(over)).toBe(null);
    const again = run([typed(false, 40_000)], over);
    expect(again).toMatchObject({
      value: 'paused',
      context: { pausedUntil: 100_000, wrong: 6, problem: 'wrong' },
    });
  });

  it('a pause goes on when the question is left and asked again', () => {
    const left = run([BACK], paused);
    expect(left).toMatchObject({ value: 'locked', context: { problem: null } });
    expect(nextDeadline(left)).toBe(at + 30_000);
    expect(run([ASK], left).value).toBe('paused');
    const waited = run([{ type: 'DEADLINE', at: at + 30_000 }], left);
    expect(waited).toMatchObject({ value: 'locked', context: { pausedUntil: null } });
    expect(run([{ type: 'DEADLINE', at }], left).context.pausedUntil).toBe(at + 30_000);
    expect(run([{ type: 'ASK', at: at + 30_000 }], left)).toMatchObject({
      value: 'asking',
      context: { pausedUntil: null },
    });
  });

  it('a clock that is set back keeps nobody out for hours', () => {
    const { context } = paused;
    expect(isPaused(context, at + 30_000 - 300_000)).toBe(true);
    expect(isPaused(context, at + 30_000 - 300_001)).toBe(false);
  });
});

describe('what outlives the page (T10)', () => {
  const again = (snapshot: LockSnapshot) =>
    restoreLock(JSON.parse(JSON.stringify(persistLock(snapshot))));

  it('what is locked is locked after a reload, with the tries and the pause', () => {
    expect(again(locked)).toMatchObject({ value: 'locked', context: { hasPin: true } });
    expect(again(run([ASK, typed(false)], locked))).toMatchObject({
      value: 'locked',
      context: { wrong: 1, problem: null },
    });
    expect(again(paused)).toMatchObject({
      value: 'locked',
      context: { wrong: 5, pausedUntil: at + 30_000 },
    });
  });

  it('what was said of the last digits is not said again', () => {
    const differs = run([
      HAND_OVER,
      { type: 'PIN_CHOSEN', at },
      { type: 'PIN_REPEATED', isSame: false, at },
    ]);
    expect(again(differs)).toMatchObject({ value: 'open', context: { problem: null } });
  });

  it('what was not locked is open', () => {
    expect(again(run([]))?.value).toBe('open');
    expect(again(run([HAND_OVER]))?.value).toBe('open');
    expect(again(run(LOCK.slice(0, 2)))?.value).toBe('open');
    expect(again(run([ASK, typed(true)], locked))).toMatchObject({
      value: 'open',
      context: { hasPin: true },
    });
  });

  it.each([undefined, null, {}, { v: 2, value: 'open', context: locked.context }])(
    '%j is as if it were not there',
    (kept) => {
      expect(restoreLock(kept)).toBe(undefined);
    },
  );
});

it('T10: a session that is over leaves neither lock nor code', () => {
  for (const snapshot of [locked, paused, run([ASK], locked), run([HAND_OVER])]) {
    expect(run([{ type: 'SIGNED_OUT', at }], snapshot)).toMatchObject({
      value: 'open',
      context: { hasPin: false, wrong: 0, pausedUntil: null, problem: null },
    });
  }
});
