import type { PartyId } from '@naervaer/machines/protocol';

/** What goes beside sound and picture, end to end, by topic; each topic's module knows its messages. */
export type Topic = 'told' | 'text' | 'photo';

/**
 * Small messages between the parties of a call, over data channels of the legs themselves: encrypted
 * between the two browsers, seen by no server, kept nowhere. What is said while there is no way is
 * lost: whoever must lose nothing (text, photo) says it again when `onOpened` tells of a new way.
 * Messages of one topic to one party arrive in order or not at all.
 */
export interface Channel {
  /** Who can be reached now. Reactive. */
  readonly open: () => readonly PartyId[];
  /**
   * JSON, at most 16 KB as text. Without `to`: to everybody who can be reached.
   * @returns whether it went out to anybody
   */
  send(topic: Topic, message: unknown, to?: PartyId): boolean;
  /** @returns what stops it. `message` is unknown on purpose: it comes from another machine. */
  on(topic: Topic, take: (message: unknown, from: PartyId) => void): () => void;
  /** Each time that a way to a party is there, also after healing; at once for those open already. */
  onOpened(take: (to: PartyId) => void): () => void;
  /**
   * Bytes of a photo, beside the messages, so that a large one holds no letter up.
   * @returns false when there is no way, or more than 1 MB is waiting in it: try again later
   */
  sendBytes(bytes: Uint8Array<ArrayBuffer>, to: PartyId): boolean;
  /** Bytes handed to the channel and not yet sent. */
  buffered(to: PartyId): number;
  onBytes(take: (bytes: Uint8Array, from: PartyId) => void): () => void;
}
