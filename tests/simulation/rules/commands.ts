import { isDeepStrictEqual } from 'node:util';
import { PROTOCOL_VERSION } from '@naervaer/machines/protocol';
import type { CommandId, Instant, Outcome, SessionId } from '@naervaer/machines/protocol';
import type { Stream } from '@naervaer/storage';
import { parseEnvelope } from '@naervaer/sync-server/mailbox/parse.ts';
import { effectOfCommand, effectOfEvent } from '../../support/effects.ts';
import type { Rule } from '../facts.ts';
import { createCommands, outcomesIn } from './asked.ts';
import type { Asked } from './asked.ts';
import { createNames } from './book.ts';
import { eventOf } from './pure.ts';
import { rule } from './rule.ts';
import { commandOf, outcomeIn, short } from './words.ts';

/** "Nothing could be written" is the one outcome that does not use a command up (CM2). */
const isFinal = (outcome: Outcome): boolean =>
  outcome.status === 'accepted' || outcome.code !== 'notStored';

/** Refused at the door: the same bytes are refused the same way again, so nothing is stored. */
const isRefusedAtDoor = ({ id, command }: Asked): boolean =>
  'refusal' in parseEnvelope(id, { id, v: PROTOCOL_VERSION, command });

/** As long as a server remembers an outcome, by its own clock (CM2). */
const REMEMBERED_MS = 7 * 24 * 3_600_000;

const onlyAsked = rule(
  'CM1',
  'The server decides only what somebody asked for',
  (_clinics, broken) => {
    const commands = createCommands();
    return ({ fact }) => {
      commands.see(fact);
      if (fact.kind !== 'committed') return;
      for (const { outcome } of outcomesIn(fact.batch)) {
        const asked = commands.asked(outcome.commandId);
        if (asked === undefined) return broken('an outcome of a command that nobody asked for');
        if (asked.page.sessionId !== outcome.sessionId) {
          return broken(`${commandOf(asked.page, asked.command)} counts as somebody else's`);
        }
      }
    };
  },
);

const onceOnly = rule(
  'CM2',
  'A command has one outcome, told the same whenever it is told',
  (_clinics, broken) => {
    const commands = createCommands();
    return ({ fact }) => {
      if (fact.kind === 'committed') {
        for (const { entry, outcome } of outcomesIn(fact.batch)) {
          const asked = commands.asked(outcome.commandId);
          const what = asked === undefined ? 'a command' : commandOf(asked.page, asked.command);
          const before = commands.stored(outcome.commandId);
          if (before !== undefined && outcome.at - before.at < REMEMBERED_MS) {
            broken(`${what} was decided a second time`);
          }
          if (entry.events.length > 1) broken(`${what} took effect ${entry.events.length} times`);
          commands.see({ kind: 'committed', batch: [entry] });
        }
        return;
      }
      if (fact.kind === 'told') {
        const before = commands.told(fact.id);
        const asked = commands.asked(fact.id);
        const what = asked === undefined ? 'a command' : commandOf(asked.page, asked.command);
        if (before !== undefined && isFinal(before) && !isDeepStrictEqual(before, fact.outcome)) {
          broken(
            `${what} was told to be ${outcomeIn(before)}, and then ${outcomeIn(fact.outcome)}`,
          );
        }
        const stored = commands.stored(fact.id)?.outcome;
        if (stored !== undefined && !isDeepStrictEqual(stored, fact.outcome)) {
          broken(
            `${what} is told to be ${outcomeIn(fact.outcome)}; the disk has it as ${outcomeIn(stored)}`,
          );
        }
      }
      commands.see(fact);
    };
  },
);

const toldAfterCommit = rule(
  'CM3',
  'Nothing is told that the disk does not have',
  (_clinics, broken) => {
    const commands = createCommands();
    return ({ fact }) => {
      commands.see(fact);
      if (fact.kind !== 'told' || !isFinal(fact.outcome)) return;
      if (commands.stored(fact.id) !== undefined) return;
      const asked = commands.asked(fact.id);
      if (asked !== undefined && isRefusedAtDoor(asked) && fact.outcome.status === 'refused') {
        return;
      }
      const what = asked === undefined ? 'a command' : commandOf(asked.page, asked.command);
      broken(
        `${fact.page.device} is told that ${what} is ${outcomeIn(fact.outcome)}, and no disk has that`,
      );
    };
  },
);

