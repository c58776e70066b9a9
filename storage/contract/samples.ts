import { ACCEPTED, newCommandId, newSessionId } from '@naervaer/machines/protocol';
import type { CommandId, Outcome, PersonId } from '@naervaer/machines/protocol';
import { expect } from 'vitest';
import { StoreError } from '../store.ts';
import type { Entry, JournalEvent, StoredSession, StoreCode, Stream } from '../store.ts';

export const NOON = Date.UTC(2026, 10, 21, 12);
export const STREAM: Stream = 'clinic/solsikken';

export const event = (seq: number): JournalEvent => ({
  seq,
  type: 'joined',
  at: NOON + seq,
  subject: seq % 2 === 0 ? null : `subject-${seq}`,
  sealed: new Uint8Array([0, seq % 256, 255]),
});

/** Events `first` … `last` of one stream. */
export const events = (first: number, last: number): readonly JournalEvent[] =>
  Array.from({ length: last - first + 1 }, (_, index) => event(first + index));

export const entry = (parts: Partial<Entry>): Entry => ({
  stream: STREAM,
  events: [],
  outcome: null,
  records: [],
  keys: [],
  ended: [],
  access: [],
  ...parts,
});

export const outcome = (
  commandId: CommandId = newCommandId(),
  told: Outcome = ACCEPTED,
  at = NOON,
) => ({ commandId, sessionId: newSessionId(), outcome: told, at });

export const session = (parts: Partial<StoredSession> = {}): StoredSession => {
  const sessionId = newSessionId();
  return {
    sessionId,
    secretHash: `hash-of-${sessionId}`,
    personId: 'aarhus.anna' as PersonId,
    json: '{"role":"caregiver"}',
    expiresAt: NOON + 60_000,
    ...parts,
  };
};

/** Asserts that a write or read was rejected by the store itself, with this code. */
export async function expectRejected(work: Promise<unknown>, code: StoreCode): Promise<void> {
  const error: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(StoreError);
  expect(error).toMatchObject({ code });
}
