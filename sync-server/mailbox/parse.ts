import {
  Envelope,
  isRefusalCode,
  OLDEST_PROTOCOL_VERSION,
  OUTBOX_LIMITS,
} from '@naervaer/machines/protocol';
import type { RefusalCode } from '@naervaer/machines/protocol';
import * as v from 'valibot';

export type Parsed = { readonly envelope: Envelope } | { readonly refusal: RefusalCode };

/**
 * The one parse of what a client wrote. `key` is the entry's place in the outbox, which must be
 * the command's own id. Never throws: bad input gets a code (SE3).
 */
export function parseEnvelope(key: string, raw: unknown): Parsed {
  try {
    const text = JSON.stringify(raw);
    if (text === undefined) return { refusal: 'malformed' };
    if (text.length > OUTBOX_LIMITS.entryBytes) return { refusal: 'tooLarge' };
  } catch {
    // A value that is no JSON, such as a shared type inside a shared type.
    return { refusal: 'malformed' };
  }
  const parsed = v.safeParse(Envelope, raw, { abortEarly: true });
  if (!parsed.success) {
    const { message } = parsed.issues[0];
    return { refusal: isRefusalCode(message) ? message : 'malformed' };
  }
  if (parsed.output.id !== key) return { refusal: 'malformed' };
  if (parsed.output.v < OLDEST_PROTOCOL_VERSION) return { refusal: 'outdatedClient' };
  return { envelope: parsed.output };
}
