/**
 * Turns what is personal into the bytes that the journal keeps, and back (ST2). `subject` is the
 * consultation whose key it belongs under; null for the clinic's own.
 *
 * The present implementation encodes and does not encrypt: keys per consultation are the next step
 * of the road map, and this is the one place where they go.
 */
export interface Sealer {
  seal(subject: string | null, value: unknown): Uint8Array;
  open(subject: string | null, sealed: Uint8Array): unknown;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const plainSealer: Sealer = {
  seal: (_subject, value) => encoder.encode(JSON.stringify(value)),
  open: (_subject, sealed) => JSON.parse(decoder.decode(sealed)),
};
