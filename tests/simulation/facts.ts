import type {
  BoardView,
  ClinicId,
  CommandId,
  CommandInput,
  ConsultationId,
  ConsultationView,
  Epoch,
  Instant,
  LobbyView,
  Outcome,
  PersonId,
  SessionId,
} from '@naervaer/machines/protocol';
import type { Entry } from '@naervaer/storage';

/** One page of one person on one device; a reload is another page. */
export interface Page {
  /** As a story calls it: `Anna's tablet`. */
  readonly device: string;
  readonly personId: PersonId;
  readonly role: 'caregiver' | 'clinician' | 'citizen' | 'administrator';
  readonly sessionId: SessionId;
}

export type ShownView =
  | { readonly kind: 'board'; readonly clinicId: ClinicId; readonly view: BoardView | undefined }
  | { readonly kind: 'lobby'; readonly clinicId: ClinicId; readonly view: LobbyView | undefined }
  | {
      readonly kind: 'consultation';
      readonly consultationId: ConsultationId;
      readonly view: ConsultationView | undefined;
    };

/**
 * What can be seen of a simulated world, each fact when it happens. Rules look at nothing else, so
 * that a rule cannot know what no user, no disk and no wire shows.
 */
export type Fact =
  /**
   * A command is durably in the outbox of its device. `order` counts what the session said in one
   * `tab`, over its reloads; two tabs that do not hear of each other have no order between them.
   */
  | {
      readonly kind: 'asked';
      readonly page: Page;
      readonly id: CommandId;
      readonly command: CommandInput;
      readonly order: number;
      readonly tab: number;
    }
  /** A device took a command back that had never been sent. */
  | { readonly kind: 'withdrawn'; readonly page: Page; readonly id: CommandId }
  /** An outcome is seen in the session's document on a device; each time that it is seen anew. */
  | {
      readonly kind: 'told';
      readonly page: Page;
      readonly id: CommandId;
      readonly outcome: Outcome;
    }
  /** The disk has it. The server may not know yet, or never. */
  | { readonly kind: 'committed'; readonly batch: readonly Entry[] }
  /** The disk refused a batch: nothing of it is kept. */
  | { readonly kind: 'unwritten'; readonly batch: readonly Entry[] }
  | { readonly kind: 'serverStarted'; readonly epoch: Epoch }
  | { readonly kind: 'serverDied' }
  /** The server's own clock jumped by so many milliseconds; its deadlines are told by it. */
  | { readonly kind: 'clockSet'; readonly by: number }
  /** What a screen shows changed. */
  | { readonly kind: 'shown'; readonly page: Page; readonly shown: ShownView }
  /** The screen looks at it no more: page closed, or another screen. */
  | { readonly kind: 'hidden'; readonly page: Page; readonly shown: ShownView }
  /** A view document as its copy on a device holds it, whoever wrote what into it. */
  | {
      readonly kind: 'copied';
      readonly page: Page;
      readonly document: string;
      readonly content: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    }
  /** Somebody wrote into a document in which they may only read. */
  | {
      readonly kind: 'forged';
      readonly page: Page;
      readonly document: string;
      readonly key: string;
    }
  /** The server asked for a clock's call, or the time came: for deadlines that are not re-armed. */
  | { readonly kind: 'passed'; readonly to: Instant; readonly isServerUp: boolean }
  /**
   * Every network is whole, the server is up, and nothing has moved for long enough: from now on all
   * must have converged. `pending` are the commands that each living page still keeps.
   */
  | {
      readonly kind: 'settled';
      readonly pages: readonly { readonly page: Page; readonly pending: readonly CommandId[] }[];
    };

/** Everything of one step, in the order in which it happened. */
export interface Sight {
  readonly step: number;
  /** True time, by no clock that anybody in the simulation has. */
  readonly at: Instant;
  readonly fact: Fact;
}

/** A broken rule, in one sentence that a reader of the story understands. */
export class RuleBroken extends Error {
  override readonly name = 'RuleBroken';
  readonly rule: string;
  constructor(rule: string, sentence: string) {
    super(`${rule}: ${sentence}`);
    this.rule = rule;
  }
}

/** One numbered rule as a witness of a world. */
export interface Rule {
  /** As in docs/rules.md, e.g. `CM3`. */
  readonly id: string;
  readonly title: string;
  /** A fresh witness for one world. */
  watch(clinics: readonly ClinicFactsInWorld[]): Witness;
}

export interface ClinicFactsInWorld {
  readonly clinicId: ClinicId;
  readonly name: string;
  readonly ydernummer: string;
}

export interface Witness {
  /** @throws {RuleBroken} */
  see(sight: Sight): void;
}
