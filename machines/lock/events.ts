import type { Instant } from '../protocol/index.ts';

interface At {
  /** This device's clock; it measures the pauses only. */
  readonly at: Instant;
}

/** All that the lock takes. It never sees a digit: what was typed is compared by its host (MA1). */
export type LockEvent =
  /** The care worker is about to give the tablet away. */
  | (At & { readonly type: 'HAND_OVER' })
  /** Four digits, the first time of two. */
  | (At & { readonly type: 'PIN_CHOSEN' })
  | (At & { readonly type: 'PIN_REPEATED'; readonly isSame: boolean })
  /** The small button on the locked screen. */
  | (At & { readonly type: 'ASK' })
  | (At & { readonly type: 'PIN_TYPED'; readonly isRight: boolean })
  /** The question was left as it was: not handed over after all, or still locked. */
  | (At & { readonly type: 'BACK' })
  | (At & { readonly type: 'DEADLINE' })
  /** The session is over: nobody is left whose code it was. */
  | (At & { readonly type: 'SIGNED_OUT' });
export type LockEventType = LockEvent['type'];
