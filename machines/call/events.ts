import type { Instant } from '../protocol/index.ts';

/** Why there is no sound and picture of one's own. A screen has a sentence for each. */
export const DENIED_REASONS = ['permission', 'notFound', 'inUse', 'insecure', 'unknown'] as const;
export type DeniedReason = (typeof DENIED_REASONS)[number];

interface At {
  /** Milliseconds by any steady clock of the tab; only differences count. */
  readonly at: Instant;
}

/** All that one tab's call takes. Time comes in with the event (MA1). */
export type CallEvent =
  | (At & { readonly type: 'MEDIA_READY' })
  | (At & { readonly type: 'MEDIA_DENIED'; readonly reason: DeniedReason })
  /** The other side's address at the broker became known, became another one, or is not known. */
  | (At & { readonly type: 'PEER_CHANGED'; readonly isPresent: boolean })
  /** Sound or picture of the other side arrives. */
  | (At & { readonly type: 'STREAM_FLOWS' })
  | (At & { readonly type: 'FLOW_STOPPED' })
  | (At & { readonly type: 'RETRY' })
  | (At & { readonly type: 'DEADLINE' })
  | (At & { readonly type: 'ENDED' });
export type CallEventType = CallEvent['type'];
