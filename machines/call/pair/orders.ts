import type { PeerId } from '../../protocol/index.ts';

/** How large and how often the own picture goes to the other side. */
export interface Picture {
  /** Lines at most; the host scales down from what the camera gives, and never up. */
  readonly height: number;
  readonly framesPerSecond: number;
  readonly kbps: number;
}

/** `full`: 32 kbit/s, with redundancy (RED) where both can. `low`: 16 kbit/s, nothing doubled. */
export type Sound = 'full' | 'low';

/** The other side's sound and picture, as this side shows it: one sign, both can read it (C2). */
export type Sign = 'good' | 'weak' | 'lost';

/**
 * What the host has to do now, all of it: it compares with what it does already and changes that.
 * A pure function of the snapshot (`ordersOf`), so that every media decision is the machine's.
 */
export interface PairOrders {
  /** The leg on trial, placed (leader) or answered (follower); null: none. */
  readonly attempt: { readonly peerId: PeerId; readonly generation: number } | null;
  /** The leg that carries; whatever is none of attempt, carrying and held is closed. */
  readonly carrying: number | null;
  /** A call that came before the view named its peer: neither answered nor closed for now. */
  readonly held: { readonly peerId: PeerId; readonly generation: number } | null;
  /** Null: no picture goes out, so that the sound holds. */
  readonly picture: Picture | null;
  readonly sound: Sound;
  readonly sign: Sign;
  /** To be told to the other side as `isWeak`: measured here. What it tells us is only in `sign`. */
  readonly isWeakHere: boolean;
  /** `picture` is null although the room would allow one. */
  readonly isPictureWithheld: boolean;
  /** To be told to the other side: their microphone gives nothing. */
  readonly isOtherUnheard: boolean;
  /** Told by the other side: "Vi kan ikke høre dig". */
  readonly isUnheard: boolean;
}
