import { describe, expect, it } from 'vitest';
import { connected, FIRST, measuredFor, run, TOLD } from './example.ts';
import { ordersOf } from './orders-of.ts';

const told = (change: Partial<typeof TOLD>) =>
  ({ type: 'TOLD', at: 1_500, told: { ...TOLD, ...change } }) as const;
const silent = { energy: 0 };

describe('the sign', () => {
  it.each([
    [{ concealed: 0.051 }, { concealed: 0.05 }],
    [{ lossIn: 0.081 }, { lossIn: 0.08 }],
    [{ roundTripMs: 601 }, { roundTripMs: 600 }],
  ])('turns weak after three seconds of %j, and not of %j (C2)', (bad, fine) => {
    const pair = connected('leader');
    expect(run(pair, ...measuredFor(2_000, 3, bad)).value).toBe('connected');
    const weak = run(pair, ...measuredFor(2_000, 4, bad));
    expect([weak.value, ordersOf(weak).isWeakHere]).toEqual(['weak', true]);
    expect(run(pair, ...measuredFor(2_000, 9, fine)).value).toBe('connected');
  });

  it('needs five good seconds to turn again, in a row (C2)', () => {
    const weak = run(connected('leader'), ...measuredFor(2_000, 4, { lossIn: 0.2 }));
    expect(run(weak, ...measuredFor(6_000, 5)).value).toBe('weak');
    expect(run(weak, ...measuredFor(6_000, 6)).value).toBe('connected');
    const broken = [
      ...measuredFor(6_000, 4),
      ...measuredFor(10_000, 1, { lossIn: 0.2 }),
      ...measuredFor(11_000, 4),
    ];
    expect(run(weak, ...broken).value).toBe('weak');
  });

  it('is weak while no picture goes out (C2)', () => {
    const pair = run(connected('leader'), ...measuredFor(2_000, 4, { availableKbps: 60 }));
    expect(ordersOf(pair)).toMatchObject({ sign: 'weak', picture: null, isPictureWithheld: true });
  });

  it('is not made by two measures with a sleep between', () => {
    const bad = { lossIn: 0.2 };
    const pair = run(
      connected('leader'),
      ...measuredFor(2_000, 1, bad),
      ...measuredFor(60_000, 1, bad),
    );
    expect(pair.value).toBe('connected');
  });

  it('is told as it was measured here: what the other side says is not handed back (C2)', () => {
    const pair = run(connected('leader'), told({ isWeak: true }), ...measuredFor(2_000, 9));
    expect(ordersOf(pair)).toMatchObject({ sign: 'weak', isWeakHere: false });
  });
});

describe('the other side’s microphone', () => {
  const heard = (...events: Parameters<typeof run>[1][]): boolean =>
    !ordersOf(run(connected('leader'), ...events)).isOtherUnheard;

  it('gives nothing after six seconds of digital silence (C2)', () => {
    expect(heard(...measuredFor(2_000, 6, silent))).toBe(true);
    expect(heard(...measuredFor(2_000, 7, silent))).toBe(false);
    expect(heard(...measuredFor(2_000, 9, { energy: 1e-9 }))).toBe(true);
  });

  it('is heard again with the first sound', () => {
    expect(heard(...measuredFor(2_000, 9, silent), ...measuredFor(11_000, 1))).toBe(true);
    const again = [...measuredFor(11_000, 1), ...measuredFor(12_000, 6, silent)];
    expect(heard(...measuredFor(2_000, 6, silent), ...again)).toBe(true);
  });

  it('is not blamed for sound that does not come, or is not sent while nobody speaks', () => {
    expect(heard(...measuredFor(2_000, 20, { energy: 0, soundPackets: 9 }))).toBe(true);
    expect(heard(...measuredFor(2_000, 7, { energy: 0, soundPackets: 10 }))).toBe(false);
    const gap = measuredFor(5_000, 1, { energy: 0, soundPackets: 0 });
    expect(heard(...measuredFor(2_000, 3, silent), ...gap, ...measuredFor(6_000, 6, silent))).toBe(
      true,
    );
  });

  it('is not blamed while it is off, and says so', () => {
    expect(heard(told({ isMicrophoneOn: false }), ...measuredFor(2_000, 20, silent))).toBe(true);
    expect(heard(told({}), ...measuredFor(2_000, 7, silent))).toBe(false);
    const off = { ...told({ isMicrophoneOn: false }), at: 20_000 };
    expect(heard(...measuredFor(2_000, 9, silent), off)).toBe(true);
  });

  it('is not blamed by two measures with a sleep between, and anew by a fresh leg', () => {
    expect(heard(...measuredFor(2_000, 1, silent), ...measuredFor(60_000, 1, silent))).toBe(true);
    const fresh = [
      { type: 'LEG_STOPPED', at: 12_000, generation: FIRST + 1 } as const,
      { type: 'LEG_FLOWS', at: 13_000, generation: FIRST + 2 } as const,
    ];
    expect(heard(...measuredFor(2_000, 9, silent), ...fresh)).toBe(true);
  });
});

describe('what the other side says', () => {
  it('is handed on: “we cannot hear you” (C2)', () => {
    expect(ordersOf(connected('leader')).isUnheard).toBe(false);
    const pair = run(connected('leader'), told({ isUnheard: true, isCameraOn: false }));
    expect(ordersOf(pair).isUnheard).toBe(true);
    expect(ordersOf(run(pair, told({}))).isUnheard).toBe(false);
    const fresh = run(
      pair,
      { type: 'LEG_STOPPED', at: 12_000, generation: FIRST + 1 },
      { type: 'LEG_FLOWS', at: 13_000, generation: FIRST + 2 },
    );
    expect(ordersOf(fresh).isUnheard).toBe(false);
    expect(fresh.context.sense.told).toEqual({ ...TOLD, isCameraOn: false });
  });
});
