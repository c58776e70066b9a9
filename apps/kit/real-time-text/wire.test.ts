import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINE_LENGTH, LINES, cleanText, parseText } from './wire.ts';

const line = {
  type: 'line',
  page: '0123abcd',
  first: 0,
  line: 3,
  version: 2,
  text: 'Hej',
  isDone: false,
};

describe('what another page says (SE3)', () => {
  it('is taken when it is a line or what somebody has', () => {
    expect(parseText(line)).toEqual(line);
    const have = { type: 'have', page: null, line: 0, version: 0 };
    expect(parseText(have)).toEqual(have);
  });
  it.each([
    ['nothing', null],
    ['words', 'Hej'],
    ['a text that is none', { ...line, text: 7 }],
    ['a text that is too long', { ...line, text: 'x'.repeat(LINE_LENGTH + 1) }],
    ['a number below zero', { ...line, line: -1 }],
    ['half a number', { ...line, version: 1.5 }],
    ['a page that is none', { ...line, page: '<img>' }],
    ['more than it should say', { ...line, html: '<b>' }],
    ['a line before its first', { ...line, first: 4 }],
    ['a line far from its first', { ...line, line: LINES }],
    ['another kind', { ...line, type: 'photo' }],
  ])('is dropped when it is %s', (_, message) => {
    expect(parseText(message)).toBeUndefined();
  });
  it('is dropped, whatever else it is', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        expect(parseText(message)).toBeUndefined();
      }),
    );
  });
});

describe('a line that is shown', () => {
  it('has no controls, no breaks and nothing that turns its direction', () => {
    expect(cleanText('a\u0000b\u0007c\td\r\ne\u2028f')).toBe('abc d e f');
    expect(cleanText('\u202egnirts\u2066x\u200f')).toBe('gnirtsx');
  });
  it('keeps letters of all kinds whole', () => {
    const words = 'Blåbærgrød 👩🏽‍⚕️ 👨‍👩‍👧 🇩🇰 السلام é';
    expect(cleanText(words)).toBe(words);
  });
  it('has no half letters', () => {
    expect(cleanText('a\ud83db')).toBe('a\ufffdb');
    const full = 'x'.repeat(LINE_LENGTH - 2);
    expect(cleanText(`${full}👩🏽‍⚕️`)).toBe(full);
    expect(cleanText(`${full}👍y`)).toBe(`${full}👍`);
  });
  it('does not climb over others', () => {
    expect(cleanText(`a${'\u0301'.repeat(500)}b`)).toBe(`a${'\u0301'.repeat(8)}b`);
  });
  it('is the same when it is cleaned again, and never too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const clean = cleanText(text);
        expect(clean.length).toBeLessThanOrEqual(LINE_LENGTH);
        expect(clean.isWellFormed()).toBe(true);
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });
});
