import { DatabaseSync } from 'node:sqlite';
import { initialClinic, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { ClinicId, Outcome } from '@naervaer/machines/protocol';
import { clinicDay, OUTCOMES_SUBJECT } from '@naervaer/sync-server/keys/index.ts';
import { openSealed } from './sealed.ts';

/** One row of the outcome table. */
export interface KeptOutcome {
  readonly commandId: string;
  readonly sessionId: string;
  readonly outcome: Outcome;
  readonly at: number;
}

/** A look into the file of a server, past all of the server's own code. Read-only. */
export interface JournalFile {
  /** A clinic's events after the given one, in order; every event since ever when it is 0. */
  events(clinicId: ClinicId, after?: number): readonly { seq: number; event: ClinicEvent }[];
  outcomes(): ReadonlyMap<string, KeptOutcome>;
  close(): void;
}

export function openJournal(dataDir: string): JournalFile {
  const db = new DatabaseSync(`${dataDir}/naervaer.sqlite`, { readOnly: true });
  const events = db.prepare(
    `SELECT e.seq, e.type, e.at, e.subject, e.sealed FROM event e JOIN stream s ON s.id = e.stream
     WHERE s.name = ? AND e.seq > ? ORDER BY e.seq`,
  );
  const outcomes = db.prepare('SELECT command, session, outcome, at FROM outcome');
  const seals = openSealed(dataDir, db);

  /** With the colleague's name as it was told. */
  function outcomeOf(json: string): Outcome {
    const outcome = JSON.parse(json) as Outcome;
    if (!('holder' in outcome) || outcome.holder === undefined) return outcome;
    return { ...outcome, holder: String(seals.open(OUTCOMES_SUBJECT, outcome.holder)) };
  }

  return {
    events: (clinicId, after = 0) =>
      events.all(`clinic/${clinicId}`, after).map(({ seq, type, at, subject, sealed }) => {
        const day = clinicDay(`clinic/${clinicId}`, at as number).subject;
        const jwe = Buffer.from(sealed as Uint8Array).toString();
        const rest = seals.open((subject as string | null) ?? day, jwe) as object;
        return { seq: seq as number, event: { ...rest, type, at } as ClinicEvent };
      }),
    outcomes: () =>
      new Map(
        outcomes.all().map(({ command, session, outcome, at }) => [
          command as string,
          {
            commandId: command as string,
            sessionId: session as string,
            outcome: outcomeOf(outcome as string),
            at: at as number,
          },
        ]),
      ),
    close: () => db.close(),
  };
}

/** A clinic rebuilt from the first event on, without any snapshot. @throws when `seq` has a gap */
export function replayAll(
  file: JournalFile,
  facts: Parameters<typeof initialClinic>[0],
): { readonly snapshot: ClinicSnapshot; readonly events: readonly ClinicEvent[] } {
  const kept = file.events(facts.clinicId);
  kept.forEach(({ seq }, index) => {
    if (seq !== index + 1) throw new Error(`event ${index + 1} is missing`);
  });
  const events = kept.map(({ event }) => event);
  return { events, snapshot: events.reduce(transitionClinic, initialClinic(facts)) };
}
