import { consultationIn, refusalOf, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import { expect, test } from 'vitest';
import { opened } from './level.ts';
import { pureClinic } from './pure/clinic.ts';
import { openLevels } from './pure/index.ts';
import { crewOf } from './random/crew.ts';
import { shrinkByFastCheck, shrinkGreedily } from './random/shrink.ts';
import { walkAtRandom } from './random/walk.ts';
import { MACHINE_NAMES } from './walks/index.ts';
import type { MachineName } from './walks/index.ts';

const levels = await openLevels({ isHeaded: false, say: () => undefined });

function stageOf<TName extends MachineName>(name: TName, people?: number) {
  const crew = crewOf(name, 'pure', people);
  if (typeof crew === 'string') throw new Error(crew);
  return { ...crew, level: levels[name] };
}

test.each(MACHINE_NAMES)('M4: several people walk at random through the %s', async (name) => {
  const story = await walkAtRandom(stageOf(name), { seed: 7, steps: 100 });
  expect(story.failure).toBe(undefined);
  expect(story.moves.length).toBe(100);
});

test('M4: the same seed is the same story, another one is another', async () => {
  const told = async (seed: number) =>
    (await walkAtRandom(stageOf('clinic', 6), { seed, steps: 40 })).lines;
  expect(await told(11)).toEqual(await told(11));
  expect(await told(12)).not.toEqual(await told(11));
});

/** Whoever claims last has the patient: what B4 and MA4 forbid. */
const stealing = (before: ClinicSnapshot, event: ClinicEvent): ClinicSnapshot => {
  if (event.type !== 'CLAIM' || refusalOf(before, event)?.code !== 'alreadyClaimed')
    return transitionClinic(before, event);
  const { consultationId, by: holder } = event;
  const held = consultationIn(before.context, consultationId);
  if (held === undefined) return before;
  const stolen = { ...held, context: { ...held.context, holder } };
  return Object.assign(Object.create(Object.getPrototypeOf(before) as object), before, {
    context: {
      ...before.context,
      consultations: { ...before.context.consultations, [consultationId]: stolen },
    },
  }) as ClinicSnapshot;
};

/** Seeds one after the other until one fails. */
const failedStory = async () => {
  for (let seed = 1; ; seed += 1) {
    const story = await walkAtRandom(faulty, { seed, steps: 100 });
    if (story.failure !== undefined) return story;
    expect(seed).toBeLessThan(20);
  }
};

const faulty = { ...stageOf('clinic', 6), level: opened(pureClinic(stealing)) };

test('M4: a colleague who steals a patient is found, and the story is four events long', async () => {
  const failed = await failedStory();
  expect(failed.failure).toContain('MA3');
  const { story, isShortest } = await shrinkByFastCheck(faulty, failed);
  expect(isShortest).toBe(true);
  expect(story.lines.map((line) => line.split(' ')[0])).toEqual(['OPEN', 'JOIN', 'CLAIM', 'CLAIM']);
  expect(story.lines.at(-1)).toMatch(/Læge \d \(refused\)$/);
  expect(story.failure).toBe('MA3: a refused event changed the clinic');
});

test('M4: where each story is slow, leaving out comes to the same end', async () => {
  const failed = await failedStory();
  const { story, isShortest } = await shrinkGreedily(faulty, failed, {
    stories: 500,
    lasts: 10_000,
  });
  expect([story.moves.length, isShortest]).toEqual([4, true]);
  const hasty = await shrinkGreedily(faulty, failed, { stories: 1, lasts: 10_000 });
  expect(hasty.isShortest).toBe(false);
});
