import * as fc from 'fast-check';
import { RuleBroken } from './facts.ts';
import type { Run } from './run.ts';
import { stories } from './story.ts';
import type { Step, Story } from './story.ts';

/** A story that breaks a rule, as short as the time allowed. */
export interface Found {
  readonly seed: number;
  readonly story: Story;
  readonly run: Run;
  /** How many stories were played to make it so short. */
  readonly tries: number;
}

type Play = (story: Story) => Promise<Run>;

export const storyOf = (seed: number, longest: number): Story =>
  fc.sample(stories(longest), { seed, numRuns: 1 })[0] ?? [];

/** What makes two failures the same one: the rule, or what else went wrong. */
export const kindOf = (failure: Error): string =>
  failure instanceof RuleBroken ? failure.rule : failure.message.slice(0, 60);

/** fast-check first; then each step is left out in turn, and each number made small. */
export async function shorten(
  seed: number,
  longest: number,
  first: Run,
  play: Play,
  allowedMs: number,
): Promise<Found> {
  const { failure } = first;
  if (failure === undefined) throw new Error('nothing failed');
  const kind = kindOf(failure);
  const end = performance.now() + allowedMs;
  let tries = 0;
  let best: { story: Story; run: Run } = { story: storyOf(seed, longest), run: first };

  async function fails(story: Story): Promise<boolean> {
    tries += 1;
    const run = await play(story);
    if (run.failure === undefined || kindOf(run.failure) !== kind) return false;
    if (sizeOf(story) <= sizeOf(best.story)) best = { story, run };
    return true;
  }

  await fc.check(
    fc.asyncProperty(stories(longest), async (story) => !(await fails(story))),
    { seed, numRuns: 1, endOnFailure: false, interruptAfterTimeLimit: allowedMs / 3 },
  );
  for (let isShorter = true; isShorter && performance.now() < end;) {
    isShorter = false;
    for (const candidate of shorterThan(best.story)) {
      if (performance.now() > end) break;
      if (!(await fails(candidate))) continue;
      isShorter = true;
      break;
    }
  }
  return { seed, tries, ...best };
}

const sizeOf = (story: Story): number =>
  story.length * 1e12 + story.reduce((sum, step) => sum + weightOf(step), 0);

function weightOf(step: Step): number {
  if (step.do === 'wait') return step.ms;
  if (step.do === 'jump') return Math.abs(step.ms);
  return step.do === 'act' ? 1 : 0;
}

/** Half of it, a quarter, …, one step less, two steps less; then shorter waits. */
function* shorterThan(story: Story): Generator<Story> {
  for (let size = story.length >> 1; size >= 1; size >>= 1) {
    for (let at = story.length - size; at >= 0; at -= size) yield story.toSpliced(at, size);
  }
  for (let one = 0; one < story.length; one += 1) {
    for (let other = one + 1; other < Math.min(story.length, one + 6); other += 1) {
      yield story.filter((_, at) => at !== one && at !== other);
    }
  }
  for (const [at, step] of story.entries()) {
    if (step.do !== 'wait' && step.do !== 'jump') continue;
    for (const part of [100, 10, 2]) {
      const ms = Math.round(step.ms / part);
      if (ms !== 0 && ms !== step.ms) yield story.with(at, { ...step, ms });
    }
  }
}
