/** How long a state may last before it is called failed, in milliseconds (C3). */
export const PAIR_PATIENCE = {
  /** From the moment that the other side is there until its sound and picture are. */
  connecting: 20_000,
  /** A call that stopped: a minute without network must fit in. */
  healing: 90_000,
} as const;

/** The pace of attempts, in milliseconds (C3). */
export const PACE = {
  /** A leg on trial that does not flow is given up; each next one may take twice as long. */
  trial: 4_000,
  /** A slow relay needs its time: what is given up too soon never comes. */
  longestTrial: 16_000,
  /** The follower waits for its leader to give up, and closes nothing that the leader still tries. */
  answer: 20_000,
  /** Between attempts that came to nothing, doubled up to `longestPause`. */
  pause: 250,
  longestPause: 4_000,
  /** A leg that carried for less than this was no success: the next attempt keeps its pause. */
  proven: 5_000,
  /** A call that comes before the view names its peer is kept this long. */
  hold: 4_000,
  /** An attempt older than this was made on the network that was before `WOKE`. */
  fresh: 1_000,
  /** The follower closes a leg by which it gets nothing although the other side is reached. */
  deaf: 8_000,
  /** The old leg is closed by the other side a moment before the new one is seen to flow. */
  handover: 1_500,
  /** A fresh leg is made this long before the relay's credentials of the old one end. */
  renewal: 60_000,
  /** And never sooner than this after the last one. */
  renewalPause: 30_000,
} as const;
