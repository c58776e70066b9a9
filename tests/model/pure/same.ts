import { isDeepStrictEqual } from 'node:util';
import type { AnyStateMachine } from 'xstate';
import type { EventTypeOf, Level, Step } from '../level.ts';

type Events<TMachine extends AnyStateMachine, World> = Level<TMachine, World>['events'];

/** The table of a level where every event is done in the same way. */
export const sameForAll = <TMachine extends AnyStateMachine, World>(
  types: readonly EventTypeOf<TMachine>[],
  act: (world: World, step: Step<TMachine, EventTypeOf<TMachine>>) => Promise<void>,
): Events<TMachine, World> =>
  Object.fromEntries(types.map((type) => [type, act])) as unknown as Events<TMachine, World>;

/** @throws with the sentence when it is not so. */
export function so(isSo: boolean, sentence: string): void {
  if (!isSo) throw new Error(sentence);
}

/** @throws with the first place in which the two differ. The order of an object's keys is no matter. */
export function same(is: unknown, should: unknown, what: string): void {
  const [place, left, right] = difference(is, should);
  so(
    place === undefined,
    `${[what, ...(place ?? [])].join(' › ')} is ${JSON.stringify(left)}, and the model says ${JSON.stringify(right)}`,
  );
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function difference(
  is: unknown,
  should: unknown,
): readonly [place?: readonly string[], left?: unknown, right?: unknown] {
  if (isDeepStrictEqual(is, should)) return [];
  if (isFields(is) && isFields(should)) {
    for (const key of new Set([...Object.keys(should), ...Object.keys(is)])) {
      const [place, left, right] = difference(is[key], should[key]);
      if (place !== undefined) return [[key, ...place], left, right];
    }
  }
  return [[], is, should];
}
