/**
 * The version of everything in this folder that goes over the wire. A change of a schema changes
 * its hash in `version.test.ts`, which then asks for a new version and a line here.
 *
 * 1: 2026-11-21, the first.
 * 2: 2026-11-21, administrators sign in; `tooManyTries`.
 * 3: 2026-11-21, calls that survive: a tab's certificate, parties, the call's own line.
 */
export const PROTOCOL_VERSION = 3;
/** The oldest client that the server still takes commands from. */
export const OLDEST_PROTOCOL_VERSION = 1;
