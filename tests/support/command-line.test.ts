import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { numberIn, understood, Usage, withFile } from './command-line.ts';

const options = { seed: { type: 'string' }, json: { type: 'boolean' } } as const;

test('an option that is not there, or without its value, is told in one sentence', () => {
  expect(() => understood({ args: ['--frob'], options })).toThrow(
    new Usage("Unknown option '--frob'."),
  );
  expect(() => understood({ args: ['--seed', '--json'], options })).toThrow(Usage);
  expect(() => understood({ args: ['extra'], options })).toThrow(
    new Usage("Unexpected argument 'extra'."),
  );
});

test('a number below zero is the value of its option', () => {
  expect(understood({ args: ['--seed', '-4', '--json'], options }).values).toEqual({
    seed: '-4',
    json: true,
  });
});

test.each(['abc', '-4', '', ' 1', '1e3', '1.5', '0x10', 'NaN', '99999999999999999999'])(
  '“%s” is no seed',
  (given) => {
    expect(() => numberIn('--seed', given, { least: 0 })).toThrow(Usage);
  },
);

test('both ends of a range are in it', () => {
  expect(numberIn('--refuses', '0.03', { least: 0, most: 1, isFraction: true })).toBe(0.03);
  expect(numberIn('--clients', '10', { least: 4, most: 10 })).toBe(10);
  expect(() => numberIn('--clients', '11', { least: 4, most: 10 })).toThrow(
    new Usage('--clients wants a whole number from 4 to 10, not “11”.'),
  );
});

test('a file that is not there is a sentence, a mistake in the code stays one', async () => {
  await expect(withFile('nowhere', () => readFileSync('/nowhere'))).rejects.toThrow(
    new Usage('“nowhere” cannot be used: ENOENT: no such file or directory.'),
  );
  await expect(
    withFile('x', () => {
      throw new TypeError('a mistake');
    }),
  ).rejects.toThrow(TypeError);
});
