import type { ClinicEvent } from '@naervaer/machines/clinic';
import type {
  BoardView,
  ClinicId,
  CommandId,
  CommandInput,
  ConsultationId,
  ConsultationView,
  Epoch,
  LobbyView,
  Outcome,
  SessionId,
} from '@naervaer/machines/protocol';
import type { Sender } from '@naervaer/sync-server/mailbox/index.ts';

/** A clinic, as the machine has to know it. */
export interface ClinicKnown {
  readonly id: ClinicId;
  readonly name: string;
  readonly ydernummer: string;
}

/** One sign-in on one device. `sender` is what the server's directory says of the person. */
export interface Party {
  readonly sessionId: SessionId;
  readonly sender: Sender;
  readonly clinics: readonly ClinicId[];
}

/** What a page shows. */
export type Shown =
  | { readonly kind: 'board'; readonly clinicId: ClinicId; readonly view: BoardView }
  | { readonly kind: 'lobby'; readonly clinicId: ClinicId; readonly view: LobbyView }
  | {
      readonly kind: 'consultation';
      readonly clinicId: ClinicId;
      readonly consultationId: ConsultationId;
      readonly view: ConsultationView;
    };

/**
 * One line of a history. All lines are written by one process, so their order is the order in which
 * the people's devices saw them; `at` (milliseconds since the start of the load, by a clock that
 * never jumps) is for the reader only.
 */
export type Line = { readonly at: number } & (
  | { readonly kind: 'clinic'; readonly clinic: ClinicKnown }
  | { readonly kind: 'session'; readonly party: Party }
  /** Before the command leaves the device. */
  | {
      readonly kind: 'asked';
      readonly sessionId: SessionId;
      readonly id: CommandId;
      readonly command: CommandInput;
    }
  /** An outcome arrived at the device; each time that it did. */
  | {
      readonly kind: 'told';
      readonly sessionId: SessionId;
      readonly id: CommandId;
      readonly outcome: Outcome;
    }
  /** A page changed what it shows. `page` numbers the open views of the whole load. */
  | {
      readonly kind: 'seen';
      readonly sessionId: SessionId;
      readonly page: number;
      readonly epoch: Epoch;
      readonly shown: Shown;
    }
  /** SIGKILL to the server, and good health after it. */
  | { readonly kind: 'killed' | 'started' }
  /** A device lost its network, has it back, or is gone with all that it kept. */
  | { readonly kind: 'cut' | 'healed' | 'lost'; readonly sessionId: SessionId }
);

export type History = readonly Line[];

/** What the server's file says of one clinic. */
export interface Journal {
  readonly events: readonly ClinicEvent[];
  /** By command. */
  readonly outcomes: ReadonlyMap<string, { readonly outcome: Outcome; readonly at: number }>;
}

/** A history with the journals of the server that it was made on. */
export interface Kept {
  readonly history: History;
  readonly journals: ReadonlyMap<ClinicId, Journal>;
}

/** JSON lines: the history's, and one for each clinic's journal after them. */
export const keptToText = ({ history, journals }: Kept): string =>
  [
    ...history,
    ...[...journals].map(([clinicId, { events, outcomes }]) => ({
      kind: 'journal',
      clinicId,
      events,
      outcomes: [...outcomes],
    })),
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');

/** @throws {SyntaxError} on a line that is no JSON; the shape is what `keptToText` wrote. */
export function keptFromText(text: string): Kept {
  type JournalLine = {
    readonly kind: 'journal';
    readonly clinicId: ClinicId;
    readonly events: readonly ClinicEvent[];
    readonly outcomes: readonly [string, { readonly outcome: Outcome; readonly at: number }][];
  };
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line | JournalLine);
  const journals = new Map<ClinicId, Journal>();
  const history: Line[] = [];
  for (const line of lines) {
    if (line.kind !== 'journal') history.push(line);
    else journals.set(line.clinicId, { events: line.events, outcomes: new Map(line.outcomes) });
  }
  return { history, journals };
}
