import {
  initialClinic,
  persistClinic,
  restoreClinic,
  transitionClinic,
} from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { ClinicId, Ydernummer } from '@naervaer/machines/protocol';
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

/** Rebuilds a clinic from its newest snapshot and the events after it (ST4). */
export async function replay(
  store: Store,
  sealer: Sealer,
  facts: ClinicFacts,
): Promise<{ snapshot: ClinicSnapshot; seq: number; snapshotSeq: number }> {
  const { snapshot: kept, events } = await store.load(streamOf(facts.clinicId));
  let snapshot =
    kept === null ? initialClinic(facts) : restoreClinic(sealer.open(null, kept.sealed));
  let seq = kept?.seq ?? 0;
  for (const event of events) {
    snapshot = transitionClinic(snapshot, fromJournal(event, sealer));
    seq = event.seq;
  }
  return { snapshot, seq, snapshotSeq: kept?.seq ?? 0 };
}

export const keepSnapshot = (
  store: Store,
  sealer: Sealer,
  clinicId: ClinicId,
  snapshot: ClinicSnapshot,
  seq: number,
): Promise<void> =>
  store.saveSnapshot(streamOf(clinicId), {
    seq,
    sealed: sealer.seal(null, persistClinic(snapshot)),
  });
