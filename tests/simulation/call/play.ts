import { tell, tellRoom } from './host.ts';
import { CallRuleBroken, partedBy } from './rules.ts';
import { comeBack, storyOf, take, wake } from './story.ts';
import type { Step, Story } from './story.ts';
import type { Fault, World } from './types.ts';
import { CALM, createWorld, openTab } from './world.ts';

/** Everything whole again, a slow relay's trial included, and its pause. */
const SETTLES_MS = 45_000;
/** From when the leader hears the other side again (C3). */
export const HEALS_MS = 3_000;
/** Until a knock after a blackout has made its round trip. */
const KNOCKS_MS = 1_000;

export interface Played {
  readonly failure: Error | undefined;
  /** The last events that machines took. */
  readonly log: readonly string[];
  readonly taken: number;
  /** Simulated. */
  readonly ms: number;
}

function makeWhole(world: World): void {
  world.weather = CALM;
  world.isServerUp = true;
  for (const device of world.devices) {
    wake(world, device);
    openTab(world, device);
    comeBack(world, device);
  }
}

function end(world: World): void {
  const { now: at } = world.clock;
  for (const { tab } of world.devices) {
    if (tab === undefined) continue;
    for (const pair of tab.pairs.values()) tell(world, pair, { type: 'ENDED', at });
    tellRoom(world, tab, { type: 'ENDED', at });
  }
  world.clock.pass(2_000);
}

function played(world: World, tellStory: () => void): Played {
  const began = world.clock.now;
  let failure: Error | undefined;
  try {
    tellStory();
    end(world);
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
  }
  const { log, taken, clock } = world;
  return { failure, log: log.slice(-60), taken, ms: clock.now - began };
}

/** The same story, seed and code give the same run. */
export function play(seed: number, story: Story = storyOf(seed), fault?: Fault): Played {
  const world = createWorld(seed, story.parties, fault);
  return played(world, () => {
    world.clock.pass(3_000);
    for (const step of story.steps) {
      take(world, step);
      world.clock.pass(step.after);
    }
    // What still lasts ends by itself, or here.
    world.clock.pass(1_000);
    makeWhole(world);
    world.clock.pass(SETTLES_MS);
    const parted = partedBy(world);
    if (parted !== undefined) throw new CallRuleBroken(`C3: no call on a whole network: ${parted}`);
  });
}

/** One blackout of one side or of both, and the seconds until the call is one again. */
export function playBlackout(
  seed: number,
  lasts: number,
  fault?: Fault,
): Played & { healed: number } {
  const world = createWorld(seed, 2, fault);
  let healed = 0;
  const run = played(world, () => {
    world.clock.pass(10_000);
    if (partedBy(world) !== undefined) throw new CallRuleBroken('no call to begin with');
    const cut = world.devices.filter((_, index) => seed % 3 === 2 || index === seed % 3);
    for (const device of cut) device.isOnline = false;
    world.clock.pass(lasts);
    for (const device of cut) comeBack(world, device);
    const most = KNOCKS_MS + HEALS_MS;
    while (healed < most && partedBy(world) !== undefined) {
      world.clock.pass(100);
      healed += 100;
    }
    const parted = partedBy(world);
    if (parted !== undefined)
      throw new CallRuleBroken(
        `C3: not healed ${most} ms after ${lasts} ms without network: ${parted}`,
      );
    world.clock.pass(10_000);
    if (partedBy(world) !== undefined) throw new CallRuleBroken('C3: healed, and parted again');
  });
  return { ...run, healed };
}

/** The story without whatever is not needed to break the same rule. */
export function shortened(seed: number, story: Story, fault?: Fault): Story {
  const fails = (steps: readonly Step[]): boolean =>
    play(seed, { ...story, steps }, fault).failure !== undefined;
  let { steps } = story;
  for (let index = 0; index < steps.length;) {
    const without = steps.toSpliced(index, 1);
    if (fails(without)) steps = without;
    else index += 1;
  }
  return { ...story, steps };
}
