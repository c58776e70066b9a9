import type { Accessor } from 'solid-js';
import type {
  BoardView,
  ClinicId,
  CommandId,
  CommandInput,
  ConsultationId,
  ConsultationView,
  Fingerprint,
  LobbyView,
  MediaGrant,
  Outcome,
  SessionInfo,
} from '@naervaer/machines/protocol';

/**
 * The line to the server, as a screen tells it.
 * - `connecting`: for the first time, or again within the first seconds
 * - `online`: what is sent now arrives now
 * - `offline`: kept here, sent when the network is back (T12)
 * - `signedOut`: the session is over; sign in again
 * - `refused`: the server closed on us with `code` (an `EdgeCode`); it tries again by itself
 */
export type Line =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'online' }
  | { readonly kind: 'offline'; readonly since: number }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'refused'; readonly code: string };

/** One command on its way: `kept` on this device only, or `sent` and not yet answered. */
export type Delivery =
  | { readonly kind: 'kept' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'settled'; readonly outcome: Outcome };

/**
 * A signed-in person's session in this tab: the outbox, the views and the line. A view of a screen
 * never touches a Yjs document; it reads these accessors.
 */
export interface Session {
  readonly info: SessionInfo;
  readonly line: Accessor<Line>;
  /** Server time minus this device's, in milliseconds; spans are shown by it. */
  readonly clockOffset: Accessor<number>;
  /** An id for a command that is sent later; it sorts after all that was said before (CM4). */
  newId(): CommandId;
  /**
   * Puts a command into the outbox, durably, before it resolves; it is sent when there is a line
   * and takes effect once (CM2). Whoever must find it again after the page died makes the `id`
   * first and keeps it: the same id again is the same command.
   */
  send(command: CommandInput, id?: CommandId): Promise<CommandId>;
  /**
   * Takes back a command that certainly never left this device, and deletes it here.
   * @returns false when it may have been sent, or is not known: then another command must undo it
   */
  withdraw(id: CommandId): Promise<boolean>;
  /** Like `send`, and waits for the outcome, over reconnects. Lost with the page; the command is not. */
  ask(command: CommandInput): Promise<Outcome>;
  delivery(id: CommandId): Accessor<Delivery>;
  /** How many commands are kept and not answered. */
  readonly pending: Accessor<number>;
  /** View primitives: subscribe within a reactive owner, clean up with it. Undefined while loading. */
  board(clinicId: ClinicId): Accessor<BoardView | undefined>;
  lobby(clinicId: ClinicId): Accessor<LobbyView | undefined>;
  consultation(id: ConsultationId): Accessor<ConsultationView | undefined>;
  /**
   * Asks for a place in the room of a called or ongoing consultation.
   * @param fingerprint of the certificate that this tab shows to the others
   * @throws NaervaerError
   */
  joinMedia(
    clinicId: ClinicId,
    consultationId: ConsultationId,
    fingerprint: Fingerprint,
  ): Promise<MediaGrant>;
  /** There is network again, says somebody who knows: the line comes back now, not by and by. */
  hurry(): void;
  /** Small things of this session that outlive a reload, encrypted (DC4). JSON values. */
  readonly vault: Vault;
  /**
   * Ends the session here and at the server, deletes every trace, goes to the provider's logout.
   * @param next `login`: somebody else signs in at once; the page comes back with `?state=login`
   */
  signOut(next?: 'login'): Promise<void>;
  close(): void;
}

export interface Vault {
  get<T>(key: string): Promise<T | undefined>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
}
