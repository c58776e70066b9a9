import { isDeepStrictEqual } from 'node:util';
import type { AnyStateMachine, EventFromLogic, SnapshotFrom } from 'xstate';
import { stateOf } from '../branches.ts';
import type { Walk } from '../coverage.ts';
import { edgeOf, firstOf } from '../graph.ts';
import type { Edge } from '../graph.ts';
import type { OpenLevel, OpenWorld } from '../level.ts';
import { actAndCheck, beginAndCheck } from '../run.ts';
import { wordsOf } from '../words.ts';

/** Something that somebody did, by what it is rather than by when. */
export interface Move<TMachine extends AnyStateMachine> {
  /** From 0. */
  readonly world: number;
  readonly event: EventFromLogic<TMachine>;
}

export interface Done<TMachine extends AnyStateMachine> {
  readonly edge: Edge<TMachine>;
  /** For a story: `tablet 2: CONTINUE` where there are several. */
  readonly words: string;
  readonly state: string;
}

/** The worlds of one walk, each where the model says that it is. */
export interface Troupe<TMachine extends AnyStateMachine> {
  snapshotOf(world: number): SnapshotFrom<TMachine>;
  /**
   * Does a move on the real thing and checks it. The event's time is of now, whenever it was.
   * @returns undefined when the move cannot even be tried any more: others came before it once.
   */
  ready(move: Move<TMachine>): Done<TMachine> | undefined;
  act(world: number, done: Done<TMachine>): Promise<void>;
  end(): Promise<void>;
}

type Fields = Readonly<Record<string, unknown>>;
const timeless = (event: object): Fields => ({ ...event, at: 0 });

export interface Stage<TMachine extends AnyStateMachine> {
  readonly walk: Walk<TMachine>;
  readonly level: OpenLevel<TMachine>;
  readonly worlds: number;
}

/** @throws when a world does not begin in the machine's first state. */
export async function gather<TMachine extends AnyStateMachine>({
  walk,
  level,
  worlds,
}: Stage<TMachine>): Promise<Troupe<TMachine>> {
  const inWords = wordsOf(walk);
  const first = firstOf(walk);
  const open: OpenWorld<TMachine>[] = [];
  const end = async (): Promise<void> => {
    for (const world of open.splice(0)) await world.end();
  };
  const snapshots = Array.from({ length: worlds }, () => first);
  try {
    for (let n = 0; n < worlds; n += 1) open.push(await beginAndCheck(level, first));
  } catch (error) {
    await end().catch(() => undefined);
    throw error;
  }
  const at = (world: number): SnapshotFrom<TMachine> => snapshots[world] ?? first;
  return {
    snapshotOf: at,
    ready({ world, event }) {
      const before = at(world);
      const now = walk.events(before).filter(({ type }) => type === event.type);
      const same =
        now.find((other) => isDeepStrictEqual(other, event)) ??
        now.find((other) => isDeepStrictEqual(timeless(other), timeless(event)));
      if (same === undefined) return undefined;
      const edge = edgeOf(walk, before, same);
      const who = worlds === 1 ? '' : `${walk.name} ${world + 1}: `;
      const refused = edge.taken.keys.length === 0 ? ' (refused)' : '';
      const words = `${who}${inWords(same, before)}${refused}`;
      return { edge, words, state: stateOf(edge.after) };
    },
    async act(world, { edge }) {
      const real = open[world];
      if (real === undefined) throw new RangeError(`no world ${world}`);
      await actAndCheck(real, at(world), edge);
      snapshots[world] = edge.after;
    },
    end,
  };
}
