import { createContext, useContext, type Accessor } from 'solid-js';
import type { BoardRow, ClinicId } from '@naervaer/machines/protocol';
import type { Session } from '@naervaer/kit/session';
import type { Actions } from './actions.ts';

/** What a row may open: one question at a time. */
export type Question =
  | { readonly kind: 'start'; readonly row: BoardRow }
  | { readonly kind: 'reject'; readonly row: BoardRow }
  /** Null: everybody who waits. */
  | { readonly kind: 'tell'; readonly row: BoardRow | null };

/** One clinic's waiting room, as the parts of its page share it. */
export interface Room {
  readonly session: Session;
  readonly clinicId: ClinicId;
  readonly actions: Actions;
  /** Server time. */
  readonly now: Accessor<number>;
  /** What is said now arrives now. A claim must be live, so the buttons wait for it. */
  readonly isLive: Accessor<boolean>;
  /** The consultation that I hold, if any. */
  readonly mine: Accessor<BoardRow | undefined>;
  /** Starts, by way of the check question when it is wanted (B4). */
  start(row: BoardRow): void;
  ask(question: Question): void;
  /** Shows the call that I am in. */
  showCall(): void;
}

export const RoomContext = createContext<Room>();

/** @throws Error outside of a clinic's board */
export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (!room) throw new Error('outside of a clinic’s board');
  return room;
}
