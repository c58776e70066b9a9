import type { Instant } from '@naervaer/machines/protocol';
import type { Stream } from '@naervaer/storage';
import type { Subject } from './types.ts';

/** The server's own keys. They are never deleted; the master key is what they hang on. */
export const SERVER_SUBJECTS = {
  /** What a clinic is without its consultations: open or closed, the queue's order, the pace. */
  clinics: 'server/clinics',
  /** A colleague's name in a refusal that is remembered. */
  outcomes: 'server/outcomes',
  /** Small administrative values. */
  text: 'server/text',
  /** What pseudonyms and secrets for a purpose are derived from. */
  secret: 'server/secret',
} as const;

export const CLINICS_SUBJECT: string = SERVER_SUBJECTS.clinics;
export const OUTCOMES_SUBJECT: string = SERVER_SUBJECTS.outcomes;

const DAY_MS = 24 * 60 * 60 * 1000;

/** What a clinic says as a clinic is under one key a day (UTC), whose retention runs from its end. */
export function clinicDay(stream: Stream, at: Instant): Subject {
  const day = new Date(at).toISOString().slice(0, 10);
  const endedAt = (Math.floor(at / DAY_MS) + 1) * DAY_MS;
  return { subject: `${stream}/${day}`, stream, at, citizen: null, endedAt };
}
