import type { AnyStateMachine } from 'xstate';
import { seededRandom } from '../../support/random.ts';
import type { Random } from '../../support/random.ts';
import { isFinal, stateOf } from '../branches.ts';
import { edgeOf } from '../graph.ts';
import { counterOf } from '../tally.ts';
import type { Tally } from '../tally.ts';
import { gather } from './troupe.ts';
import type { Done, Move, Stage, Troupe } from './troupe.ts';

/** How often people try what cannot be done just now. */
const REFUSED = 0.25;

export interface Story<TMachine extends AnyStateMachine> extends Tally {
  readonly moves: readonly Move<TMachine>[];
  /** Each move as a line for a person. */
  readonly lines: readonly string[];
  /** The state that each move led to in its world. */
  readonly path: readonly string[];
  /** What did not go as the model says, at the last move; undefined when all did. */
  readonly failure: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
const idIn = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'personId' in value
    ? String(value.personId)
    : undefined;
};

/** Whose doing an event is; what no person does is the world's: time passes, a network is lost. */
const doerOf = (event: object): string => {
  const { by, waiter } = event as Fields;
  return idIn(by) ?? idIn(waiter) ?? 'the world';
};

/** Somebody's turn: first who, so that nobody is crowded out by whoever can do most; then what. */
function nextMove<TMachine extends AnyStateMachine>(
  { walk, worlds }: Stage<TMachine>,
  troupe: Troupe<TMachine>,
  random: Random,
): Move<TMachine> | undefined {
  const world = random.below(worlds);
  const before = troupe.snapshotOf(world);
  // What is over takes nothing any more; a few knock at it all the same.
  if (isFinal(walk.machine, stateOf(before)) && random.next() >= REFUSED)
    return { world, event: null };
  const byDoer = Map.groupBy(walk.events(before), doerOf);
  const isRefused = random.next() < REFUSED;
  for (const doer of shuffled([...byDoer.keys()], random)) {
    for (const event of shuffled(byDoer.get(doer) ?? [], random)) {
      const isTaken = edgeOf(walk, before, event).taken.keys.length > 0;
      if (isRefused !== isTaken) return { world, event };
    }
  }
  // Nothing can be done at all in an end state, and everything in some others.
  const event = random.pick(walk.events(before));
  return event === undefined ? undefined : { world, event };
}

function shuffled<T>(from: readonly T[], random: Random): T[] {
  const left = [...from];
  return from.flatMap(() => left.splice(random.below(left.length), 1));
}

async function tell<TMachine extends AnyStateMachine>(
  stage: Stage<TMachine>,
  next: (troupe: Troupe<TMachine>, told: number) => Move<TMachine> | undefined,
  onMove: (done: Done<TMachine>) => void,
): Promise<Story<TMachine>> {
  const counter = counterOf(stage.walk.machine);
  const moves: Move<TMachine>[] = [];
  const lines: string[] = [];
  const path: string[] = [];
  const story = (failure?: unknown): Story<TMachine> => ({
    states: counter.states,
    transitions: counter.transitions,
    denied: counter.denied,
    moves,
    lines,
    path,
    failure: failure === undefined ? undefined : sentence(failure),
  });
  const sentence = (error: unknown): string =>
    error instanceof Error ? error.message : String(error);
  let troupe: Troupe<TMachine>;
  try {
    troupe = await gather(stage);
  } catch (error) {
    return story(error);
  }
  try {
    for (let world = 0; world < stage.worlds; world += 1)
      counter.enter(stateOf(troupe.snapshotOf(world)));
    for (let turn = 0; ; turn += 1) {
      const move = next(troupe, turn);
      if (move === undefined) break;
      const done = troupe.ready(move);
      if (done === undefined) continue;
      moves.push(move);
      lines.push(done.words);
      path.push(done.state);
      await troupe.act(move.world, done);
      if (done.edge === null) counter.enter(done.state);
      else counter.take(done.edge);
      onMove(done);
    }
  } catch (error) {
    await troupe.end().catch(() => undefined);
    return story(error);
  }
  return troupe.end().then(
    () => story(),
    (error: unknown) => story(error),
  );
}

/**
 * Several people do what they like, by turns, and after every move it is checked that the real
 * thing is where the model is. The same seed is the same story. Ends at the first failure.
 */
export function walkAtRandom<TMachine extends AnyStateMachine>(
  stage: Stage<TMachine>,
  {
    seed,
    steps,
    onMove = () => undefined,
  }: {
    readonly seed: number;
    readonly steps: number;
    readonly onMove?: (done: Done<TMachine>) => void;
  },
): Promise<Story<TMachine>> {
  const random = seededRandom(seed);
  return tell(
    stage,
    (troupe, told) => (told < steps ? nextMove(stage, troupe, random) : undefined),
    onMove,
  );
}

/** The same moves again in new worlds; those that are impossible by now are left out. */
export const retell = <TMachine extends AnyStateMachine>(
  stage: Stage<TMachine>,
  moves: readonly Move<TMachine>[],
): Promise<Story<TMachine>> =>
  tell(
    stage,
    (_, told) => moves[told],
    () => undefined,
  );
