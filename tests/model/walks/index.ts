import type { pairMachine, roomMachine } from '@naervaer/machines/call';
import type { clinicMachine } from '@naervaer/machines/clinic';
import type { consultationMachine } from '@naervaer/machines/consultation';
import type { tabletMachine } from '@naervaer/machines/tablet';
import type { Walk } from '../coverage.ts';
import { callWalk } from './call.ts';
import { clinicWalk } from './clinic.ts';
import { consultationWalk } from './consultation.ts';
import { roomWalk } from './room.ts';
import { tabletWalk } from './tablet.ts';

export { callWalk, clinicWalk, consultationWalk, roomWalk, tabletWalk };

interface Machines {
  readonly clinic: typeof clinicMachine;
  readonly consultation: typeof consultationMachine;
  readonly tablet: typeof tabletMachine;
  readonly call: typeof pairMachine;
  readonly room: typeof roomMachine;
}

export type MachineName = keyof Machines;
export type MachineOf<TName extends MachineName> = Machines[TName];

/** In the order in which they are listed, run and drawn. */
export const MACHINE_NAMES = ['clinic', 'consultation', 'tablet', 'call', 'room'] as const;

/** Every machine of the house with the few people and things that walk through it. */
export const WALKS: { readonly [TName in MachineName]: Walk<MachineOf<TName>> } = {
  clinic: clinicWalk,
  consultation: consultationWalk,
  tablet: tabletWalk,
  call: callWalk,
  room: roomWalk,
};
