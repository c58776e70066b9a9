/**
 * How long an ended consultation stays readable, in milliseconds: its waiter still has to read how
 * it ended, also after an hour without network.
 */
export const ENDED_IS_KEPT = 60 * 60_000;

/** How many finished calls tell the clinic's pace: about a day's, so yesterday's hurry is forgotten. */
export const PACE_CALLS = 20;
