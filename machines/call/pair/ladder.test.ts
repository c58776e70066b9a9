import { describe, expect, it } from 'vitest';
import { connected, FIRST, measuredFor, run, WHOLE } from './example.ts';
import { OFF, PICTURE, RUNGS } from './ladder.ts';
import type { PairSnapshot } from './machine.ts';
import type { Measure } from './measure.ts';
import { ordersOf } from './orders-of.ts';

const heightOf = (pair: PairSnapshot): number | undefined => ordersOf(pair).picture?.height;
const rungOf = (pair: PairSnapshot): number => pair.context.ladder.rung;
const budget = (kbps: number) => ({ type: 'BUDGET_CHANGED', at: 1_000, budget: kbps }) as const;
const one = (at: number, change: Partial<Measure>) =>
  ({ type: 'MEASURED', at, measure: { ...WHOLE, ...change } }) as const;
/** A pair whose picture is off since 3000. */
const off = (): PairSnapshot =>
  run(connected('leader'), one(2_000, {}), one(3_000, { availableKbps: 80 }));

describe('the picture', () => {
  it('starts small, whatever there is: at 60–80 kbit/s a call took 4–24 s to begin (C2)', () => {
    expect(ordersOf(connected('leader')).picture).toEqual({
      height: 240,
      framesPerSecond: 20,
      kbps: 200,
    });
    expect(ordersOf(connected('leader')).sound).toBe('full');
  });

  it('grows by one step after 8 good seconds each, up to what the room allows (C2, V4)', () => {
    const pair = connected('leader');
    expect(heightOf(run(pair, ...measuredFor(2_000, 8)))).toBe(240);
    expect(heightOf(run(pair, ...measuredFor(2_000, 9)))).toBe(360);
    expect(heightOf(run(pair, ...measuredFor(2_000, 16)))).toBe(360);
    expect(heightOf(run(pair, ...measuredFor(2_000, 17)))).toBe(480);
    expect(heightOf(run(pair, ...measuredFor(2_000, 25)))).toBe(720);
    expect(heightOf(run(pair, ...measuredFor(2_000, 60)))).toBe(720);
    expect(ordersOf(run(pair, budget(600), ...measuredFor(2_000, 60))).picture).toEqual({
      height: 480,
      framesPerSecond: 30,
      kbps: 600,
    });
  });

  it.each([
    [1_000, 3, 200],
    [519, 3, 200],
    [259, 3, 200],
    [180, 3, 180],
    [120, 3, 120],
    [119, 4, 90],
    [60, 4, 60],
    [52, 4, 52],
    [51, OFF, undefined],
    [0, OFF, undefined],
  ])('a budget of %i kbit/s is kept at once: step %i (V4)', (kbps, rung, most) => {
    const pair = run(connected('leader'), budget(kbps));
    expect([rungOf(pair), ordersOf(pair).picture?.kbps]).toEqual([rung, most]);
    // What the room does not allow is not withheld by the network.
    expect(ordersOf(pair).isPictureWithheld).toBe(false);
  });

  it('stays, at its smallest, where packets are lost and none queue, whatever is believed to be left', () => {
    const lossy = { availableKbps: 20, lossOut: 0.1, roundTripMs: 60 };
    const pair = run(connected('leader'), one(2_000, { roundTripMs: 50 }));
    expect(rungOf(run(pair, one(3_000, lossy)))).toBe(OFF - 1);
    expect(rungOf(run(pair, ...measuredFor(3_000, 30, lossy)))).toBe(OFF - 1);
    // One report of few packets says more than is so.
    expect(rungOf(run(pair, ...measuredFor(3_000, 30, { ...lossy, lossOut: 0.3 })))).toBe(OFF - 1);
    for (const change of [{ lossOut: 0.02 }, { lossOut: 0.31 }, { roundTripMs: 200 }]) {
      expect(rungOf(run(pair, one(3_000, { ...lossy, ...change })))).toBe(OFF);
    }
  });

  it('grows again slowly when the room allows more', () => {
    const pair = run(connected('leader'), ...measuredFor(2_000, 25));
    const held = run(pair, { ...budget(100), at: 27_000 }, { ...budget(1_500), at: 28_000 });
    expect(heightOf(held)).toBe(180);
  });

  it.each([
    [1_048, 720],
    [1_047, 480],
    [568, 480],
    [567, 360],
    [308, 360],
    [307, 240],
    [168, 240],
    [167, 180],
    [100, 180],
    [99, undefined],
    [40, undefined],
  ])('with %i kbit/s in all it is %s lines at once; below 100 it is off (C2)', (kbps, height) => {
    // Beyond the first seconds of the last step up.
    const pair = run(connected('leader'), ...measuredFor(2_000, 30));
    expect(heightOf(pair)).toBe(720);
    const after = run(pair, one(32_000, { availableKbps: kbps }));
    expect([heightOf(after), ordersOf(after).sound]).toEqual([
      height,
      height === undefined ? 'low' : 'full',
    ]);
    expect(ordersOf(after).isPictureWithheld).toBe(height === undefined);
  });

  it('gives a step up four seconds before the estimate counts, which could not see so far (C2)', () => {
    const up = run(connected('leader'), ...measuredFor(2_000, 9, { availableKbps: 250 }));
    expect(heightOf(up)).toBe(360);
    expect(heightOf(run(up, one(13_999, { availableKbps: 250 })))).toBe(360);
    expect(heightOf(run(up, one(14_000, { availableKbps: 250 })))).toBe(240);
    // Less than the smaller one needs is too little at any time.
    expect(heightOf(run(up, one(11_000, { availableKbps: 160 })))).toBe(180);
  });

  it('waits twice as long after each step up that failed, two minutes at most (C2)', () => {
    let pair = connected('leader');
    let at = 1_000;
    const next = (change: Partial<Measure> = {}): void => {
      at += 1_000;
      pair = run(pair, one(at, change));
    };
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      next();
      const from = at;
      while (heightOf(pair) !== 360) next();
      waits.push((at - from) / 1_000);
      for (let second = 0; second < 3; second += 1) next();
      next({ availableKbps: 250 });
      expect(heightOf(pair)).toBe(240);
    }
    expect(waits).toEqual([8, 16, 32, 64, 120, 120, 120]);
  });

  it('forgets failures once a step up has held for 20 s', () => {
    const failed = run(
      connected('leader'),
      ...measuredFor(2_000, 9),
      one(11_000, { availableKbps: 160 }),
    );
    expect(failed.context.ladder.failures).toBe(1);
    const held = run(failed, ...measuredFor(12_000, 17), ...measuredFor(29_000, 1));
    expect([heightOf(held), held.context.ladder.failures]).toEqual([240, 1]);
    const before = run(held, ...measuredFor(30_000, 15));
    expect([heightOf(before), before.context.ladder.failures]).toEqual([360, 1]);
    const late = run(connected('leader'), ...measuredFor(2_000, 9, {}));
    const stays = run(
      run(late, budget(300)),
      ...measuredFor(11_000, 20),
      one(31_000, { availableKbps: 160 }),
    );
    expect(stays.context.ladder.failures).toBe(0);
  });

  it('gives way after two measures of loss in a row, and 10 % is no reason (C2)', () => {
    const pair = run(connected('leader'), one(2_000, {}));
    expect(heightOf(run(pair, ...measuredFor(3_000, 2, { lossOut: 0.15 })))).toBe(240);
    const once = run(pair, one(3_000, { lossOut: 0.16 }));
    expect(heightOf(once)).toBe(240);
    expect(heightOf(run(once, one(4_000, { lossOut: 0.16 })))).toBe(180);
    expect(heightOf(run(once, one(4_000, {}), one(5_000, { lossOut: 0.16 })))).toBe(240);
    expect(heightOf(run(pair, ...measuredFor(3_000, 4, { lossOut: 0.5 })))).toBeUndefined();
    expect(heightOf(run(pair, ...measuredFor(3_000, 6, { lossOut: 0.5 })))).toBeUndefined();
  });

  it('gives way when the round trip grows: the queues are of our making (C2)', () => {
    const pair = run(connected('leader'), one(2_000, {}));
    expect(heightOf(run(pair, ...measuredFor(3_000, 2, { roundTripMs: 279 })))).toBe(240);
    expect(heightOf(run(pair, ...measuredFor(3_000, 2, { roundTripMs: 300 })))).toBe(180);
    // A long way is no queue.
    const far = run(connected('leader'), ...measuredFor(2_000, 30, { roundTripMs: 500 }));
    expect(heightOf(far)).toBe(720);
  });

  it('does not grow while more than 12 % is lost, nor across a sleep (C2)', () => {
    const pair = connected('leader');
    expect(heightOf(run(pair, ...measuredFor(2_000, 30, { lossOut: 0.13 })))).toBe(240);
    expect(heightOf(run(pair, ...measuredFor(2_000, 9, { lossOut: 0.12 })))).toBe(360);
    expect(heightOf(run(pair, one(2_000, {}), one(5_001, {}), one(8_002, {})))).toBe(240);
    expect(heightOf(run(pair, one(2_000, {}), one(60_000, {})))).toBe(240);
    const steady = [2_000, 5_000, 8_000, 11_000].map((at) => one(at, {}));
    expect(heightOf(run(pair, ...steady))).toBe(360);
  });

  it('grows also where the browser tells neither bandwidth, loss nor round trip', () => {
    const blind = { availableKbps: null, lossOut: null, roundTripMs: null };
    expect(heightOf(run(connected('leader'), ...measuredFor(2_000, 9, blind)))).toBe(360);
  });

  it('comes back from nothing by the smallest one, after 15 s of whole sound (C2)', () => {
    expect([heightOf(off()), ordersOf(off()).sound]).toEqual([undefined, 'low']);
    // Without traffic the estimate is no news.
    const small = { availableKbps: 60 };
    expect(heightOf(run(off(), ...measuredFor(4_000, 15, small)))).toBeUndefined();
    const trial = run(off(), ...measuredFor(4_000, 16, small));
    expect([heightOf(trial), ordersOf(trial).sound]).toEqual([180, 'full']);
    expect(heightOf(run(trial, one(20_000, small)))).toBe(180);
    const failed = run(trial, ...measuredFor(20_000, 4, small));
    expect(heightOf(failed)).toBeUndefined();
    expect(heightOf(run(failed, ...measuredFor(24_000, 30, small)))).toBeUndefined();
    expect(heightOf(run(failed, ...measuredFor(24_000, 31, small)))).toBe(180);
  });

  it.each([
    [{ concealed: 0.051 }, { concealed: 0.05 }],
    [{ lossOut: 0.13 }, { lossOut: 0.12 }],
  ])('stays off while the sound is not whole: %j (C2)', (bad, good) => {
    expect(heightOf(run(off(), ...measuredFor(4_000, 30, bad)))).toBeUndefined();
    expect(heightOf(run(off(), ...measuredFor(4_000, 16, good)))).toBe(180);
  });

  it('stays off while the round trip is long', () => {
    const far = (roundTripMs: number) =>
      run(
        connected('leader'),
        one(2_000, { roundTripMs, availableKbps: 80 }),
        ...measuredFor(3_000, 16, { roundTripMs }),
      );
    expect(heightOf(far(601))).toBeUndefined();
    expect(heightOf(far(600))).toBe(180);
  });

  it('counts nothing that is measured while the leg does not flow', () => {
    const stopped = run(connected('leader'), {
      type: 'LEG_STOPPED',
      at: 7_000,
      generation: FIRST + 1,
    });
    const after = run(stopped, one(8_000, { availableKbps: 10 }));
    expect(after.context.ladder).toEqual(stopped.context.ladder);
  });

  it('is a ladder: each step smaller, with room for the sound beside the last one', () => {
    const needs = RUNGS.map((rung) => rung.needs);
    expect(needs).toEqual([...needs].sort((a, b) => b - a));
    expect((RUNGS[OFF - 1]?.needs ?? 0) + PICTURE.reservedKbps).toBe(100);
  });
});
