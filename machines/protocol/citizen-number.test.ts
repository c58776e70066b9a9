import { describe, expect, test } from 'vitest';
import { formatCitizenNumber, parseCitizenNumber } from './citizen-number.ts';

// Every number here has day + 60, or belongs to somebody born before 1900: nobody's.

const bornOf = (typed: string): string | undefined => {
  const number = parseCitizenNumber(typed);
  return number?.kind === 'replacement' ? undefined : number?.born;
};

describe('the century, by the seventh digit and the year', () => {
  test.each([
    // 0–3: always the 1900s
    ...['0', '1', '2', '3'].flatMap((seventh) => [
      [seventh, '00', 1900],
      [seventh, '36', 1936],
      [seventh, '99', 1999],
    ]),
    // 4 and 9: 00–36 are the 2000s
    ...['4', '9'].flatMap((seventh) => [
      [seventh, '00', 2000],
      [seventh, '36', 2036],
      [seventh, '37', 1937],
      [seventh, '99', 1999],
    ]),
    // 5–8: 00–57 are the 2000s, the rest the 1800s
    ...['5', '6', '7', '8'].flatMap((seventh) => [
      [seventh, '00', 2000],
      [seventh, '57', 2057],
      [seventh, '58', 1858],
      [seventh, '99', 1899],
    ]),
  ])('seventh %s, year %s: %i', (seventh, year, century) => {
    expect(bornOf(`7203${year}-${seventh}234`)).toBe(`${century}-03-12`);
  });
});

describe('the date must exist', () => {
  test.each([
    ['thirty-first of April', '910441-1234'],
    ['29 February of no leap year', '890261-1234'],
    ['29 February 1900', '890200-1234'],
    ['month 13', '721341-1234'],
    ['month 0', '720041-1234'],
    ['day 0', '000341-1234'],
    ['day 60', '600341-1234'],
    ['day 32', '320358-5000'],
    ['day 32 + 60', '920341-1234'],
  ])('%s is refused', (_, typed) => expect(parseCitizenNumber(typed)).toBeUndefined());

  test('29 February of a leap year is taken', () => {
    expect(bornOf('890260-1234')).toBe('1960-02-29');
    expect(bornOf('890200-4234')).toBe('2000-02-29');
  });
});

test('modulus 11 does not refuse: nine of these ten fail it, and all are taken', () => {
  for (let last = 0; last <= 9; last += 1)
    expect(parseCitizenNumber(`720341-123${last}`)?.kind).toBe('demo');
});

test('day + 60 is told from a number that could be somebody', () => {
  expect(parseCitizenNumber('670238-0021')).toEqual({
    kind: 'demo',
    digits: '6702380021',
    born: '1938-02-07',
  });
  expect(parseCitizenNumber('010158-5000')).toEqual({
    kind: 'cpr',
    digits: '0101585000',
    born: '1858-01-01',
  });
});

test('a national replacement number has letters at the eighth and ninth place', () => {
  expect(parseCitizenNumber('0203291WQ3')).toEqual({ kind: 'replacement', digits: '0203291WQ3' });
  expect(parseCitizenNumber('020329-1wq3')).toEqual({ kind: 'replacement', digits: '0203291WQ3' });
  for (const typed of ['3102291WQ3', '0213291WQ3', '0203291W33', '02032911Q3', '0203291ÆQ3'])
    expect(parseCitizenNumber(typed)).toBeUndefined();
  for (const typed of ['11103291WQ3', '0203291WQ3X'])
    expect(parseCitizenNumber(typed)).toBeUndefined();
  // 29 February: 1904 and 2000 had one, 1900 and 1905 had none.
  for (const typed of ['2902041WQ3', '2902004WQ3'])
    expect(parseCitizenNumber(typed)?.kind).toBe('replacement');
  for (const typed of ['2902001WQ3', '2902051WQ3'])
    expect(parseCitizenNumber(typed)).toBeUndefined();
});

test('spaces and one hyphen are forgiven, everything else is not', () => {
  for (const typed of ['7203411234', '720341-1234', ' 72 03 41 - 12 34 '])
    expect(parseCitizenNumber(typed)?.digits).toBe('7203411234');
  for (const typed of [
    '',
    '720341',
    '720341-123',
    '720341-12345',
    '720341--1234',
    '72.0341-1234',
    'x7203411234',
  ])
    expect(parseCitizenNumber(typed)).toBeUndefined();
});

test('screens show it with a hyphen', () => {
  expect(formatCitizenNumber('7203411234')).toBe('720341-1234');
});
