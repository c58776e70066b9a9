import { doctorMoves } from './doctor-moves.ts';
import { QUICK } from './move.ts';
import type { Deed, Move } from './move.ts';
import { singleMoves } from './tablet-moves.ts';
import { DOCTORS, TABLETS } from './world.ts';
import type { TabletName, World } from './world.ts';

/** What is known by heart after the first chapters, said as one step. */
const TOGETHER: Partial<Record<Deed, readonly Deed[]>> = {
  enter: ['tablet.SIGNED_IN', 'spare'],
  toClinic: ['tablet.CONTINUE', 'tablet.CLINIC_CHOSEN'],
  toCheck: ['tablet.CONTINUE', 'tablet.CLINIC_CHOSEN', 'tablet.CONTINUE'],
  toReason: ['tablet.CONTINUE', 'tablet.CLINIC_CHOSEN', 'tablet.CONTINUE'],
  join: ['tablet.CONTINUE', 'tablet.CLINIC_CHOSEN', 'tablet.CONTINUE', 'tablet.SUBMITTED'],
  joinWithout: [
    'tablet.WITHOUT_CPR',
    'tablet.CONTINUE',
    'tablet.CLINIC_CHOSEN',
    'tablet.CONTINUE',
    'tablet.SUBMITTED',
  ],
};

function tabletMoves(name: TabletName): Move[] {
  const single = singleMoves(name);
  const together = Object.entries(TOGETHER).map(([deed, deeds]): Move => {
    const isAtStart = ({ deed: first, can }: Move, world: World): boolean =>
      first === deeds[0] && can(world);
    return {
      deed: deed as Deed,
      by: name,
      cost: deeds.length * QUICK,
      can: (world) => single.some((move) => isAtStart(move, world)),
      play(stage) {
        for (const each of deeds) {
          // A clinic that is chosen already is not chosen again.
          const next = single.find((move) => move.deed === each && move.can(stage.world));
          if (next === undefined && each !== 'tablet.CLINIC_CHOSEN') {
            throw new Error(`${name} cannot ${each} on the way to ${deed}`);
          }
          next?.play(stage);
        }
      },
    };
  });
  return [...single, ...together];
}

/** Longer than this nobody waits in an acceptance test. */
const LONGEST = 61 * 60_000;

const BREATH = 5_000;

const wait: Move = {
  deed: 'tablet.DEADLINE',
  by: 'all',
  cost: 1.5,
  can: () => true,
  play(stage) {
    const due = stage.nextDeadline();
    if (due === undefined || due - stage.now > LONGEST) return;
    // What is due a breath later is waited for too.
    stage.pass(due + BREATH);
  },
};

/** Everything that anybody in the test can do. */
export const MOVES: readonly Move[] = [
  ...TABLETS.flatMap(tabletMoves),
  ...DOCTORS.flatMap(doctorMoves),
  wait,
];
