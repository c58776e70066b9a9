import { pino } from 'pino';
import type { Logger } from 'pino';

/**
 * Structured logs of shapes, never of values (SE4): codes, counts, kinds, durations, and ids that
 * open nothing. A thing that a person typed, a name, a token or an address of a page with a query
 * never reaches a log call.
 */
export type Log = Logger;

export const createLog = (level: string): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });

/** What may be logged of an error: its class and code, and where it was thrown, not its message. */
export function shapeOf(error: unknown): { error: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const at = error.stack
    ?.split('\n')
    .find((line) => line.includes('    at '))
    ?.trim();
  return { error: error.name, ...code, ...(at === undefined ? {} : { at }) };
}
