/**
 * How long an ended consultation stays readable, in milliseconds: its waiter still has to read how
 * it ended, also after an hour without network.
 */
export const ENDED_IS_KEPT = 60 * 60_000;

/**
 * How many ended consultations of one waiter are kept at most: every event costs time for each, and
 * one who joins and leaves without end would stop the whole server within the hour (SE3).
 */
export const ENDED_OF_ONE = 20;

/** How many finished calls tell the clinic's pace: about a day's, so yesterday's hurry is forgotten. */
export const PACE_CALLS = 20;
