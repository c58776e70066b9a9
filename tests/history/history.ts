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

/** JSON lines, one for each `Line`. */
export const historyToText = (history: History): string =>
  history.map((line) => `${JSON.stringify(line)}\n`).join('');

/** @throws {SyntaxError} on a line that is no JSON; the shape is what `historyToText` wrote. */
export const historyFromText = (text: string): History =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
