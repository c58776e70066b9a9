/** Spans of a consultation's unattended states, in milliseconds (MA2). */

const MINUTE = 60_000;

/**
 * A called waiter who does not come in is no longer called, so that the colleague is free again and
 * nobody sits before a black picture. Long enough to walk the tablet back to the bed.
 */
export const CALL_WAITS = 3 * MINUTE;

/**
 * A place is kept this long after the waiter's device went out of reach. Covers a battery that is
 * changed, a ward without network and a second device (T7); longer than a usual wait.
 */
export const PLACE_IS_KEPT = 30 * MINUTE;

/**
 * An interrupted call is resumed within this span or it ends. Covers a restart of the tablet, and
 * frees the clinician before the next agreed time, 10–15 minutes after.
 */
export const CALL_IS_KEPT = 10 * MINUTE;