const inOrder = rule(
  'CM4',
  'Commands of one session are decided in the order in which they were asked',
  (_clinics, broken) => {
    /** Asked and not decided yet, of each session. */
    const lines = new Map<SessionId, Map<CommandId, Asked>>();
    const known = new Set<CommandId>();
    const withdrawn = new Set<CommandId>();
    const lineOf = (id: SessionId): Map<CommandId, Asked> => {
      const line = lines.get(id) ?? new Map<CommandId, Asked>();
      lines.set(id, line);
      return line;
    };
    return ({ fact }) => {
      switch (fact.kind) {
        case 'asked':
          // The same id again is the same command, asked when it was asked first.
          if (known.has(fact.id) || isRefusedAtDoor(fact)) break;
          known.add(fact.id);
          lineOf(fact.page.sessionId).set(fact.id, fact);
          break;
        case 'withdrawn':
          withdrawn.add(fact.id);
          lineOf(fact.page.sessionId).delete(fact.id);
          break;
        case 'unwritten':
          // Decided, and nothing is kept of it: when it comes again, it comes late.
          for (const { outcome } of outcomesIn(fact.batch)) {
            lineOf(outcome.sessionId).delete(outcome.commandId);
          }
          break;
        case 'told':
          // Not stored, and so not in order either when it is asked for again.
          if (!isFinal(fact.outcome)) lineOf(fact.page.sessionId).delete(fact.id);
          break;
        case 'committed':
          for (const { outcome } of outcomesIn(fact.batch)) {
            const { commandId, sessionId } = outcome;
            if (withdrawn.has(commandId)) broken('a command took effect that was taken back');
            const line = lineOf(sessionId);
            const asked = line.get(commandId);
            line.delete(commandId);
            if (asked === undefined) continue;
            const earlier = [...line.values()].find(
              ({ order, tab, page }) =>
                order < asked.order && tab === asked.tab && page.device === asked.page.device,
            );
            if (earlier === undefined) continue;
            broken(
              `${commandOf(asked.page, asked.command)} ${short(asked.id)} was decided before ${commandOf(earlier.page, earlier.command)} ${short(earlier.id)}, which was asked first`,
            );
          }
          break;
        default:
      }
    };
  },
);

const timeGoesOn = rule(
  'CM4',
  'The times of a clinic’s events never go back',
  (_clinics, broken) => {
    const last = new Map<Stream, Instant>();
    return ({ fact }) => {
      if (fact.kind !== 'committed') return;
      for (const { stream, events } of fact.batch) {
        for (const { at, type } of events) {
          const before = last.get(stream) ?? 0;
          if (at < before) {
            broken(`${type} of ${stream} stands ${before - at} ms before the event before it`);
          }
          last.set(stream, at);
        }
      }
    };
  },
);

const effectFits = rule(
  'MA3',
  'A refused command leaves no event, an accepted one leaves its own',
  (_clinics, broken) => {
    const commands = createCommands();
    const names = createNames();
    return ({ fact }) => {
      commands.see(fact);
      names.see(fact);
      if (fact.kind !== 'committed') return;
      for (const { events, outcome } of fact.batch) {
        const effects = events.map((event) => effectOfEvent(eventOf(event)));
        if (outcome === null) {
          const said = events.find((_, index) => effects[index] !== undefined);
          if (said !== undefined) broken(`${said.type} came to the journal without a command`);
          continue;
        }
        const asked = commands.asked(outcome.commandId);
        if (asked === undefined) continue;
        const { page, command, id } = asked;
        const what = commandOf(page, command);
        if (outcome.outcome.status === 'refused') {
          if (events.length > 0) {
            broken(`${what} was ${outcomeIn(outcome.outcome)} and took effect all the same`);
          }
          continue;
        }
        const wanted = effectOfCommand(id, page.personId, command);
        // Who enters a call a second time changes nothing, and is not refused for it.
        if (command.type === 'enterCall' && events.length === 0) continue;
        if (wanted === undefined) {
          if (events.length > 0) broken(`${what} left an event`);
        } else if (effects.length !== 1) {
          broken(`${what} was accepted and left ${effects.length} events`);
        } else if (effects[0] !== wanted) {
          broken(`${what} was accepted and became ${events[0]?.type} of another kind`);
        }
      }
    };
  },
);

export const COMMAND_RULES: readonly Rule[] = [
  onlyAsked,
  onceOnly,
  toldAfterCommit,
  inOrder,
  timeGoesOn,
  effectFits,
];
