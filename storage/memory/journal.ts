import type { CommandId, Instant } from '@naervaer/machines/protocol';
import { StoreError } from '../store.ts';
import type { Entry, JournalEvent, Snapshot, StoredOutcome, Stream } from '../store.ts';

/** The append-only part of the memory store (ST1). What goes in and out is a copy. */
export interface MemoryJournal {
  commit(batch: readonly Entry[]): void;
  outcomeOf(commandId: CommandId): StoredOutcome | undefined;
  load(stream: Stream): { snapshot: Snapshot | null; events: readonly JournalEvent[] };
  streams(): readonly Stream[];
  saveSnapshot(stream: Stream, snapshot: Snapshot): void;
  sweepOutcomes(before: Instant): void;
}

export function createMemoryJournal(): MemoryJournal {
  const events = new Map<Stream, JournalEvent[]>();
  const snapshots = new Map<Stream, Snapshot>();
  const outcomes = new Map<CommandId, StoredOutcome>();
  const lastOf = (stream: Stream): number => events.get(stream)?.length ?? 0;

  /** Looks at the whole batch before anything of it is kept: all of it or nothing (ST1). */
  const assertFits = (batch: readonly Entry[]): void => {
    const last = new Map<Stream, number>();
    const told = new Set<CommandId>();
    for (const { stream, events, outcome } of batch) {
      for (const { seq } of events) {
        const next = (last.get(stream) ?? lastOf(stream)) + 1;
        if (seq !== next) throw new StoreError('conflict'); // CM5
        last.set(stream, next);
      }
      if (outcome === null) continue;
      const { commandId } = outcome;
      if (told.has(commandId) || outcomes.has(commandId)) throw new StoreError('conflict'); // CM2
      told.add(commandId);
    }
  };

  return {
    commit: (batch) => {
      assertFits(batch);
      for (const entry of structuredClone(batch)) {
        if (entry.events.length > 0) {
          const line = events.get(entry.stream) ?? [];
          line.push(...entry.events);
          events.set(entry.stream, line);
        }
        if (entry.outcome !== null) outcomes.set(entry.outcome.commandId, entry.outcome);
      }
    },
    outcomeOf: (commandId) => structuredClone(outcomes.get(commandId)),
    load: (stream) => {
      const snapshot = snapshots.get(stream) ?? null;
      const later = (events.get(stream) ?? []).slice(snapshot?.seq ?? 0);
      return structuredClone({ snapshot, events: later });
    },
    streams: () => [...events.keys()].sort(),
    saveSnapshot: (stream, snapshot) => {
      // Ahead of its events it would hide those to come.
      if (snapshot.seq > lastOf(stream)) throw new StoreError('conflict');
      if (snapshot.seq < (snapshots.get(stream)?.seq ?? 1)) return;
      snapshots.set(stream, structuredClone(snapshot));
    },
    sweepOutcomes: (before) => {
      for (const [commandId, { at }] of outcomes) if (at < before) outcomes.delete(commandId);
    },
  };
}
