import {
  initialClinic,
  persistClinic,
  restoreClinic,
  transitionClinic,
} from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { ClinicId, Instant, Ydernummer } from '@naervaer/machines/protocol';
import type { JournalEvent, Store, Stream } from '@naervaer/storage';
import type { Sealer } from '../sealer.ts';

/** What the directory knows of a clinic and the machine needs. */
export interface ClinicFacts {
  readonly clinicId: ClinicId;
  readonly name: string;
  readonly ydernummer: Ydernummer;
}

export const streamOf = (clinicId: ClinicId): Stream => `clinic/${clinicId}`;

/** The event as the journal keeps it: shape in the clear, everything else sealed (ST2). */
export function toJournal(event: ClinicEvent, seq: number, sealer: Sealer): JournalEvent {
  const { type, at, ...rest } = event;
  const subject = 'consultationId' in event ? event.consultationId : null;
  return { seq, type, at, subject, sealed: sealer.seal(subject, rest) };
}

function fromJournal({ type, at, subject, sealed }: JournalEvent, sealer: Sealer): ClinicEvent {
  // The journal holds only what this server's machine took; its shape is the machine's own.
  return { ...(sealer.open(subject, sealed) as object), type, at } as ClinicEvent;
}

/** What a snapshot holds beside the clinic: the time of the last event that is in it. */
const timeIn = (json: unknown): Instant => {
  const at = (json as { readonly at?: unknown }).at;
  return typeof at === 'number' ? at : 0;
};

/** A clinic as the journal has it. */
interface Replayed {
  readonly snapshot: ClinicSnapshot;
  readonly seq: number;
  readonly snapshotSeq: number;
  /** Of the last event; the next one is not before it (CM4). */
  readonly lastAt: Instant;
}

/** Rebuilds a clinic from its newest snapshot and the events after it (ST4). */
export async function replay(store: Store, sealer: Sealer, facts: ClinicFacts): Promise<Replayed> {
  const { snapshot: kept, events } = await store.load(streamOf(facts.clinicId));
  const json = kept === null ? undefined : sealer.open(null, kept.sealed);
  let snapshot = json === undefined ? initialClinic(facts) : restoreClinic(json);
  let seq = kept?.seq ?? 0;
  let lastAt = json === undefined ? 0 : timeIn(json);
  for (const event of events) {
    snapshot = transitionClinic(snapshot, fromJournal(event, sealer));
    seq = event.seq;
    lastAt = event.at;
  }
  return { snapshot, seq, snapshotSeq: kept?.seq ?? 0, lastAt };
}

export const keepSnapshot = (
  store: Store,
  sealer: Sealer,
  clinicId: ClinicId,
  { snapshot, seq, lastAt }: Omit<Replayed, 'snapshotSeq'>,
): Promise<void> =>
  store.saveSnapshot(streamOf(clinicId), {
    seq,
    sealed: sealer.seal(null, { ...(persistClinic(snapshot) as object), at: lastAt }),
  });
