import type { Outcome } from '@naervaer/machines/protocol';
import type { JournalEvent, StoredOutcome } from '@naervaer/storage';
import type { PlainEvent } from '@naervaer/sync-server/commit/index.ts';
import type { Keyring, Sealer } from '@naervaer/sync-server/keys/index.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

const encoded = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

/** What `plainSealer` sealed. */
export const openPlain = (sealed: Uint8Array): unknown => JSON.parse(decoder.decode(sealed));

/** The event as `plainSealer` leaves it in the journal. */
export function plainEvent({ seq, type, at, subject, value }: PlainEvent): JournalEvent {
  return { seq, type, at, subject, sealed: encoded(value) };
}

/** The outcome as `plainSealer` leaves it in the store. */
export const plainSealed = (outcome: Outcome): Outcome =>
  'holder' in outcome ? { ...outcome, holder: JSON.stringify(outcome.holder) } : outcome;

/** The outcome as it was before `plainSealer` sealed the name in it. */
export function plainOutcome(stored: StoredOutcome): StoredOutcome {
  const { outcome } = stored;
  if (!('holder' in outcome) || outcome.holder === undefined) return stored;
  return {
    ...stored,
    outcome: { ...outcome, holder: String(openPlain(encoder.encode(outcome.holder))) },
  };
}

/**
 * Encodes and does not encrypt, has no keys and no threads: the simulation plays the same story
 * twice to the same end.
 */
export const plainSealer: Sealer = {
  seal: async (_subject, value) => ({ bytes: encoded(value), keys: [] }),
  sealAgain: async (_subject, value) => encoded(value),
  open: async (_subject, sealed) => openPlain(sealed),
  stored: () => undefined,
  forget: () => undefined,
};

/** The same for small texts. */
export const plainTexts: Pick<Keyring, 'sealText' | 'openText'> = {
  sealText: async (text) => text,
  openText: async (sealed) => sealed,
};
