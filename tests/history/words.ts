import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import { consultationIdOf } from '@naervaer/machines/protocol';
import type {
  BoardRow,
  CommandInput,
  ConsultationId,
  Outcome,
  WaiterMessage,
} from '@naervaer/machines/protocol';
import { shownOf } from './appearance.ts';
import type { History, Line, Party, Shown } from './history.ts';

/** Says a history's lines in words: people by name, consultations as `Mette Skovbjerg 3`. */
export interface Words {
  /** A consultation: whose it is and which of their joins. */
  consultation(id: string): string;
  command(command: CommandInput, id: string): string;
  line(line: Line): string;
  /** How a sight differs from what a page would show of this clinic. */
  difference(shown: Shown, clinic: ClinicSnapshot): string;
}

const told = (message: WaiterMessage | null): string =>
  message === null ? 'no message' : `"${message.text}"`;

export const outcomeInWords = (outcome: Outcome): string =>
  outcome.status === 'accepted'
    ? 'accepted'
    : `refused ${outcome.code}${outcome.holder === undefined ? '' : ` (${outcome.holder} has it)`}`;

export const secondsInWords = (at: number): string => `${(at / 1000).toFixed(3)} s`;

function rowInWords(row: BoardRow | undefined): string {
  if (row === undefined) return 'is not on it';
  const place = row.position === null ? '' : `, place ${row.position}`;
  const holder = row.holder === null ? '' : `, held by ${row.holder.name}`;
  return `is ${row.state}${place}${holder}, ${told(row.message)}`;
}

export function createWords(history: History): Words {
  const parties = new Map<string, Party>();
  const consultations = new Map<string, string>();
  const commands = new Map<string, { readonly command: CommandInput; readonly by: string }>();
  const joins = new Map<string, number>();
  const nameOf = (sessionId: string): string =>
    parties.get(sessionId)?.sender.name ?? `session ${sessionId}`;
  for (const line of history) {
    if (line.kind === 'session') parties.set(line.party.sessionId, line.party);
    if (line.kind !== 'asked') continue;
    const name = nameOf(line.sessionId);
    commands.set(line.id, { command: line.command, by: name });
    if (!line.command.type.startsWith('join')) continue;
    const count = (joins.get(name) ?? 0) + 1;
    joins.set(name, count);
    consultations.set(consultationIdOf(line.id), `${name} ${count}`);
  }
  const consultation = (id: string): string => consultations.get(id) ?? `a consultation of nobody`;

  function command(asked: CommandInput, id: string): string {
    switch (asked.type) {
      case 'joinOnBehalf':
        return `join for ${asked.citizen.name} (${consultation(id)})`;
      case 'joinWithoutCpr':
        return `join without CPR (${consultation(id)})`;
      case 'tellWaiters':
        return asked.consultationId === null
          ? `tell all "${asked.text}"`
          : `tell ${consultation(asked.consultationId)} "${asked.text}"`;
      case 'openClinic':
      case 'closeClinic':
      case 'saveProfile':
        return asked.type;
      default:
        return `${asked.type} ${consultation(asked.consultationId)}`;
    }
  }

  function sight(shown: Shown): string {
    switch (shown.kind) {
      case 'board':
        return `the board of ${shown.view.head.name}`;
      case 'lobby':
        return `the lobby of ${shown.view.name}`;
      case 'consultation':
        return `the waiting page of ${consultation(shown.consultationId)}`;
    }
  }

  function boardDifference(
    shown: Extract<Shown, { kind: 'board' }>,
    is: Extract<Shown, { kind: 'board' }>,
  ): string[] {
    const wrong: string[] = [];
    const seen = shown.view.head;
    const head = is.view.head;
    if (seen.mode !== head.mode) wrong.push(`shows it ${seen.mode}, there it is ${head.mode}`);
    if (told(seen.message) !== told(head.message)) {
      wrong.push(`shows ${told(seen.message)} to all, there it is ${told(head.message)}`);
    }
    const ids = new Set<ConsultationId>();
    for (const row of [...shown.view.rows, ...is.view.rows]) ids.add(row.consultationId);
    for (const id of ids) {
      const has = ({ consultationId }: BoardRow): boolean => consultationId === id;
      const [a, b] = [shown, is].map(({ view }) => rowInWords(view.rows.find(has)));
      if (a !== b) wrong.push(`shows that ${consultation(id)} ${a}; there it ${b}`);
    }
    return wrong;
  }

  function difference(shown: Shown, clinic: ClinicSnapshot): string {
    const is = shownOf(clinic, shown);
    if (is === undefined)
      return `shows ${consultation(
        shown.kind === 'consultation' ? shown.consultationId : '',
      )}, which there is not yet`;
    const wrong: string[] = [];
    if (shown.kind === 'board' && is.kind === 'board') wrong.push(...boardDifference(shown, is));
    else {
      const there = is.view as unknown as Record<string, unknown>;
      for (const [key, value] of Object.entries(shown.view)) {
        // Times and rooms are the server's own.
        if (['wait', 'peers', 'roomId', 'deadline', 'startedAt', 'message'].includes(key)) continue;
        const [a, b] = [value, there[key]].map((part) => JSON.stringify(part));
        if (a !== b) wrong.push(`shows ${key} ${a}, there it is ${b}`);
      }
    }
    return wrong.length === 0 ? 'shows other times' : wrong.join('; ');
  }

  return {
    consultation,
    command,
    difference,
    line(line) {
      switch (line.kind) {
        case 'clinic':
          return line.clinic.name;
        case 'session':
          return `${line.party.sender.name} signs in`;
        case 'asked':
          return `${nameOf(line.sessionId)} asks: ${command(line.command, line.id)}`;
        case 'told': {
          const asked = commands.get(line.id);
          const what = asked === undefined ? line.id : command(asked.command, line.id);
          return `${nameOf(line.sessionId)} is told: ${what} – ${outcomeInWords(line.outcome)}`;
        }
        case 'seen':
          return `${nameOf(line.sessionId)} sees ${sight(line.shown)} change`;
        case 'killed':
          return 'the server is killed';
        case 'started':
          return 'the server is up again';
        case 'cut':
          return `${nameOf(line.sessionId)} loses the network`;
        case 'healed':
          return `${nameOf(line.sessionId)} has the network back`;
        case 'lost':
          return `${nameOf(line.sessionId)}'s device is gone`;
      }
    },
  };
}
