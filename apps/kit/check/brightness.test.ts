import { describe, expect, it } from 'vitest';
import { brightnessOf, createDarkness } from './brightness.ts';

const picture = (red: number, green: number, blue: number): Uint8ClampedArray =>
  new Uint8ClampedArray(Array.from({ length: 100 }, () => [red, green, blue, 255]).flat());

describe('a picture', () => {
  it('is as bright as the eye sees it', () => {
    expect(brightnessOf(picture(255, 255, 255))).toBeCloseTo(1);
    expect(brightnessOf(picture(0, 0, 0))).toBe(0);
    expect(brightnessOf(picture(0, 255, 0))).toBeGreaterThan(brightnessOf(picture(0, 0, 255)));
    expect(brightnessOf(new Uint8ClampedArray())).toBe(0);
  });
  it('is dark after three dark looks, and stays what it is at the limit', () => {
    const isDark = createDarkness();
    expect([0, 0, 0.5, 0, 0, 0].map(isDark)).toEqual([false, false, false, false, false, true]);
    expect([0.18, 0.18, 0.18, 0.18].map(isDark)).toEqual([true, true, true, true]);
    expect([0.3, 0.3, 0.3].map(isDark)).toEqual([true, true, false]);
  });
});
