import { describe, expect, it } from 'vitest';
import { citationsOf, faultOf, readDoc, rowsOf } from './citations.ts';

const ASVS = readDoc('docs/asvs.md');
const THREATS = readDoc('docs/threat-model.md');

describe('what a page cites is there (P11)', () => {
  it.each([
    ['docs/asvs.md', ASVS],
    ['docs/threat-model.md', THREATS],
  ])('%s: every file, and every title in the file that is said to hold it', (_page, text) => {
    const cited = citationsOf(text);
    expect(cited.length).toBeGreaterThan(50);
    expect(cited.flatMap((each) => faultOf(each) ?? [])).toEqual([]);
  });

  it('and what is not there is found out', () => {
    const [title, file] = citationsOf(
      'As `tests/docs/docs.test.ts` “never written, said nobody’s test” and `docs/nowhere.md` say.',
    );
    // Put together here, so that this file does not hold it.
    const absent = { path: 'tests/docs/docs.test.ts', titles: [['not', 'here'].join(' at all ')] };
    expect(title && faultOf(title)).toBeUndefined();
    expect(file && faultOf(file)).toBe('docs/nowhere.md is not there');
    expect(faultOf(absent)).toContain('holds no');
  });
});

/** Level 1 and 2 of ASVS 5.0.0, by chapter. */
const REQUIREMENTS = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];
const VERDICTS = ['met', 'partly', 'not met', 'not applicable', 'operator'] as const;

describe('the ASVS table', () => {
  const rows = rowsOf(ASVS).filter(([id]) => id?.startsWith('v5.0.0-'));

  it('has every requirement of level 1 and 2 once, in order', () => {
    const ids = rows.map(([id = '']) => id.slice('v5.0.0-'.length).split('.').map(Number));
    const chapters = REQUIREMENTS.map(
      (_count, index) => ids.filter(([chapter]) => chapter === index + 1).length,
    );
    expect(chapters).toEqual(REQUIREMENTS);
    const sorted = ids.toSorted((a, b) => {
      const at = a.findIndex((part, index) => part !== b[index]);
      return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
    });
    expect(ids).toEqual(sorted);
    expect(new Set(ids.map(String)).size).toBe(ids.length);
  });

  it('gives each a verdict, and what is met, or partly, a place in the house', () => {
    for (const [id = '', , , verdict = '', where = ''] of rows) {
      expect(VERDICTS, id).toContain(verdict);
      expect(where, id).not.toBe('');
    }
  });

  it('counts them as they are', () => {
    for (const verdict of VERDICTS) {
      const count = rows.filter((row) => row[3] === verdict).length;
      expect(ASVS).toContain(`| ${verdict} | ${count} |`);
    }
  });
});

describe('the threat model', () => {
  it('has a test, a decision or a plain “not covered” for every claim', () => {
    const claims = rowsOf(THREATS).filter(([id]) => /^[A-Z]{1,2}\d+$/.test(id ?? ''));
    expect(claims.length).toBeGreaterThan(40);
    for (const [id = '', ...cells] of claims) {
      const proof = cells.at(-1) ?? '';
      const isProven = citationsOf(proof).some(({ titles }) => titles.length > 0);
      expect(isProven || /^(not covered|operator):/.test(proof), `${id}: ${proof}`).toBe(true);
    }
  });
});
