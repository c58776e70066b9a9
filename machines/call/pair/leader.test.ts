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
  reached,
  ready,
  run,
  stopped,
} from './example.ts';
import { nextPairDeadline } from './machine.ts';
import type { PairSnapshot } from './machine.ts';
import { ordersOf } from './orders-of.ts';

const attemptOf = (pair: PairSnapshot): number | undefined => ordersOf(pair).attempt?.generation;
const carryingOf = (pair: PairSnapshot): number | null => ordersOf(pair).carrying;

describe('a leader', () => {
  it('calls when own media is there, the view names somebody, and that one is reached (C3)', () => {
    expect(attemptOf(present('leader'))).toBeUndefined();
    expect(ordersOf(reached('leader')).attempt).toEqual({ peerId: PEER, generation: FIRST + 1 });
    const nobody = run(firstPair('leader'), ready(0, true), reach(0, true));
    expect(attemptOf(nobody)).toBeUndefined();
    // What answered before anybody was named proves nothing of who is named now.
    expect(attemptOf(run(nobody, named(1, PEER)))).toBeUndefined();
    const unready = run(firstPair('leader'), named(0, PEER), reach(0, true));
    expect(attemptOf(unready)).toBeUndefined();
    expect(attemptOf(run(unready, ready(1, true)))).toBe(FIRST + 1);
    expect(attemptOf(run(reached('leader'), ready(1, false)))).toBeUndefined();
  });

  it('gives a leg up that does not flow within 4 s, and waits a little longer each time (C3)', () => {
    const first = reached('leader');
    expect(nextPairDeadline(first)).toBe(4_000);
    expect(attemptOf(run(first, deadline(3_999)))).toBe(FIRST + 1);
    const pause = run(first, deadline(4_000));
    expect([attemptOf(pause), nextPairDeadline(pause)]).toEqual([undefined, 4_250]);
    expect(attemptOf(run(pause, deadline(4_249)))).toBeUndefined();
    const second = run(pause, deadline(4_250));
    expect([attemptOf(second), nextPairDeadline(second)]).toEqual([FIRST + 2, 12_250]);
    // Told late, as after sleep, the pause counts from then.
    let pair = second;
    const pauses: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const at = pair.context.legs.attempt?.until ?? 0;
      pair = run(pair, deadline(at));
      const until = pair.context.legs.retryAt ?? 0;
      pauses.push(until - at);
      pair = run(pair, deadline(until));
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000]);
    const { attempt } = pair.context.legs;
    expect((attempt?.until ?? 0) - (attempt?.startedAt ?? 0)).toBe(16_000);
    expect(attemptOf(pair)).toBe(FIRST + 8);
  });

  it('gives a leg up that died, and no other one (C3)', () => {
    const pair = run(reached('leader'), died(100, FIRST));
    expect(attemptOf(pair)).toBe(FIRST + 1);
    const pause = run(pair, died(100, FIRST + 1));
    expect([attemptOf(pause), nextPairDeadline(pause)]).toEqual([undefined, 350]);
    expect(attemptOf(run(pause, deadline(350)))).toBe(FIRST + 2);
  });

  it.each([
    [{ type: 'WOKE', at: 200 } as const],
    [{ type: 'RETRY', at: 200 } as const],
    [reach(200, true)],
    [named(200, PEER)],
  ])('does not wait when something changed: $type (C3)', (event) => {
    const pause = run(reached('leader'), died(100, FIRST + 1));
    const again = run(pause, event);
    expect(attemptOf(again)).toBe(FIRST + 2);
    expect(again.context.legs.tries).toBe(0);
  });

  it('begins anew on another network, but not what it began a moment ago (C3)', () => {
    const pair = reached('leader');
    expect(attemptOf(run(pair, { type: 'WOKE', at: 999 }))).toBe(FIRST + 1);
    expect(attemptOf(run(pair, { type: 'WOKE', at: 1_000 }))).toBe(FIRST + 2);
  });

  it('heals at once when nothing comes, and keeps the old leg until the new one flows (C3)', () => {
    const healing = run(connected('leader'), stopped(60_000));
    expect([healing.value, carryingOf(healing), attemptOf(healing)]).toEqual([
      'healing',
      FIRST + 1,
      FIRST + 2,
    ]);
    const healed = run(healing, flows(61_000, FIRST + 2));
    expect([healed.value, carryingOf(healed), attemptOf(healed)]).toEqual([
      'connected',
      FIRST + 2,
      undefined,
    ]);
    expect(nextPairDeadline(healed)).toBeNull();
  });

  it('drops the attempt when the old leg flows again by itself (C3)', () => {
    const healed = run(connected('leader'), stopped(60_000), flows(60_500, FIRST + 1));
    expect([healed.value, carryingOf(healed), attemptOf(healed)]).toEqual([
      'connected',
      FIRST + 1,
      undefined,
    ]);
    // Of a peer that is not the named one any more, it is not enough.
    const other = run(
      connected('leader'),
      named(60_000, OTHER_PEER),
      reach(60_000, true),
      stopped(60_100),
      flows(60_500, FIRST + 1),
    );
    expect([other.value, attemptOf(other)]).toEqual(['connected', FIRST + 2]);
  });

  it('drops an attempt whose way is gone, and calls anew when it is back (C3)', () => {
    const cut = run(connected('leader'), stopped(60_000), reach(61_000, false));
    expect([attemptOf(cut), carryingOf(cut)]).toEqual([undefined, FIRST + 1]);
    expect(attemptOf(run(cut, deadline(62_000)))).toBeUndefined();
    expect(attemptOf(run(cut, reach(90_000, true)))).toBe(FIRST + 3);
  });

  it('keeps its pause after a leg that hardly carried, and none after a proven one (C3)', () => {
    const soon = run(connected('leader'), stopped(5_999));
    expect([attemptOf(soon), nextPairDeadline(soon)]).toEqual([undefined, 6_249]);
    const late = run(connected('leader'), stopped(6_000));
    expect(attemptOf(late)).toBe(FIRST + 2);
    const dead = run(connected('leader'), died(5_999, FIRST + 1));
    expect([dead.value, carryingOf(dead), attemptOf(dead)]).toEqual(['healing', null, undefined]);
    expect(attemptOf(run(connected('leader'), died(6_000, FIRST + 1)))).toBe(FIRST + 2);
  });

  it('calls the page that was loaded anew at once, while the old leg still flows (C3)', () => {
    const pair = run(connected('leader'), named(60_000, OTHER_PEER));
    expect([pair.value, attemptOf(pair), carryingOf(pair)]).toEqual([
      'connected',
      undefined,
      FIRST + 1,
    ]);
    const calling = run(pair, reach(60_100, true));
    expect(ordersOf(calling)).toMatchObject({
      attempt: { peerId: OTHER_PEER, generation: FIRST + 2 },
      carrying: FIRST + 1,
    });
    expect(carryingOf(run(calling, flows(61_000, FIRST + 2)))).toBe(FIRST + 2);
    // Whoever is forgotten and named again answered already.
    expect(attemptOf(run(calling, named(60_200, null)))).toBeUndefined();
    expect(attemptOf(run(calling, named(60_200, null), named(60_300, OTHER_PEER)))).toBe(FIRST + 3);
  });

  it('does not mind that the other side is forgotten while its picture flows (C3)', () => {
    const pair = run(connected('leader'), named(60_000, null));
    expect([pair.value, carryingOf(pair), nextPairDeadline(pair)]).toEqual([
      'connected',
      FIRST + 1,
      null,
    ]);
  });

  it('answers nobody', () => {
    const pair = run(reached('leader'), came(10, FIRST + 9));
    expect([attemptOf(pair), ordersOf(pair).held]).toEqual([FIRST + 1, null]);
  });

  it('makes a fresh leg a minute before the relay’s credentials end, the old one flowing on (C3)', () => {
    const until = 3_600_000;
    const pair = run(connected('leader'), { type: 'CREDENTIALS', at: 1_000, until });
    expect(nextPairDeadline(pair)).toBe(until - 60_000);
    expect(attemptOf(run(pair, deadline(until - 60_001)))).toBeUndefined();
    const renewing = run(pair, deadline(until - 60_000));
    expect([renewing.value, attemptOf(renewing), carryingOf(renewing)]).toEqual([
      'connected',
      FIRST + 2,
      FIRST + 1,
    ]);
    // That the old one flows is no news.
    expect(attemptOf(run(renewing, flows(until - 59_900, FIRST + 1)))).toBe(FIRST + 2);
    const failed = run(renewing, died(until - 59_000, FIRST + 2), deadline(until - 58_750));
    expect(attemptOf(failed)).toBe(FIRST + 3);
    const renewed = run(renewing, flows(until - 59_000, FIRST + 2));
    expect([carryingOf(renewed), attemptOf(renewed), nextPairDeadline(renewed)]).toEqual([
      FIRST + 2,
      undefined,
      null,
    ]);
  });

  it('renews short credentials at half of their time, and those that are over in half a minute', () => {
    const with_ = (until: number) =>
      run(connected('leader'), { type: 'CREDENTIALS', at: 1_000, until });
    expect(nextPairDeadline(with_(101_000))).toBe(51_000);
    expect(nextPairDeadline(with_(500))).toBe(31_000);
    const gone = run(with_(101_000), died(20_000, FIRST + 1));
    expect(gone.context.legs.renewAt).toBeNull();
  });

  it('ignores what is said of legs that are no longer there', () => {
    const pair = connected('leader');
    for (const event of [flows(2_000, FIRST), stopped(2_000, FIRST), died(2_000, FIRST)])
      expect(run(pair, event).context.legs).toEqual(pair.context.legs);
    const twice = run(pair, stopped(60_000), stopped(61_000));
    expect(twice.context.legs.carrying?.stoppedAt).toBe(60_000);
    expect(run(reached('leader'), stopped(10)).context.legs.attempt).not.toBeNull();
  });
});
