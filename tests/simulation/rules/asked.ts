import type { CommandId, CommandInput, Outcome } from '@naervaer/machines/protocol';
import type { Entry, StoredOutcome } from '@naervaer/storage';
import { plainOutcome } from '../../support/plain-sealer.ts';
import type { Fact, Page } from '../facts.ts';

export interface Asked {
  readonly id: CommandId;
  readonly page: Page;
  readonly command: CommandInput;
  /** Of what was said in one tab, over its reloads. */
  readonly order: number;
  readonly tab: number;
}

/** What was asked for, what was stored of it and what was told, as far as a rule needs it. */
export interface Commands {
  see(fact: Fact): void;
  asked(id: CommandId): Asked | undefined;
  readonly all: Iterable<Asked>;
  isWithdrawn(id: CommandId): boolean;
  stored(id: CommandId): StoredOutcome | undefined;
  /** The last thing told of it anywhere. */
  told(id: CommandId): Outcome | undefined;
}

/** The entries of a batch that hold an outcome, with it. */
export const outcomesIn = (
  batch: readonly Entry[],
): readonly { readonly entry: Entry; readonly outcome: StoredOutcome }[] =>
  batch.flatMap((entry) =>
    entry.outcome === null ? [] : [{ entry, outcome: plainOutcome(entry.outcome) }],
  );

export function createCommands(): Commands {
  const asked = new Map<CommandId, Asked>();
  const withdrawn = new Set<CommandId>();
  const stored = new Map<CommandId, StoredOutcome>();
  const told = new Map<CommandId, Outcome>();
  return {
    see(fact) {
      switch (fact.kind) {
        case 'asked':
          // The same id again, after a reload, is the same command.
          if (!asked.has(fact.id)) asked.set(fact.id, fact);
          break;
        case 'withdrawn':
          withdrawn.add(fact.id);
          break;
        case 'told':
          told.set(fact.id, fact.outcome);
          break;
        case 'committed':
          for (const { outcome } of outcomesIn(fact.batch)) stored.set(outcome.commandId, outcome);
          break;
        default:
      }
    },
    asked: (id) => asked.get(id),
    get all() {
      return asked.values();
    },
    isWithdrawn: (id) => withdrawn.has(id),
    stored: (id) => stored.get(id),
    told: (id) => told.get(id),
  };
}
