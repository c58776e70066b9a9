import type { CommandId, Instant, Outcome, SessionId } from '@naervaer/machines/protocol';
import type { Database } from 'better-sqlite3';
import { StoreError } from '../store.ts';
import type { Entry, JournalEvent, Snapshot, StoredOutcome, Stream } from '../store.ts';
import { isTaken } from './errors.ts';

interface StreamRow {
  readonly id: number;
  readonly last: number;
}
interface SealedRow {
  readonly seq: number;
  readonly sealed: Buffer;
}
interface EventRow extends SealedRow {
  readonly type: string;
  readonly at: Instant;
  readonly subject: string | null;
}
interface OutcomeRow {
  readonly session: string;
  readonly outcome: string;
  readonly at: Instant;
}

/** The same bytes as a plain array: a Buffer behaves differently when compared or cloned. */
const bytesOf = (buffer: Buffer): Uint8Array =>
  new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);

/** Journal, snapshots and outcomes. What writes must be called inside a transaction (ST1). */
export interface SqliteJournal {
  append(entry: Entry): void;
  outcomeOf(commandId: CommandId): StoredOutcome | undefined;
  load(stream: Stream): { snapshot: Snapshot | null; events: readonly JournalEvent[] };
  streams(): readonly Stream[];
  saveSnapshot(stream: Stream, snapshot: Snapshot): void;
  sweepOutcomes(before: Instant): void;
}

export function createSqliteJournal(db: Database): SqliteJournal {
  const stream = db.prepare<[string], StreamRow>('SELECT id, last FROM stream WHERE name = ?');
  const newStream = db.prepare<[string], StreamRow>(
    'INSERT INTO stream (name, last) VALUES (?, 0) RETURNING id, last',
  );
  const moveStream = db.prepare<[number, number]>('UPDATE stream SET last = ? WHERE id = ?');
  const streamNames = db.prepare<[], string>('SELECT name FROM stream ORDER BY name').pluck();
  const insertEvent = db.prepare<[number, number, string, Instant, string | null, Uint8Array]>(
    'INSERT INTO event (stream, seq, type, at, subject, sealed) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const eventsAfter = db.prepare<[number, number], EventRow>(
    'SELECT seq, type, at, subject, sealed FROM event WHERE stream = ? AND seq > ? ORDER BY seq',
  );
  const snapshotOf = db.prepare<[number], SealedRow>(
    'SELECT seq, sealed FROM snapshot WHERE stream = ?',
  );
  const putSnapshot = db.prepare<[number, number, Uint8Array]>(
    `INSERT INTO snapshot (stream, seq, sealed) VALUES (?, ?, ?)
     ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, sealed = excluded.sealed
     WHERE excluded.seq >= snapshot.seq`,
  );
  const insertOutcome = db.prepare<[string, string, string, Instant]>(
    'INSERT INTO outcome (command, session, outcome, at) VALUES (?, ?, ?, ?)',
  );
  const outcome = db.prepare<[string], OutcomeRow>(
    'SELECT session, outcome, at FROM outcome WHERE command = ?',
  );
  const deleteOutcomes = db.prepare<[Instant]>('DELETE FROM outcome WHERE at < ?');

  const appendEvents = (name: Stream, events: readonly JournalEvent[]): void => {
    if (events.length === 0) return;
    const row = stream.get(name) ?? newStream.get(name);
    if (row === undefined) throw new Error('a stream that was just made is not there');
    let { last } = row;
    for (const { seq, type, at, subject, sealed } of events) {
      if (seq !== last + 1) throw new StoreError('conflict'); // CM5
      insertEvent.run(row.id, seq, type, at, subject, sealed);
      last = seq;
    }
    moveStream.run(last, row.id);
  };

  const appendOutcome = ({ commandId, sessionId, outcome, at }: StoredOutcome): void => {
    try {
      insertOutcome.run(commandId, sessionId, JSON.stringify(outcome), at);
    } catch (error) {
      if (isTaken(error)) throw new StoreError('conflict', { cause: error }); // CM2
      throw error;
    }
  };

  return {
    append: ({ stream, events, outcome }) => {
      appendEvents(stream, events);
      if (outcome !== null) appendOutcome(outcome);
    },
    outcomeOf: (commandId) => {
      const row = outcome.get(commandId);
      if (row === undefined) return undefined;
      // Only what was an Outcome is ever written; a later form of it is a migration's work.
      const stored = JSON.parse(row.outcome) as Outcome;
      return { commandId, sessionId: row.session as SessionId, outcome: stored, at: row.at };
    },
    load: (name) => {
      const row = stream.get(name);
      if (row === undefined) return { snapshot: null, events: [] };
      const found = snapshotOf.get(row.id);
      const snapshot =
        found === undefined ? null : { seq: found.seq, sealed: bytesOf(found.sealed) };
      const events = eventsAfter
        .all(row.id, snapshot?.seq ?? 0)
        .map(({ seq, type, at, subject, sealed }) => {
          return { seq, type, at, subject, sealed: bytesOf(sealed) };
        });
      return { snapshot, events };
    },
    streams: () => streamNames.all(),
    saveSnapshot: (name, { seq, sealed }) => {
      const row = stream.get(name);
      // Ahead of its events it would hide those to come.
      if (seq > (row?.last ?? 0)) throw new StoreError('conflict');
      if (row !== undefined && seq > 0) putSnapshot.run(row.id, seq, sealed);
    },
    sweepOutcomes: (before) => void deleteOutcomes.run(before),
  };
}
