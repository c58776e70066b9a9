import { isDeepStrictEqual } from 'node:util';
import { initialClinic, openEntriesOf, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { BoardRow, Ydernummer } from '@naervaer/machines/protocol';
import { boardView, consultationView, lobbyView } from '@naervaer/machines/views';
import { effectOfCommand, effectOfEvent } from './effects.ts';
import { openJournal } from './journal.ts';
import type { JournalFile, KeptOutcome } from './journal.ts';
import type { Worker, Workplace } from './working.ts';

/** Compares what workers were told and are shown with the file of the server. */
export interface Audit {
  /** Of the journal as far as it was read. */
  readonly snapshot: ClinicSnapshot;
  readonly events: readonly ClinicEvent[];
  outcomes(): ReadonlyMap<string, KeptOutcome>;
  /** CM2, CM3: what was told is stored, and what is stored happened once. @returns what is wrong */
  commands(workers: readonly Worker[]): string[];
  /** DC2: what each worker sees is the actor's state. Empty when all do. */
  views(workers: readonly Worker[]): string[];
  /** Rows on a board of consultations that were over at the last `views` that was all right. */
  rowsOfThePast(rows: readonly BoardRow[]): string[];
}

export function createAudit(dataDir: string, { id: clinicId, name, ydernummer }: Workplace): Audit {
  const facts = { clinicId, name, ydernummer: ydernummer as Ydernummer };
  const events: ClinicEvent[] = [];
  let snapshot = initialClinic(facts);
  let over: ReadonlySet<string> = new Set();

  /** Never open over a kill: then the next start would not have to recover the log by itself. */
  function reading<T>(read: (file: JournalFile) => T): T {
    const file = openJournal(dataDir);
    try {
      return read(file);
    } finally {
      file.close();
    }
  }

  /** The journal is append-only, so what was read once is read no more; the end reads all again. */
  function readOn(file: JournalFile): void {
    for (const { seq, event } of file.events(clinicId, events.length)) {
      if (seq !== events.length + 1) throw new Error(`event ${events.length + 1} is missing`);
      events.push(event);
      snapshot = transitionClinic(snapshot, event);
    }
  }

  function effects(workers: readonly Worker[], kept: ReadonlyMap<string, KeptOutcome>): string[] {
    const wrong: string[] = [];
    const left = new Map<string, number>();
    for (const event of events) {
      const effect = effectOfEvent(event);
      if (effect === undefined) continue;
      const key = `${effect} @${event.at}`;
      left.set(key, (left.get(key) ?? 0) + 1);
    }
    for (const { client, sent } of workers) {
      for (const [id, command] of sent) {
        const { outcome, at } = kept.get(id) ?? {};
        if (outcome?.status !== 'accepted') continue;
        const effect = effectOfCommand(id, client.person.info.personId, command);
        if (effect === undefined) continue;
        const key = `${effect} @${at}`;
        const count = left.get(key) ?? 0;
        if (count > 0) left.set(key, count - 1);
        // Who enters a call a second time changes nothing, and is not refused for it.
        else if (command.type !== 'enterCall') wrong.push(`accepted and not there: ${key}`);
      }
    }
    for (const [key, count] of left) {
      if (count > 0) wrong.push(`${count} times more than it was accepted: ${key}`);
    }
    return wrong;
  }

  return {
    get snapshot() {
      return snapshot;
    },
    get events() {
      return events;
    },
    outcomes: () => reading((file) => file.outcomes()),
    commands: (workers) =>
      reading((file) => {
        readOn(file);
        const kept = file.outcomes();
        const wrong: string[] = [];
        for (const { client, sent, tellings } of workers) {
          for (const id of sent.keys()) {
            const row = kept.get(id);
            if (row === undefined) wrong.push(`no outcome is stored: ${id}`);
            else if (row.sessionId !== client.person.info.sessionId) {
              wrong.push(`stored as another's: ${id}`);
            }
            if (client.told(id) === undefined) wrong.push(`never told: ${id}`);
          }
          for (const { id, outcome } of tellings) {
            if (!isDeepStrictEqual(kept.get(id)?.outcome, outcome)) {
              wrong.push(`told ${JSON.stringify(outcome)}, stored something else: ${id}`);
            }
          }
        }
        return [...wrong, ...effects(workers, kept)];
      }),
    views: (workers) =>
      reading((file) => {
        readOn(file);
        const wrong: string[] = [];
        const compare = (what: string, shown: unknown, is: unknown): void => {
          if (!isDeepStrictEqual(shown, is)) {
            wrong.push(`${what} shows ${JSON.stringify(shown)} but is ${JSON.stringify(is)}`);
          }
        };
        const byId = (rows: readonly BoardRow[]): BoardRow[] =>
          [...rows].sort((a, b) => (a.consultationId < b.consultationId ? -1 : 1));
        const { head, rows } = boardView(snapshot);
        const open = new Set<string>(openEntriesOf(snapshot.context).map(([id]) => id));
        for (const { board, lobby, consultations } of workers) {
          const shown = board?.value();
          for (const { consultationId } of shown?.rows ?? []) {
            if (!open.has(consultationId)) wrong.push(`a row of the past: ${consultationId}`);
          }
          if (board !== undefined) {
            compare('the board', shown && { head: shown.head, rows: byId(shown.rows) }, {
              head,
              rows: byId(rows),
            });
          }
          compare('the lobby', lobby.value(), lobbyView(snapshot));
          for (const [id, view] of consultations()) {
            compare(
              `consultation ${id} ${view.denied()}`,
              view.value(),
              consultationView(snapshot, id, []),
            );
          }
        }
        if (wrong.length === 0) {
          over = new Set(Object.keys(snapshot.context.consultations).filter((id) => !open.has(id)));
        }
        return wrong;
      }),
    rowsOfThePast: (rows) => rows.map((row) => row.consultationId).filter((id) => over.has(id)),
  };
}
