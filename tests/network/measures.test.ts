import { describe, expect, it } from 'vitest';
import { figuresOf, median, stallOf, worst } from './measures.ts';
import type { Sample } from './sampler.ts';

/** A sample each tenth of a second, from 0 on. */
const samples = (count: number, of: (at: number) => Partial<Sample>): Sample[] =>
  Array.from({ length: count }, (_, index) => {
    const at = index * 100;
    return { at, frames: 0, sound: 4800, concealed: 4800, codec: '', path: '', ...of(at) };
  });

const good: Partial<Sample> = { frames: 3, concealed: 0, path: 'host/udp' };

describe('figuresOf', () => {
  it('finds when picture and sound are back, and weighs only what came then', () => {
    const taken = samples(100, (at) => (at < 3000 ? {} : good));
    const figures = figuresOf(taken, 1000, 1000, 9900);
    expect(figures).toMatchObject({ picture: 2, sound: 2, concealed: 0, path: 'host/udp' });
    expect(figures.rate).toBeCloseTo(30, 0);
  });

  it('takes a single picture and a scrap of sound for nothing', () => {
    const taken = samples(100, (at) => (at === 2000 ? good : {}));
    expect(figuresOf(taken, 1000, 1000, 9900)).toMatchObject({
      picture: null,
      sound: null,
      concealed: null,
      rate: 0,
    });
  });

  it('counts made-up sound', () => {
    const taken = samples(100, () => ({ ...good, concealed: 480 }));
    expect(figuresOf(taken, 0, 5000, 9900).concealed).toBeCloseTo(0.1);
  });
});

describe('stallOf', () => {
  it('is the longest pause within the time', () => {
    const taken = samples(100, () => good).filter(({ at }) => at < 3000 || at >= 5000);
    expect(stallOf(taken, 0, 9900)).toBeCloseTo(2.1);
    expect(stallOf(taken, 5000, 9900)).toBeCloseTo(0.1);
    expect(stallOf([], 0, 9900)).toBe(0);
  });
});

describe('worst', () => {
  it('takes the worse of both sides, and never is the worst', () => {
    const one = { picture: 1, sound: null, concealed: 0.1, rate: 30, path: 'host/udp' };
    const two = { picture: 2, sound: 1, concealed: 0, rate: 20, path: 'relay/tls' };
    expect(worst(one, two)).toEqual({
      picture: 2,
      sound: null,
      concealed: 0.1,
      rate: 20,
      path: 'relay/tls – host/udp',
    });
  });
});

describe('median', () => {
  it('is the middle one, and never when most were never', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([null, 1, 2])).toBe(2);
    expect(median([null, null, 2])).toBeNull();
    expect(median([])).toBeNull();
  });
});
