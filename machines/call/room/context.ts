import type { PartyId } from '../../protocol/index.ts';
import { lostAfter } from './devices.ts';
import type { Lost } from './devices.ts';
import type { DeniedReason, RoomEvent } from './events.ts';
import { emptyFloor, floorAfter } from './floor.ts';
import type { Floor } from './floor.ts';
import { ownAfter, unseen } from './own.ts';
import type { Own } from './own.ts';

export interface RoomInput {
  /** Which of the parties this tab is. */
  readonly self: PartyId;
}

/** Plain values only: a snapshot is its JSON (MA2). */
export interface RoomContext {
  readonly self: PartyId;
  readonly denied: DeniedReason | null;
  /** Let in until it is said otherwise: nobody gets a call's page before (C7 is the server's). */
  readonly isAdmitted: boolean;
  readonly lost: Lost;
  readonly floor: Floor;
  readonly own: Own;
}

export const firstContext = ({ self }: RoomInput): RoomContext => ({
  self,
  denied: null,
  isAdmitted: true,
  lost: {},
  floor: emptyFloor,
  own: unseen,
});

/** Own devices are let go of: what was known of them is no longer so. */
export const withoutDevices = (context: RoomContext): RoomContext => ({
  ...context,
  lost: {},
  own: unseen,
});

/** What can happen in any state, with or without own devices. */
export function aroundAfter(context: RoomContext, event: RoomEvent): RoomContext {
  return {
    ...context,
    isAdmitted: event.type === 'ADMITTED_CHANGED' ? event.isAdmitted : context.isAdmitted,
    floor: floorAfter(context.floor, context.self, event),
  };
}

/** What happens to own devices that are there. */
export function openAfter(context: RoomContext, event: RoomEvent): RoomContext {
  return {
    ...aroundAfter(context, event),
    lost: lostAfter(context.lost, event),
    own: ownAfter(context.own, event),
  };
}
