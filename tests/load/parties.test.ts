import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPage } from '../e2e/media/stand.ts';
import { partyFigures, partyTable } from './parties-figures.ts';
import type { LegSample, Sample } from './parties-figures.ts';
import { measureParties } from './parties.ts';

describe('a call of several parties, measured (V4)', () => {
  let page: Awaited<ReturnType<typeof buildPage>>;
  beforeAll(async () => {
    page = await buildPage();
  });
  afterAll(() => page?.remove());

  it('says of real pages what each saw and cost', async () => {
    const run = await measureParties(page.folder, {
      parties: 2,
      seconds: 4,
      settle: 0,
      heldTo: null,
      patience: 60,
    });
    expect(run.parties.map(({ seat, alive }) => [seat, alive])).toEqual([
      ['clinician', 1],
      ['waiter', 1],
    ]);
    for (const { cores, kbpsUp } of run.parties) {
      expect(cores).toBeGreaterThan(0);
      expect(kbpsUp).toBeGreaterThan(0);
    }
    expect(partyTable([run]).split('\n')).toHaveLength(4);
  });
});

describe('the figures of one party', () => {
  const leg = (of: number, frames: number, change: Partial<LegSample> = {}): LegSample => ({
    leg: of,
    frames,
    width: 320,
    height: 240,
    energy: frames,
    concealed: 0,
    samples: 1,
    sentHeight: 240,
    ...change,
  });
  const sample = (second: number, legs: readonly LegSample[]): Sample => ({
    at: second * 1000,
    bytesUp: second * 12_500,
    bytesDown: second * 25_000,
    legs,
  });

  it('counts frames by direction, and the seconds without one', () => {
    const figures = partyFigures(
      [
        sample(0, [leg(1, 100), leg(2, 0)]),
        sample(1, [leg(1, 120), leg(2, 10)]),
        sample(2, [leg(1, 140), leg(2, 10, { height: 180 })]),
      ],
      2,
    );
    expect(figures).toMatchObject({ worstFps: 5, frozen: 0.25, lines: [180, 240], alive: 2 });
    expect([figures.kbpsUp, figures.kbpsDown]).toEqual([100, 200]);
  });

  it('counts a direction that is not there as one without frames', () => {
    const figures = partyFigures([sample(0, [leg(1, 0)]), sample(1, [leg(1, 20)])], 2);
    expect(figures).toMatchObject({ worstFps: 0, frozen: 0.5, alive: 1 });
  });

  it('says which part of the sound was made up', () => {
    const { concealed } = partyFigures(
      [
        sample(0, [leg(1, 0, { concealed: 10, samples: 100 })]),
        sample(1, [leg(1, 9, { concealed: 60, samples: 1_100 })]),
      ],
      1,
    );
    expect(concealed).toBeCloseTo(0.05);
  });
});
