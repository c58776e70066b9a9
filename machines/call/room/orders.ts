import type { PartyId } from '../../protocol/index.ts';

/** What the host has to do for the room as a whole; a pure function of the snapshot. */
export interface RoomOrders {
  /** Devices to take (again) now. */
  readonly acquire: readonly ('camera' | 'microphone')[];
  /** Kilobits a second that the own picture may take to each other party. */
  readonly budgets: Readonly<Record<PartyId, number>>;
  /** Whose picture is the large one; null: whoever is alone with us. */
  readonly speaker: PartyId | null;
  /** Own picture too dark to judge anything by. */
  readonly isDark: boolean;
  /** Own microphone gives nothing though it is on. */
  readonly isSilent: boolean;
}
