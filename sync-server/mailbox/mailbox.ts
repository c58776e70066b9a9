import { ACCEPTED, NaervaerError, refused } from '@naervaer/machines/protocol';
import type {
  ClinicId,
  Command,
  CommandId,
  Outcome,
  RefusalCode,
  SessionId,
} from '@naervaer/machines/protocol';
import type { DirectoryRecord, Store } from '@naervaer/storage';
import type { ActorHost } from '../actors/index.ts';
import { actorOf, factsOfCommand } from '../audit/index.ts';
import type { AccessFact } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { openOutcome } from '../commit/index.ts';
import type { Committer } from '../commit/index.ts';
import type { Sealer } from '../keys/index.ts';
import { shapeOf } from '../log.ts';
import type { Lookups } from '../limits/index.ts';
import type { Log } from '../log.ts';
import type { SecurityLog } from '../security-log.ts';
import { parseEnvelope } from './parse.ts';
import { translate } from './translate.ts';
import type { Sender } from './translate.ts';

export interface Mailbox {
  /**
   * Takes one entry of a session's outbox and resolves with its outcome, after the commit (CM3).
   * Entries of one session are decided in the order of the calls (CM4); the same entry again gets
   * the same outcome (CM2). Never rejects.
   */
  accept(from: From, key: string, raw: unknown): Promise<Outcome>;
  /** Resolves when every entry that was taken has its outcome. */
  idle(): Promise<void>;
}

export interface From extends Sender {
  readonly sessionId: SessionId;
}

interface Deps {
  readonly store: Store;
  readonly committer: Committer;
  readonly sealer: Sealer;
  readonly host: ActorHost;
  readonly clock: Clock;
  readonly log: Log;
  readonly security: Pick<SecurityLog, 'tell'>;
  readonly mode: 'demo' | 'production';
  readonly lookups: Lookups;
  /** The sender as they stand now: a profile may have been saved a command ago. */
  refresh(from: From): Promise<From>;
  clinicByYdernummer(ydernummer: string): ClinicId | undefined;
  /** SE1, asked with the relations as they are when the command's turn comes. */
  may(from: From, command: Command, clinicId: ClinicId | undefined): Promise<boolean>;
  /** The record that a saved profile is; undefined for a unit that is not the organisation's. */
  profileRecord(
    from: From,
    command: Extract<Command, { type: 'saveProfile' }>,
  ): DirectoryRecord | undefined;
}

export function createMailbox(deps: Deps): Mailbox {
  const { store, committer, sealer, host, clock, log } = deps;
  /** The last entry of each session that has any under way. */
  const turns = new Map<SessionId, Promise<unknown>>();

  async function decide(from: From, key: string, raw: unknown): Promise<Outcome> {
    const parsed = parseEnvelope(key, raw);
    // Refused at the door: the same bytes are refused the same way again, so nothing is stored.
    if ('refusal' in parsed) return refused(parsed.refusal);
    const { id, command } = parsed.envelope;

    const earlier = await store.outcomeOf(id);
    if (earlier !== undefined) {
      if (earlier.sessionId !== from.sessionId) return refused('malformed');
      return (await openOutcome(sealer, earlier)).outcome;
    }
    const sender = await deps.refresh(from);
    if (command.type === 'saveProfile') return saveProfile(sender, id, command);

    // SE3: who has missed too often learns no more, not even from a number that is right.
    const isLookup = 'ydernummer' in command;
    if (isLookup && (await deps.lookups.isSpent(from.sessionId))) {
      return refuse(from, id, 'tooManyTries');
    }
    const clinicId = isLookup ? deps.clinicByYdernummer(command.ydernummer) : command.clinicId;
    if (clinicId === undefined) {
      await deps.lookups.missed(from.sessionId);
      return refuse(from, id, 'unknownClinic');
    }
    if (!(await deps.may(sender, command, clinicId))) return refuse(from, id, 'forbidden');
    const translated = translate(command, id, sender, deps.mode);
    if ('refusal' in translated) return refuse(from, id, translated.refusal);
    return host.take(clinicId, translated.event, {
      commandId: id,
      sessionId: from.sessionId,
      facts: factsOfCommand(actorOf(sender), id, command, clinicId),
    });
  }

  async function saveProfile(
    from: From,
    id: CommandId,
    command: Extract<Command, { type: 'saveProfile' }>,
  ): Promise<Outcome> {
    if (!(await deps.may(from, command, undefined))) return refuse(from, id, 'forbidden');
    const record = deps.profileRecord(from, command);
    if (record === undefined) return refuse(from, id, 'unknownUnit');
    const facts = factsOfCommand(actorOf(from), id, command, null);
    await settle(from, id, ACCEPTED, [record], facts(clock.now(), ACCEPTED));
    return ACCEPTED;
  }

  /** A refusal is an outcome too, and uses the command's id up (CM2). */
  async function refuse(from: From, id: CommandId, code: RefusalCode): Promise<Outcome> {
    const outcome = refused(code);
    await settle(from, id, outcome, [], []);
    return outcome;
  }

  const settle = (
    { sessionId }: From,
    commandId: CommandId,
    outcome: Outcome,
    records: readonly DirectoryRecord[],
    access: readonly AccessFact[],
  ): Promise<void> =>
    committer.add({
      stream: `session/${sessionId}`,
      events: [],
      outcome: { commandId, sessionId, outcome, at: clock.now() },
      records,
      ended: [],
      access,
    });

  /** What the clinic's state does not allow is everyday; what the person may not is told of. */
  function tellAttempt({ sessionId: session }: From, outcome: Outcome): void {
    if (outcome.status === 'accepted') return;
    const { code } = outcome;
    if (code === 'forbidden' || code === 'tooManyTries') {
      deps.security.tell('commandRefused', { code, session });
    }
  }

  async function guarded(from: From, key: string, raw: unknown): Promise<Outcome> {
    try {
      const outcome = await decide(from, key, raw);
      tellAttempt(from, outcome);
      return outcome;
    } catch (error) {
      if (error instanceof NaervaerError && error.code === 'unknownClinic') {
        return refused('unknownClinic');
      }
      log.error(shapeOf(error), 'command failed');
      return refused('notStored');
    }
  }

  return {
    accept(from, key, raw) {
      const before = turns.get(from.sessionId) ?? Promise.resolve();
      const mine = before.then(() => guarded(from, key, raw));
      turns.set(from.sessionId, mine);
      void mine.finally(() => {
        if (turns.get(from.sessionId) === mine) turns.delete(from.sessionId);
      });
      return mine;
    },
    async idle() {
      while (turns.size > 0) await Promise.all(turns.values());
    },
  };
}
