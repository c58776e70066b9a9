import { EDGE_CODES, REFUSAL_CODES } from '@naervaer/machines/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import {
  clockSpan,
  edgeTexts,
  explainEdge,
  explainRefusal,
  minuteSpan,
  refusalTexts,
  setLanguage,
  timeOfDay,
} from './index.ts';

afterEach(() => setLanguage('da'));

describe('what went wrong', () => {
  it.each(['da', 'en'] as const)('is a sentence for every code (MA3): %s', (language) => {
    setLanguage(language);
    for (const code of REFUSAL_CODES) expect(refusalTexts()[code]).toMatch(/^\p{Lu}.{10,}[.!]$/u);
    for (const code of EDGE_CODES) expect(edgeTexts()[code]).toMatch(/^\p{Lu}.{10,}[.!]$/u);
  });
  it('names the colleague who was faster (B4)', () => {
    const outcome = { status: 'refused', code: 'alreadyClaimed', holder: 'Bo Frandsen' } as const;
    expect(explainRefusal(outcome)).toContain('Bo Frandsen');
  });
  it('has words for a code of tomorrow', () => {
    expect(explainEdge('fromTomorrow')).toBe(edgeTexts().internal);
    expect(explainEdge('constructor')).toBe(edgeTexts().internal);
  });
});

describe('time', () => {
  it('is watched in minutes and seconds', () => {
    expect(clockSpan(42_000)).toBe('0:42');
    expect(clockSpan(725_000)).toBe('12:05');
    expect(clockSpan(3_729_000)).toBe('1:02:09');
    expect(clockSpan(-5)).toBe('0:00');
  });
  it('is read in minutes', () => {
    expect(minuteSpan(12 * 60_000 + 59_000)).toBe('12 min');
    expect(minuteSpan(65 * 60_000)).toBe('1 t 5 min');
    setLanguage('en');
    expect(minuteSpan(65 * 60_000)).toBe('1 h 5 min');
  });
  it('of day is written as the language does', () => {
    const at = new Date(2026, 10, 21, 14, 5).getTime();
    expect(timeOfDay(at)).toBe('14.05');
    setLanguage('en');
    expect(timeOfDay(at)).toBe('14:05');
  });
});
