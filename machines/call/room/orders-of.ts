import { KINDS, retaken } from './devices.ts';
import { budgetsOf, speakerOf } from './floor.ts';
import type { RoomSnapshot } from './machine.ts';
import type { RoomOrders } from './orders.ts';

const NOTHING: RoomOrders = {
  acquire: [],
  budgets: {},
  speaker: null,
  isDark: false,
  isSilent: false,
};

/** What the host has to do for the room as a whole. Ended, or in another tab: nothing. */
export function roomOrdersOf({ value, context }: RoomSnapshot): RoomOrders {
  if (value === 'ended' || value === 'elsewhere') return NOTHING;
  const { self, floor, lost, own, isAdmitted } = context;
  return {
    acquire: value === 'acquiring' ? KINDS : retaken(lost),
    budgets: isAdmitted ? budgetsOf(floor, self) : {},
    speaker: speakerOf(floor, self),
    isDark: own.isDark,
    isSilent: own.isSilent,
  };
}
