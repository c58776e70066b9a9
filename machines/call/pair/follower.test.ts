import { describe, expect, it } from 'vitest';
import {
  came,
  connected,
  deadline,
  died,
  FIRST,
  firstPair,
  flows,
  named,
  OTHER_PEER,
  PEER,
  present,
  reach,
  ready,
  run,
  stopped,
} from './example.ts';
import { nextPairDeadline } from './machine.ts';
import type { PairSnapshot } from './machine.ts';
import { ordersOf } from './orders-of.ts';

const attemptOf = (pair: PairSnapshot): number | undefined => ordersOf(pair).attempt?.generation;
const carryingOf = (pair: PairSnapshot): number | null => ordersOf(pair).carrying;

describe('a follower', () => {
  it('answers the peer that the view names, and newer numbers only (C3)', () => {
    const pair = run(present('follower'), came(0, 7));
    expect(ordersOf(pair).attempt).toEqual({ peerId: PEER, generation: 7 });
    expect(attemptOf(run(pair, came(10, 7)))).toBe(7);
    expect(run(pair, came(10, 6)).context.legs).toEqual(pair.context.legs);
    expect(attemptOf(run(pair, came(10, 8)))).toBe(8);
    // Also after it came to nothing.
    expect(attemptOf(run(pair, died(20, 7), came(30, 7)))).toBeUndefined();
    expect(attemptOf(run(pair, died(20, 7), came(30, 8)))).toBe(8);
    expect(attemptOf(run(present('follower'), came(0, 0)))).toBe(0);
  });

  it('holds a call that comes before its peer is named, for 4 s (C3)', () => {
    const early = run(present('follower'), came(100, 3, OTHER_PEER));
    expect([attemptOf(early), ordersOf(early).held]).toEqual([
      undefined,
      { peerId: OTHER_PEER, generation: 3 },
    ]);
    expect(nextPairDeadline(early)).toBe(4_100);
    const answered = run(early, named(4_099, OTHER_PEER));
    expect([attemptOf(answered), ordersOf(answered).held]).toEqual([3, null]);
    expect(ordersOf(run(early, deadline(4_099))).held).not.toBeNull();
    const late = run(early, deadline(4_100), named(4_200, OTHER_PEER));
    expect([attemptOf(late), ordersOf(late).held]).toEqual([undefined, null]);
    expect(ordersOf(run(early, died(200, 3))).held).toBeNull();
    expect(ordersOf(run(early, died(200, 4))).held).not.toBeNull();
  });

  it('holds a call until own media is there', () => {
    const early = run(firstPair('follower'), named(0, PEER), came(100, 3));
    expect(ordersOf(early).held).toEqual({ peerId: PEER, generation: 3 });
    expect(attemptOf(run(early, ready(500, true)))).toBe(3);
  });

  it('counts each page of the other side by itself: a reloaded one begins anew', () => {
    const pair = run(connected('follower'), named(60_000, OTHER_PEER), came(60_100, 5, OTHER_PEER));
    expect([attemptOf(pair), carryingOf(pair)]).toEqual([5, FIRST + 1]);
    // One number names one leg: with the same number, the old page's is gone.
    const same = run(
      connected('follower'),
      named(60_000, OTHER_PEER),
      came(60_100, FIRST + 1, OTHER_PEER),
    );
    expect([attemptOf(same), carryingOf(same), same.value]).toEqual([FIRST + 1, null, 'connected']);
    expect(run(same, deadline(61_600)).value).toBe('healing');
  });

  it('waits 20 s for a leg, so that it closes nothing that its leader still tries', () => {
    const pair = run(present('follower'), came(0, 7));
    expect(attemptOf(run(pair, deadline(19_999)))).toBe(7);
    expect(attemptOf(run(pair, deadline(20_000)))).toBeUndefined();
    expect(run(pair, deadline(20_000)).context.legs.retryAt).toBeNull();
  });

  it('takes it calmly that the old leg is closed a moment before the new one flows (C3)', () => {
    const closing = run(connected('follower'), came(60_000, FIRST + 2), died(60_100, FIRST + 1));
    expect([closing.value, carryingOf(closing), nextPairDeadline(closing)]).toEqual([
      'connected',
      null,
      61_600,
    ]);
    expect(run(closing, flows(60_200, FIRST + 2)).value).toBe('connected');
    expect(run(closing, deadline(61_599)).value).toBe('connected');
    expect(run(closing, deadline(61_600)).value).toBe('healing');
    expect(run(closing, died(60_300, FIRST + 2)).value).toBe('healing');
    const wasStopped = run(
      connected('follower'),
      stopped(60_000),
      came(60_050, FIRST + 2),
      died(60_100, FIRST + 1),
    );
    expect(wasStopped.value).toBe('healing');
  });

  it('leaves it to its leader whether an attempt is still needed (C3)', () => {
    const pair = run(
      connected('follower'),
      stopped(60_000),
      came(60_100, FIRST + 2),
      flows(60_200, FIRST + 1),
    );
    expect([pair.value, carryingOf(pair), attemptOf(pair)]).toEqual([
      'connected',
      FIRST + 1,
      FIRST + 2,
    ]);
  });

  it('closes a leg by which nothing comes for 8 s although the other side is there (C3)', () => {
    const pair = run(connected('follower'), stopped(60_000));
    expect(pair.context.legs.attempt).toBeNull();
    expect(carryingOf(run(pair, deadline(67_999)))).toBe(FIRST + 1);
    expect(carryingOf(run(pair, deadline(68_000)))).toBeNull();
    const cut = run(pair, reach(61_000, false), deadline(90_000));
    expect(carryingOf(cut)).toBe(FIRST + 1);
    const back = run(cut, reach(91_000, true));
    expect(carryingOf(run(back, deadline(98_999)))).toBe(FIRST + 1);
    expect(carryingOf(run(back, deadline(99_000)))).toBeNull();
    expect(carryingOf(run(connected('leader'), stopped(60_000), deadline(69_000)))).toBe(FIRST + 1);
    const trying = run(pair, came(60_500, FIRST + 2), deadline(68_000));
    expect(carryingOf(trying)).toBe(FIRST + 1);
  });

  it('MA2: closes it together with an attempt that is given up, and is told no deadline twice', () => {
    const pair = run(
      connected('follower'),
      stopped(60_000),
      came(60_500, FIRST + 2),
      deadline(80_500),
    );
    expect([attemptOf(pair), carryingOf(pair)]).toEqual([undefined, null]);
    expect(nextPairDeadline(pair)).toBe(150_000);
    const early = run(connected('follower'), came(60_000, FIRST + 2), stopped(75_000));
    const waiting = run(early, deadline(80_000));
    expect([attemptOf(waiting), carryingOf(waiting)]).toEqual([undefined, FIRST + 1]);
    expect(nextPairDeadline(waiting)).toBe(83_000);
  });

  it('leaves the renewal of credentials to its leader', () => {
    const pair = run(connected('follower'), { type: 'CREDENTIALS', at: 1_000, until: 100_000 });
    expect(nextPairDeadline(pair)).toBeNull();
  });

  it('gives an attempt up when another page is named', () => {
    const pair = run(present('follower'), came(0, 7), named(10, OTHER_PEER));
    expect(attemptOf(pair)).toBeUndefined();
    expect(attemptOf(run(present('follower'), came(0, 7), reach(10, false)))).toBe(7);
    expect(attemptOf(run(present('follower'), came(0, 7), { type: 'WOKE', at: 5_000 }))).toBe(7);
  });
});
