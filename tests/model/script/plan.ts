import { branchesIn, stateNamesOf } from '../branches.ts';
import { MACHINE_NAMES, WALKS } from '../walks/index.ts';
import { BEGINNINGS, moveOf } from './beginnings.ts';
import type { BeginningName } from './beginnings.ts';
import { PLOTS } from './chapters.ts';
import type { ChapterName } from './chapters.ts';
import type { Move } from './move.ts';
import { played } from './stage.ts';
import type { World } from './world.ts';

/** One step of the plan: what is done, and where it leads. */
export interface Step {
  readonly move: Move;
  readonly before: World;
  readonly after: World;
  /** `machine: branch` or `machine: state` that this step is the first to take. */
  readonly fresh: readonly string[];
}

export interface Chapter {
  readonly name: ChapterName;
  readonly begin: BeginningName;
  readonly steps: readonly Step[];
}

export interface Plan {
  readonly chapters: readonly Chapter[];
  /** What no chapter takes. */
  readonly missing: ReadonlySet<string>;
}

/** `machine: branch` and `machine: state` of every machine. */
export const everything = (): Set<string> =>
  new Set(
    MACHINE_NAMES.flatMap((name) => [
      ...branchesIn(WALKS[name].machine).map(({ key }) => `${name}: ${key}`),
      ...stateNamesOf(WALKS[name].machine).map((state) => `${name}: ${state}`),
    ]),
  );

/** @throws when a chapter asks for something that nobody can do there */
export function makePlan(): Plan {
  const missing = everything();
  const names = Object.keys(PLOTS) as ChapterName[];
  const chapters = names.map((name): Chapter => {
    const { begin, acts } = PLOTS[name];
    let world: World = BEGINNINGS[begin]();
    const steps = acts.map((act, index): Step => {
      const before = world;
      let move: Move;
      try {
        move = moveOf(before, act);
      } catch (error) {
        throw new Error(`chapter ${name}, step ${index + 1}`, { cause: error });
      }
      const { after, taken } = played(before, move);
      world = after;
      return { move, before, after, fresh: taken.filter((key) => missing.delete(key)) };
    });
    return { name, begin, steps };
  });
  return { chapters, missing };
}
