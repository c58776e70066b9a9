import type { EventTypeOf } from '../level.ts';
import type { MachineName, MachineOf } from '../walks/index.ts';
import { CITIZEN } from './stage.ts';
import type { Stage } from './stage.ts';
import type { CaregiverName, DoctorName, TabletName, World } from './world.ts';

/** An event of a machine, by its own name. */
export type MachineEvent = {
  [TName in MachineName]: `${TName}.${EventTypeOf<MachineOf<TName>>}`;
}[MachineName];

/** What a person does that is no event of a machine, but leads to some. */
export const EXTRAS = [
  'hide',
  'show',
  'spare',
  'overAnew',
  'sleep',
  'brokenCheck',
  'sameCitizen',
  'openTell',
  'sendTold',
  'goIn',
  'forgetCamera',
  'enter',
  'toClinic',
  'toCheck',
  'toReason',
  'join',
  'joinWithout',
] as const;
export type Deed = MachineEvent | (typeof EXTRAS)[number];

export type Actor = TabletName | DoctorName | 'all';

/** One thing that a person can do now. */
export interface Move {
  /** What the script writes for it. */
  readonly deed: Deed;
  readonly by: Actor;
  /** Whom the row is about, for what is done at the board. */
  readonly about?: CaregiverName;
  /** Minutes, about. */
  readonly cost: number;
  readonly can: (world: World) => boolean;
  readonly play: (stage: Stage) => void;
}

/** Makes the moves of one person; when one is played, what follows by itself has followed. */
export const moveBy =
  (by: Actor) =>
  (
    deed: Deed,
    can: (world: World) => boolean,
    play: (stage: Stage) => void,
    cost = QUICK,
  ): Move => ({
    deed,
    by,
    cost,
    can,
    play(stage) {
      play(stage);
      stage.settle();
    },
  });

const NUMBERS: Readonly<Record<number, { number: string; name: string }>> = {
  0: { number: '720341-1234', name: 'Ellen Kornmark' },
  1: { number: '670238-0021', name: 'Villy Sandager' },
};
export const citizenOf = (person: CaregiverName): { number: string; name: string } =>
  NUMBERS[CITIZEN[person]] ?? { number: '', name: '' };
export const otherThan = (person: CaregiverName): CaregiverName =>
  person === 'mette' ? 'jonas' : 'mette';

export const REASON = 'Sår på underbenet';
/** Minutes that one press takes, and what a network takes that is switched off. */
export const QUICK = 0.4;
export const AWAY = 0.5;
