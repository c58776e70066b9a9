import type { Instant, PeerId } from '../../protocol/index.ts';
import type { Measure } from './measure.ts';

interface At {
  /** Milliseconds by any steady clock of the tab; only differences count. */
  readonly at: Instant;
}

/** What the other side says of our sound and picture; it hears and sees, we do not (C2). */
export interface Told {
  /** Our microphone gives no sound although it should. */
  readonly isUnheard: boolean;
  /** It gets our sound and picture badly: it shows its calm sign too. */
  readonly isWeak: boolean;
  readonly isMicrophoneOn: boolean;
  readonly isCameraOn: boolean;
}

/**
 * All that one pair of parties takes, as one of the two sees it. A *leg* is one PeerJS call between
 * the two, known by its number (`generation`). Time comes in with the event (MA1).
 */
export type PairEvent =
  /** Own sound and picture are there to be sent, or are not (yet). */
  | (At & { readonly type: 'READY_CHANGED'; readonly isReady: boolean })
  /** The address that the view names for the other party; null: it names none. */
  | (At & { readonly type: 'PEER_CHANGED'; readonly peerId: PeerId | null })
  /**
   * A knock went to the peer that the view names now and its answer came back, or none came any
   * more. Another peer has to be reached anew: say it again after `PEER_CHANGED`. Both roles.
   */
  | (At & { readonly type: 'REACH_CHANGED'; readonly isReached: boolean })
  /** A call came in (the follower's side only). Look at the orders then: answer, hold or close it. */
  | (At & { readonly type: 'CALL_CAME'; readonly peerId: PeerId; readonly generation: number })
  /** Packets of the other side arrive by this leg. */
  | (At & { readonly type: 'LEG_FLOWS'; readonly generation: number })
  /** None for 1.5 s, sound and picture alike. */
  | (At & { readonly type: 'LEG_STOPPED'; readonly generation: number })
  /** Closed by anybody, failed, refused (e.g. another fingerprint): nothing comes by it any more. */
  | (At & { readonly type: 'LEG_DIED'; readonly generation: number })
  /** Once a second while a leg carries. */
  | (At & { readonly type: 'MEASURED'; readonly measure: Measure })
  | (At & { readonly type: 'TOLD'; readonly told: Told })
  /** What the room allows this pair now. */
  | (At & { readonly type: 'BUDGET_CHANGED'; readonly budget: number })
  /** Another network, back from sleep, or `online`: try without waiting. */
  | (At & { readonly type: 'WOKE' })
  /** The relay's credentials of the carrying leg end then. */
  | (At & { readonly type: 'CREDENTIALS'; readonly until: Instant })
  | (At & { readonly type: 'RETRY' })
  | (At & { readonly type: 'DEADLINE' })
  | (At & { readonly type: 'ENDED' });
export type PairEventType = PairEvent['type'];
