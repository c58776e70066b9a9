import { OWN } from '@naervaer/machines/call';
import { describe, expect, it } from 'vitest';
import { DARK, createDarkness } from './brightness.ts';

describe('a picture', () => {
  it('is as dark in the check as it would be in the call (C2)', () => {
    expect(DARK).toEqual({ under: OWN.dark, until: OWN.light });
  });
  it('is dark after three dark looks, and stays what it is at the limit', () => {
    const isDark = createDarkness();
    expect([0, 0, 0.5, 0, 0, 0].map(isDark)).toEqual([false, false, false, false, false, true]);
    expect([0.15, 0.15, 0.15, 0.15].map(isDark)).toEqual([true, true, true, true]);
    expect([0.3, 0.3, 0.3].map(isDark)).toEqual([true, true, false]);
  });
});
