import { MOVES } from './moves.ts';
import type { Actor, Deed, Move } from './move.ts';
import { played } from './stage.ts';
import { firstWorld } from './world.ts';
import type { CaregiverName, Tablet, TabletName, World } from './world.ts';

/** Who does what, and at the board: with whose row. */
export type Act = readonly [actor: Actor, deed: Deed, about?: CaregiverName];

/** @throws when nobody can do that in this world: the script would ask for the impossible */
export function moveOf(world: World, [actor, deed, about]: Act): Move {
  const found = MOVES.find(
    (each) => each.by === actor && each.deed === deed && each.about === about && each.can(world),
  );
  if (found === undefined) throw new Error(`${actor} cannot ${deed} ${about ?? ''}`);
  return found;
}

export const after = (world: World, ...acts: readonly Act[]): World =>
  acts.reduce((now, act) => played(now, moveOf(now, act)).after, world);

const withTablet = (world: World, name: TabletName, change: Partial<Tablet>): World => ({
  ...world,
  tablets: { ...world.tablets, [name]: { ...world.tablets[name], ...change } },
});

/** The known states that chapters begin in. */
export const BEGINNINGS = {
  /** A demo that was never used: closed, nobody has a profile, no device was checked. */
  fresh: firstWorld,
  /** Open; Mette is signed in on a tablet that nobody has checked. */
  unchecked: () =>
    after(
      { ...firstWorld(), profiles: ['mette', 'jonas'] },
      ['anne', 'clinic.OPEN'],
      ['one', 'tablet.SIGNED_IN'],
    ),
  /** Open; Mette is signed in on a tablet that is known; its screen asks who the citizen is. */
  ready: () => ready(),
  /** The same, and Jonas on the second tablet. */
  both: () => after(ready(), ['two', 'tablet.SIGNED_IN']),
  /** The same, and Mette on the second tablet too. */
  same: () => after(withTablet(ready(), 'two', { person: 'mette' }), ['two', 'tablet.SIGNED_IN']),
  /** The browser of the tablet has been told to ask for the camera. */
  asking: () => withTablet(ready(), 'one', { camera: 'asks' }),
  /** The loudspeaker was called broken, and nobody is signed in on the tablet. */
  signedOut: () => brokenAndOut(),
  /** As `ready`, where the loudspeaker was called broken. */
  broken: () => after(brokenAndOut(), ['one', 'tablet.SIGNED_IN']),
  /** The server has a relay that leads nowhere, and may use no other way. */
  noRelay: () => ({ ...ready(), isRelayDead: true }),
} as const satisfies Readonly<Record<string, () => World>>;
export type BeginningName = keyof typeof BEGINNINGS;

function ready(): World {
  const world = { ...firstWorld(), profiles: ['mette', 'jonas'] as const };
  const device = { isDeviceKnown: true };
  const one = withTablet(withTablet(world, 'one', device), 'two', device);
  return after(one, ['anne', 'clinic.OPEN'], ['one', 'tablet.SIGNED_IN']);
}

const brokenAndOut = (): World =>
  withTablet(after(ready(), ['one', 'tablet.SIGN_OUT']), 'one', { isSpeakerBroken: true });
