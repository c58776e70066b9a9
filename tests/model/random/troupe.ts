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
  /** Null: another one begins, as after a consultation's end. */
  readonly event: EventFromLogic<TMachine> | null;
}

export interface Done<TMachine extends AnyStateMachine> {
  /** Null: another one begins. */
  readonly edge: Edge<TMachine> | null;
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
  const whose = (world: number): string => (worlds === 1 ? '' : `${walk.name} ${world + 1}: `);
  return {
    snapshotOf: at,
    ready({ world, event }) {
      if (event === null)
        return { edge: null, words: `${whose(world)}another one begins`, state: stateOf(first) };
      const wanted: EventFromLogic<TMachine> = event;
      const before = at(world);
      const now = walk.events(before).filter(({ type }) => type === wanted.type);
      const same =
        now.find((other) => isDeepStrictEqual(other, wanted)) ??
        now.find((other) => isDeepStrictEqual(timeless(other), timeless(wanted)));
      if (same === undefined) return undefined;
      const edge = edgeOf(walk, before, same);
      const refused = edge.taken.keys.length === 0 ? ' (refused)' : '';
      const words = `${whose(world)}${inWords(same, before)}${refused}`;
      return { edge, words, state: stateOf(edge.after) };
    },
    async act(world, { edge }) {
      const real = open[world];
      if (real === undefined) throw new RangeError(`no world ${world}`);
      if (edge === null) {
        await real.end();
        open[world] = await beginAndCheck(level, first);
        snapshots[world] = first;
        return;
      }
      await actAndCheck(real, at(world), edge);
      snapshots[world] = edge.after;
    },
    end,
  };
}
