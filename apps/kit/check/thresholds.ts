/**
 * When the network counts as weak (T5). What is measured is a way to the relay and back, on this
 * device alone; in a call the other side's way comes on top.
 */

/**
 * Milliseconds to the relay and back. ITU-T G.114 holds 400 ms from mouth to ear for the most that a
 * conversation bears; a slow answer leaves nothing of it for the other side.
 */
export const SLOW_MS = 400;

/** Part of the packets. At 10 % our own measurements heard 5 % of the sound made up, at 5 % half. */
export const LOSSY = 0.05;

/** kbit/s. At 300 a picture of 640 × 480 held 30 frames a second, with sound; below it steps down. */
export const NEEDED_KBITS = 300;

/** What arrives is never quite what was sent within the same time: so much of it is enough. */
export const ENOUGH = 0.9;
