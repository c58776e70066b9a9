import { setLanguage } from '@naervaer/kit/texts';
import { afterEach, describe, expect, test } from 'vitest';
import { isRetention, retentionWords } from './retention.ts';

afterEach(() => setLanguage('da'));

describe('how long data are kept (P2)', () => {
  test.each(['1', ' 24 ', '720'])('is a whole number of hours: %s', (typed) => {
    expect(isRetention(typed)).toBe(true);
  });
  test.each(['', '0', '721', '-1', '1,5', '24 timer', '1e2'])('is nothing else: “%s”', (typed) => {
    expect(isRetention(typed)).toBe(false);
  });
  test('is told in words that say what it means', () => {
    expect(retentionWords('24')).toContain('slettes 24 timer, efter');
    expect(retentionWords('72')).toContain('slettes 3 døgn, efter');
    expect(retentionWords('1')).toContain('slettes 1 time, efter');
    setLanguage('en');
    expect(retentionWords('36')).toContain('deleted 36 hours after');
  });
  test('of what is no number says what it may be', () => {
    expect(retentionWords('x')).toContain('720');
  });
});
