import { describe, expect, it } from 'vitest';
import {
  connected,
  deadline,
  FIRST,
  firstPair,
  measuredFor,
  named,
  PEER,
  present,
  reached,
  run,
  stopped,
  TOLD,
} from './example.ts';
import { nextPairDeadline, pairMachine } from './machine.ts';
import type { PairSnapshot } from './machine.ts';
import { ordersOf } from './orders-of.ts';
import { PAIR_PATIENCE } from './patience.ts';

const cut = (): PairSnapshot =>
  run(connected('leader'), stopped(60_000), {
    type: 'REACH_CHANGED',
    at: 60_000,
    isReached: false,
  });

describe('a pair', () => {
  it('leads from nothing to the other side’s picture', () => {
    expect(firstPair('leader').value).toBe('connecting');
    expect(ordersOf(firstPair('leader')).sign).toBe('lost');
    expect(connected('leader').value).toBe('connected');
    expect(connected('follower').value).toBe('connected');
    expect(ordersOf(connected('leader')).sign).toBe('good');
  });

  it('has no deadline while the other side, or own media, is not there (MA2)', () => {
    expect(nextPairDeadline(firstPair('leader'))).toBeNull();
    const ready = run(firstPair('leader'), { type: 'READY_CHANGED', at: 5, isReady: true });
    expect(nextPairDeadline(ready)).toBeNull();
    expect(nextPairDeadline(run(firstPair('leader'), named(5, PEER)))).toBeNull();
    expect(nextPairDeadline(run(ready, named(7, PEER)))).toBe(7 + PAIR_PATIENCE.connecting);
    expect(nextPairDeadline(run(ready, named(7, PEER), named(8, null)))).toBeNull();
    const late = run(firstPair('leader'), named(5, PEER), {
      type: 'READY_CHANGED',
      at: 9,
      isReady: true,
    });
    expect(nextPairDeadline(late)).toBe(9 + PAIR_PATIENCE.connecting);
  });

  it('fails at the deadline and not before, and goes on trying (MA2)', () => {
    expect(run(present('leader'), deadline(19_999)).value).toBe('connecting');
    const failed = run(present('leader'), deadline(20_000));
    expect([failed.value, ordersOf(failed).sign, nextPairDeadline(failed)]).toEqual([
      'failed',
      'lost',
      null,
    ]);
    const trying = run(failed, { type: 'REACH_CHANGED', at: 30_000, isReached: true });
    expect([trying.value, ordersOf(trying).attempt?.generation]).toEqual(['failed', FIRST + 1]);
    const back = run(trying, { type: 'LEG_FLOWS', at: 31_000, generation: FIRST + 1 });
    expect([back.value, nextPairDeadline(back)]).toEqual(['connected', null]);
  });

  it('a minute without network fits into healing; after a minute and a half it has failed (C3)', () => {
    expect(cut().value).toBe('healing');
    expect(nextPairDeadline(cut())).toBe(150_000);
    expect(run(cut(), deadline(149_999)).value).toBe('healing');
    expect(run(cut(), deadline(150_000)).value).toBe('failed');
  });

  it('waits without a deadline for a side that went away, and hurries when it is back (MA2)', () => {
    const away = run(cut(), named(61_000, null));
    expect([away.value, nextPairDeadline(away)]).toEqual(['healing', null]);
    const back = run(away, named(500_000, PEER));
    expect(nextPairDeadline(back)).toBe(500_000 + PAIR_PATIENCE.healing);
    const gone = run(connected('leader'), named(50_000, null), stopped(60_000));
    expect([gone.value, nextPairDeadline(gone)]).toEqual(['healing', null]);
    const unready = run(cut(), { type: 'READY_CHANGED', at: 61_000, isReady: false });
    expect(nextPairDeadline(unready)).toBeNull();
  });

  it('tries again with fresh patience when the person asks', () => {
    const again = run(present('leader'), deadline(20_000), { type: 'RETRY', at: 99_000 });
    expect([again.value, nextPairDeadline(again)]).toEqual(['connecting', 119_000]);
  });

  it('is weak when the other side says so, and good again when it takes that back (C2)', () => {
    const told = (isWeak: boolean) =>
      ({ type: 'TOLD', at: 2_000, told: { ...TOLD, isWeak } }) as const;
    const weak = run(connected('leader'), told(true));
    expect([weak.value, ordersOf(weak).sign, ordersOf(weak).isWeakHere]).toEqual([
      'weak',
      'weak',
      false,
    ]);
    expect(run(weak, told(false)).value).toBe('connected');
    expect(run(weak, stopped(60_000)).value).toBe('healing');
    // By a fresh leg it has to be said anew.
    const fresh = run(weak, stopped(60_000), {
      type: 'LEG_FLOWS',
      at: 61_000,
      generation: FIRST + 2,
    });
    expect(fresh.value).toBe('connected');
  });

  it('keeps the picture of a leg that was renewed, and starts small on one that was healed (C2, C3)', () => {
    const large = run(connected('leader'), ...measuredFor(2_000, 20));
    expect(ordersOf(large).picture?.height).toBe(480);
    const renewing = run(
      large,
      { type: 'CREDENTIALS', at: 22_000, until: 142_000 },
      deadline(82_000),
    );
    expect(ordersOf(renewing).picture?.height).toBe(480);
    const flows = { type: 'LEG_FLOWS', at: 83_000, generation: FIRST + 2 } as const;
    expect(ordersOf(run(renewing, flows)).picture?.height).toBe(480);
    const healing = run(large, stopped(60_000));
    expect(ordersOf(healing).picture?.height).toBe(240);
    const again = { type: 'LEG_FLOWS', at: 61_000, generation: FIRST + 1 } as const;
    expect(ordersOf(run(healing, again)).picture?.height).toBe(480);
    expect(ordersOf(run(healing, flows)).picture?.height).toBe(240);
  });

  it('ends from everywhere, orders nothing then, and stays ended (MA4)', () => {
    const ended = { type: 'ENDED', at: 99_000 } as const;
    for (const from of [firstPair('leader'), reached('leader'), connected('follower'), cut()]) {
      const over = run(from, ended);
      expect(over).toMatchObject({ value: 'ended', status: 'done' });
      expect(ordersOf(over)).toEqual({
        attempt: null,
        carrying: null,
        held: null,
        picture: null,
        sound: 'low',
        sign: 'lost',
        isWeakHere: false,
        isPictureWithheld: false,
        isOtherUnheard: false,
        isUnheard: false,
      });
      expect(nextPairDeadline(over)).toBeNull();
      expect(run(over, named(100_000, PEER)).value).toBe('ended');
    }
  });

  it('is its JSON (MA2)', () => {
    const { value, context } = JSON.parse(JSON.stringify(cut())) as PairSnapshot;
    const restored = pairMachine.resolveState({ value, context });
    expect(ordersOf(restored)).toEqual(ordersOf(cut()));
    expect(nextPairDeadline(restored)).toBe(150_000);
  });
});
