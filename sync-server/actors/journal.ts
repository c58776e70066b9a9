import { initialClinic, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import { isOver } from '@naervaer/machines/consultation';
import type { ClinicId, Instant, Ydernummer } from '@naervaer/machines/protocol';
import type { EndedKey, JournalEvent, Store, Stream } from '@naervaer/storage';
import type { PlainEvent } from '../commit/index.ts';
import { clinicDay } from '../keys/index.ts';
import type { Sealer, Subject } from '../keys/index.ts';
import { openSnapshot, sealSnapshot } from './snapshot.ts';

/** What the directory knows of a clinic and the machine needs. */
export interface ClinicFacts {
  readonly clinicId: ClinicId;
  readonly name: string;
  readonly ydernummer: Ydernummer;
}

const CLINIC = 'clinic/';

export const streamOf = (clinicId: ClinicId): Stream => `${CLINIC}${clinicId}`;

/** `streamOf` backwards; undefined when it is no clinic's. */
export const clinicIdOf = (stream: Stream | null): ClinicId | undefined =>
  stream?.startsWith(CLINIC) ? (stream.slice(CLINIC.length) as ClinicId) : undefined;

/** ST2: what is about a consultation is under its own key, the rest under the clinic's day's. */
function keyOf(event: ClinicEvent, stream: Stream): Subject {
  if (!('consultationId' in event)) return clinicDay(stream, event.at);
  const citizen = event.type === 'JOIN' ? event.citizen : null;
  return { subject: event.consultationId, stream, at: event.at, citizen, endedAt: null };
}

/** The event as the journal will keep it: shape in the clear, everything else to be sealed (ST2). */
export function toJournal(event: ClinicEvent, seq: number, clinicId: ClinicId): PlainEvent {
  const { type, at, ...value } = event;
  const subject = 'consultationId' in event ? event.consultationId : null;
  return { seq, type, at, subject, under: keyOf(event, streamOf(clinicId)), value };
}

/** Undefined when its key was deleted. */
async function fromJournal(
  { type, at, subject, sealed }: JournalEvent,
  sealer: Sealer,
  stream: Stream,
): Promise<ClinicEvent | undefined> {
  const value = await sealer.open(subject ?? clinicDay(stream, at).subject, sealed);
  // The journal holds only what this server's machine took; its shape is the machine's own.
  return value === undefined ? undefined : ({ ...(value as object), type, at } as ClinicEvent);
}

/** The consultations that a change brought to an end: from now on their retention runs (P2). */
export function endedIn(
  { context: before }: ClinicSnapshot,
  { context: after }: ClinicSnapshot,
  at: Instant,
): readonly EndedKey[] {
  if (before.consultations === after.consultations) return [];
  return Object.entries(before.consultations).flatMap(([subject, was]) => {
    const is = (after.consultations as Readonly<Record<string, typeof was>>)[subject];
    if (is === was || isOver(was.value)) return [];
    return is === undefined || isOver(is.value) ? [{ subject, at }] : [];
  });
}

/** A clinic as the journal has it. */
export interface Replayed {
  readonly snapshot: ClinicSnapshot;
  readonly seq: number;
  readonly snapshotSeq: number;
  /** Of the last event; the next one is not before it (CM4). */
  readonly lastAt: Instant;
}

/**
 * Rebuilds a clinic from its newest snapshot and the events after it (ST4). What has no key any
 * more is as if it had never been (ST2).
 * @throws {ConfigError} `wrongKeys`
 */
export async function replay(store: Store, sealer: Sealer, facts: ClinicFacts): Promise<Replayed> {
  const stream = streamOf(facts.clinicId);
  const { snapshot: kept, events } = await store.load(stream);
  const [opened, ...happened] = await Promise.all([
    kept === null ? undefined : openSnapshot(sealer, kept.sealed),
    ...events.map((event) => fromJournal(event, sealer, stream)),
  ]);
  const start = opened?.snapshot ?? initialClinic(facts);
  const snapshot = happened.reduce<ClinicSnapshot>(
    (clinic, event) => (event === undefined ? clinic : transitionClinic(clinic, event)),
    start,
  );
  const last = events.at(-1);
  return {
    snapshot,
    seq: last?.seq ?? kept?.seq ?? 0,
    snapshotSeq: kept?.seq ?? 0,
    lastAt: last?.at ?? opened?.at ?? 0,
  };
}

export async function keepSnapshot(
  store: Store,
  sealer: Sealer,
  clinicId: ClinicId,
  { snapshot, seq, lastAt }: Omit<Replayed, 'snapshotSeq'>,
): Promise<void> {
  const stream = streamOf(clinicId);
  const sealed = await sealSnapshot(sealer, stream, { snapshot, at: lastAt });
  await store.saveSnapshot(stream, { seq, sealed });
}
