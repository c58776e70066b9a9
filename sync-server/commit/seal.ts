import type { Entry, JournalEvent, StoredKey } from '@naervaer/storage';
import type { Sealer } from '../keys/index.ts';
import type { Draft, PlainEvent } from './draft.ts';
import { sealOutcome } from './outcome.ts';

async function sealEvent(
  sealer: Sealer,
  { under, value, ...shape }: PlainEvent,
): Promise<{ readonly event: JournalEvent; readonly keys: readonly StoredKey[] }> {
  const { bytes, keys } = await sealer.seal(under, value);
  return { event: { ...shape, sealed: bytes }, keys };
}

/** The entry that a draft becomes, but for its access lines, which follow those before it. */
export async function sealDraft(sealer: Sealer, draft: Draft): Promise<Entry> {
  const { stream, records, gone = [], ended } = draft;
  const [events, outcome] = await Promise.all([
    Promise.all(draft.events.map((event) => sealEvent(sealer, event))),
    draft.outcome && sealOutcome(sealer, draft.outcome),
  ]);
  return {
    stream,
    events: events.map(({ event }) => event),
    outcome,
    records,
    gone,
    // A key rides with the first events under it, in their transaction.
    keys: events.flatMap(({ keys }) => keys),
    ended,
    access: [],
  };
}
