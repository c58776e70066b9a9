import * as fc from 'fast-check';
import type { AnyStateMachine } from 'xstate';
import type { Move, Stage } from './troupe.ts';
import { retell } from './walk.ts';
import type { Story } from './walk.ts';

export interface Shrunk<TMachine extends AnyStateMachine> {
  readonly story: Story<TMachine>;
  /** How many stories were told to find it. */
  readonly told: number;
  /** Nothing of it can be left out any more; false when patience ended before. */
  readonly isShortest: boolean;
}

export interface Patience {
  /** Stories at most. */
  readonly stories: number;
  /** Milliseconds at most. */
  readonly lasts: number;
}

/**
 * The shortest part of a failed story that still fails, by fast-check: quick stories only, as it
 * tries hundreds.
 */
export async function shrinkByFastCheck<TMachine extends AnyStateMachine>(
  stage: Stage<TMachine>,
  failed: Story<TMachine>,
  { lasts }: Pick<Patience, 'lasts'> = { lasts: 30_000 },
): Promise<Shrunk<TMachine>> {
  let story = failed;
  let told = 0;
  const moves = [...failed.moves];
  const details = await fc.check(
    fc.asyncProperty(fc.subarray(moves), async (part) => {
      told += 1;
      const again = await retell(stage, part);
      if (again.failure !== undefined && again.moves.length < story.moves.length) story = again;
      return again.failure === undefined;
    }),
    {
      examples: [[moves]],
      numRuns: 1,
      // Of the story itself: a move tells what it is, not where it stood.
      interruptAfterTimeLimit: lasts,
      markInterruptAsFailure: false,
    },
  );
  return { story, told, isShortest: !details.interrupted };
}

/** The same by leaving out moves, ever fewer at once, within limits: each story costs seconds. */
export async function shrinkGreedily<TMachine extends AnyStateMachine>(
  stage: Stage<TMachine>,
  failed: Story<TMachine>,
  { stories, lasts }: Patience = { stories: 60, lasts: 240_000 },
): Promise<Shrunk<TMachine>> {
  const until = performance.now() + lasts;
  let story = failed;
  let told = 0;
  const isPatient = (): boolean => told < stories && performance.now() < until;
  for (let size = Math.ceil(story.moves.length / 2); size >= 1; size = Math.floor(size / 2)) {
    let isShorter = true;
    while (isShorter) {
      isShorter = false;
      // From the end: what came last did the harm, what came long before it perhaps nothing.
      for (let from = story.moves.length - size; from > -size; from -= size) {
        if (!isPatient()) return { story, told, isShortest: false };
        const part: readonly Move<TMachine>[] = story.moves.toSpliced(
          Math.max(0, from),
          size + Math.min(0, from),
        );
        if (part.length === story.moves.length) continue;
        told += 1;
        const again = await retell(stage, part);
        if (again.failure === undefined) continue;
        story = again;
        isShorter = true;
      }
      // Only single moves are tried again: one that was needed may not be needed any more.
      if (size > 1) isShorter = false;
    }
  }
  return { story, told, isShortest: true };
}
