import type { AnyStateMachine, EventFromLogic, SnapshotFrom } from 'xstate';
import { stateOf } from '../branches.ts';
import type { Walk } from '../coverage.ts';
import { edgeOf } from '../graph.ts';
import type { AnyStep } from '../level.ts';

type Check<TMachine extends AnyStateMachine, TWorld> = (
  world: TWorld,
  snapshot: SnapshotFrom<TMachine>,
) => Promise<void>;

/**
 * Checks of states that also look, the first time that a state is seen, whether the screen offers
 * anything that the machine refuses there. Everything is tried that the machine's own walk knows.
 */
export function alsoRefusing<
  TMachine extends AnyStateMachine,
  TWorld,
  TStates extends Readonly<Record<string, Check<TMachine, TWorld>>>,
>(
  walk: Walk<TMachine>,
  states: TStates,
  expectRefused: (world: TWorld, step: AnyStep<TMachine>) => Promise<void>,
): TStates {
  const seen = new Set<string>();
  const lookAt = async (world: TWorld, snapshot: SnapshotFrom<TMachine>): Promise<void> => {
    const name = stateOf(snapshot);
    if (seen.has(name)) return;
    seen.add(name);
    for (const event of walk.events(snapshot)) {
      if (edgeOf(walk, snapshot, event).taken.keys.length > 0) continue;
      await expectRefused(world, refused<TMachine>(event, snapshot));
    }
  };
  const all = Object.entries(states).map(([name, check]) => [
    name,
    async (world: TWorld, snapshot: SnapshotFrom<TMachine>): Promise<void> => {
      await check(world, snapshot);
      await lookAt(world, snapshot);
    },
  ]);
  return Object.fromEntries(all) as TStates;
}

/** The type of an event and that of its step belong together; a generic union cannot say so. */
const refused = <TMachine extends AnyStateMachine>(
  event: EventFromLogic<TMachine>,
  at: SnapshotFrom<TMachine>,
): AnyStep<TMachine> =>
  ({ event, before: at, after: at, isRefused: true }) as unknown as AnyStep<TMachine>;
