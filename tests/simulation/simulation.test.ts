import './kernel/globals.ts';
import { describe, expect, test } from 'vitest';
import { FOUND } from './found/index.ts';
import { RULES } from './rules/index.ts';
import { play } from './run.ts';
import { shorten, storyOf } from './shortest.ts';
import type { Story } from './story.ts';
import { foundInWords, storyInWords } from './telling.ts';

/** The short form of `npm run simulate`: some days from a fixed seed, and some from a new one. */

const LONGEST = 60;
const STORIES = 80;
/** A slow machine plays fewer. */
const PLAYED_MS = 12_000;
const SHORTEN_MS = 60_000;

async function playFrom(firstSeed: number): Promise<number> {
  let days = 0;
  const end = performance.now() + PLAYED_MS;
  for (let seed = firstSeed; seed < firstSeed + STORIES; seed += 1) {
    if (performance.now() > end) break;
    const playOne = (story: Story) => play(story, { seed, rules: RULES });
    const run = await playOne(storyOf(seed, LONGEST));
    days += run.ms / 86_400_000;
    if (run.failure === undefined) continue;
    throw new Error(foundInWords(await shorten(seed, LONGEST, run, playOne, SHORTEN_MS)));
  }
  return days;
}

test('the same story and seed give the same facts, one by one', async () => {
  const story = storyOf(11, LONGEST);
  const first = await play(story, { seed: 11, rules: [], isHashed: true });
  const second = await play(story, { seed: 11, rules: [], isHashed: true });
  const other = await play(story, { seed: 12, rules: [], isHashed: true });
  expect(first.failure).toBeUndefined();
  expect(second).toEqual(first);
  expect(other.hash).not.toBe(first.hash);
});

describe('stories that broke a rule once', () => {
  test.each(FOUND)('$name', async ({ seed, story }) => {
    const run = await play(story, { seed, rules: RULES });
    expect(run.failure?.message, storyInWords(run)).toBeUndefined();
  });
});

test('days of a town break no rule: a fixed seed', async () => {
  expect(await playFrom(1)).toBeGreaterThan(1);
}, 200_000);

test('days of a town break no rule: a new seed', async () => {
  const seed = Math.floor(Math.random() * 1e9);
  console.log(`simulated from seed ${seed}`);
  expect(await playFrom(seed), `seed ${seed}`).toBeGreaterThan(1);
}, 200_000);
