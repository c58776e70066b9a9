import type { EdgeCode, RefusalCode, SessionId } from '@naervaer/machines/protocol';
import type { Log } from './log.ts';

/** What tells of somebody who tries more than they may. */
export const SECURITY_EVENTS = [
  /** A command that the sender may not give, or one too many guesses at a clinic. */
  'commandRefused',
  /** A document that the session may not open, or that is none. */
  'documentRefused',
  /** A route that the session may not use, or what is no HTTP. */
  'requestRefused',
  /** A write, or a question about a person, from a page that is not ours. */
  'originRefused',
  /** A WebSocket that was not let in. */
  'upgradeRefused',
  /** More than an address, an organisation or a session may send. */
  'boundReached',
] as const;
export type SecurityEvent = (typeof SECURITY_EVENTS)[number];

interface Shape {
  readonly code: RefusalCode | EdgeCode;
  /**
   * Which route, kind of document, door or bound: a word of a closed list of ours. Never an address
   * of anybody, which may be a patient's home.
   */
  readonly about?: string;
  readonly session?: SessionId | undefined;
}

/**
 * Attempts in the plain log (SE4): shapes, never values. Of each kind the first few of a minute are
 * a line each, and all the rest of it is one line with their number, so that a flood fills no disk.
 */
export interface SecurityLog {
  tell(event: SecurityEvent, shape: Shape): void;
  /** Ends the minute: tells how many there were beyond those told of. */
  minute(): void;
}

/** Lines of one kind in one minute, before the count. */
export const LINES = 5;
/** A reached bound says the same each time, and whoever reaches it does so thousands of times. */
const linesOf = (event: SecurityEvent): number => (event === 'boundReached' ? 1 : LINES);

export function createSecurityLog(log: Log): SecurityLog {
  const seen = new Map<
    string,
    { readonly shape: Shape & { readonly event: SecurityEvent }; times: number }
  >();
  return {
    tell(event, { code, about, session }) {
      const key = `${event} ${code} ${about}`;
      const shape = { event, code, ...(about === undefined ? {} : { about }) };
      const one = seen.get(key) ?? { shape, times: 0 };
      seen.set(key, one);
      one.times += 1;
      if (one.times > linesOf(event)) return;
      log.warn({ ...shape, ...(session === undefined ? {} : { session }) }, 'refused');
    },
    minute() {
      for (const { shape, times } of seen.values()) {
        const more = times - linesOf(shape.event);
        if (more > 0) log.warn({ ...shape, more }, 'refused, and more of it');
      }
      seen.clear();
    },
  };
}
