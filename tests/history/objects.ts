import type { ClinicEvent } from '@naervaer/machines/clinic';
import type { ClinicId, CommandId, Outcome, SessionId } from '@naervaer/machines/protocol';
import type { ClinicKnown, History, Line, Party, Shown } from './history.ts';
import { asking } from './specification.ts';
import type { Asking, ClinicCommand } from './specification.ts';

/** `told` of a command whose outcome nobody was told: it may take effect at any time, or never. */
export const NEVER = Number.POSITIVE_INFINITY;

/** One command on one clinic, from the asking to the telling; positions in the history. */
export interface Operation {
  readonly kind: 'operation';
  readonly id: CommandId;
  readonly party: Party;
  readonly command: ClinicCommand;
  readonly asking: Asking;
  readonly asked: number;
  readonly told: number;
  /**
   * Null for one that nobody was told of. In a beginning also one that was told after its end: then
   * it need not have happened yet, but when it did it was this.
   */
  readonly outcome: Outcome | null;
}

/** What one page showed at one moment. */
export interface Sight {
  readonly kind: 'sight';
  readonly party: Party;
  readonly seen: number;
  readonly shown: Shown;
  /** How many of the same session's operations had been told of: it may not lag behind those. */
  readonly needs: number;
}

/** One page's sights in their order. */
export interface Page {
  readonly party: Party;
  /** The index of the session's own line in `sessions`; −1 for one that asked nothing here. */
  readonly session: number;
  readonly sights: readonly Sight[];
}

/**
 * The history of one object. Clinics share nothing (CM5), so a history has an order exactly when
 * each of its clinics has one: P-compositionality.
 */
export interface ClinicHistory {
  readonly clinic: ClinicKnown;
  /** For each session its commands in the order of the asking, which the server promises (CM4). */
  readonly sessions: readonly (readonly Operation[])[];
  readonly pages: readonly Page[];
  /** What the host told the clinic by itself (presence), in its order; each may have happened. */
  readonly hidden: readonly ClinicEvent[];
  /** The first so many lines of the history are in it. */
  readonly lines: number;
}

type Told = Extract<Line, { kind: 'told' }>;

/** Codes of answers for which the server keeps nothing; the command had no effect. */
export const hasNoEffect = (outcome: Outcome): boolean =>
  outcome.status === 'refused' && ['notStored', 'malformed', 'tooLarge'].includes(outcome.code);

/**
 * Takes a history apart by clinic.
 * @param hidden what the journal says the host told by itself
 * @param lines only the first so many: what was told after them need not have happened yet
 */
export function clinicsOf(
  history: History,
  hidden: ReadonlyMap<ClinicId, readonly ClinicEvent[]> = new Map(),
  lines: number = history.length,
): ClinicHistory[] {
  const parties = new Map<SessionId, Party>();
  const clinics: ClinicKnown[] = [];
  const told = new Map<CommandId, { readonly index: number; readonly line: Told }>();
  history.forEach((line, index) => {
    if (line.kind === 'session') parties.set(line.party.sessionId, line.party);
    if (line.kind === 'clinic') clinics.push(line.clinic);
    if (line.kind === 'told' && !told.has(line.id)) {
      told.set(line.id, { index, line });
    }
  });
  const partyOf = (id: SessionId): Party => {
    const party = parties.get(id);
    if (party === undefined) throw new Error(`nobody signed in as ${id}`);
    return party;
  };

  return clinics.map((clinic) => {
    const sessions = new Map<SessionId, Operation[]>();
    const pages = new Map<number, { party: Party; sights: Sight[] }>();
    for (const [index, line] of history.slice(0, lines).entries()) {
      if (line.kind === 'asked') {
        const { command } = line;
        if (command.type === 'saveProfile') continue;
        const isHere =
          'clinicId' in command
            ? command.clinicId === clinic.id
            : command.ydernummer === clinic.ydernummer;
        if (!isHere) continue;
        const party = partyOf(line.sessionId);
        const answer = told.get(line.id);
        if (answer !== undefined && hasNoEffect(answer.line.outcome)) continue;
        const operations = sessions.get(line.sessionId) ?? [];
        sessions.set(line.sessionId, operations);
        operations.push({
          kind: 'operation',
          id: line.id,
          party,
          command,
          asking: asking(clinic.id, command, line.id, party),
          asked: index,
          told: answer !== undefined && answer.index < lines ? answer.index : NEVER,
          outcome: answer?.line.outcome ?? null,
        });
      } else if (line.kind === 'seen' && line.shown.clinicId === clinic.id) {
        const page = pages.get(line.page) ?? { party: partyOf(line.sessionId), sights: [] };
        pages.set(line.page, page);
        const own = sessions.get(line.sessionId) ?? [];
        page.sights.push({
          kind: 'sight',
          party: page.party,
          seen: index,
          shown: line.shown,
          needs: own.findLastIndex((operation) => operation.told < index) + 1,
        });
      }
    }
    const ids = [...sessions.keys()];
    return {
      clinic,
      sessions: [...sessions.values()],
      pages: [...pages.values()].map(({ party, sights }) => ({
        party,
        session: ids.indexOf(party.sessionId),
        sights,
      })),
      hidden: hidden.get(clinic.id) ?? [],
      lines,
    };
  });
}
