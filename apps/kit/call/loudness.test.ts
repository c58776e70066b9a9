import { describe, expect, it } from 'vitest';
import { loudnessOf } from './loudness.ts';

describe('loudness of the own microphone', () => {
  it('is the root of the mean square over all that was heard', () => {
    expect(loudnessOf([Float32Array.of(0.5, -0.5), Float32Array.of(0.5, -0.5)])).toBe(0.5);
    expect(loudnessOf([Float32Array.of(1, 0, 0, 0)])).toBe(0.5);
  });

  it('is exactly 0 only where nothing at all comes', () => {
    expect(loudnessOf([new Float32Array(8)])).toBe(0);
    expect(loudnessOf([Float32Array.of(0, 1e-6)])).toBeGreaterThan(0);
    expect(loudnessOf([])).toBe(0);
  });
});
