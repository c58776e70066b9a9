import { refusalOf, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import { ACCEPTED, PROTOCOL_VERSION, refused } from '@naervaer/machines/protocol';
import type {
  ClinicId,
  Command,
  CommandId,
  CommandInput,
  Instant,
  Outcome,
} from '@naervaer/machines/protocol';
import { may, relationsTo } from '@naervaer/sync-server/access/index.ts';
import { parseEnvelope } from '@naervaer/sync-server/mailbox/parse.ts';
import { translate } from '@naervaer/sync-server/mailbox/translate.ts';
import type { Party } from './history.ts';

export type ClinicCommand = Exclude<CommandInput, { type: 'saveProfile' }>;

/** A command as the sequential clinic takes it: what does not hang on the clinic's state is done. */
export type Asking =
  | { readonly refusal: Outcome }
  | {
      readonly command: Exclude<Command, { type: 'saveProfile' }>;
      readonly party: Party;
      readonly clinicId: ClinicId;
      /** Why it cannot become an event, asked after who may say it. */
      readonly event: ((at: Instant) => ClinicEvent) | Outcome;
    };

/** What one step of the sequential clinic answers, and the clinic after it. */
export interface Answered {
  readonly outcome: Outcome;
  /** The same reference when nothing changed. */
  readonly next: ClinicSnapshot;
}

/** The server's own parse and translation; its mailbox and actor host have no part in it. */
export function asking(
  clinicId: ClinicId,
  command: ClinicCommand,
  id: CommandId,
  party: Party,
): Asking {
  const parsed = parseEnvelope(id, { id, v: PROTOCOL_VERSION, command });
  if ('refusal' in parsed) return { refusal: refused(parsed.refusal) };
  const { command: asked } = parsed.envelope;
  if (asked.type === 'saveProfile') throw new Error('a profile is no clinic’s');
  const translated = translate(asked, id, party.sender, 'demo');
  return {
    command: asked,
    party,
    clinicId,
    event: 'refusal' in translated ? refused(translated.refusal) : translated.event,
  };
}

/**
 * The sequential specification: a clinic that takes one command at a time. The same pure machine
 * that the server has; what is checked is all that stands around it.
 * @param at any time that is not before the last step's
 */
export function answer(clinic: ClinicSnapshot, asking: Asking, at: Instant): Answered {
  if ('refusal' in asking) return { outcome: asking.refusal, next: clinic };
  const { command, party, clinicId, event: make } = asking;
  const consultation =
    'consultationId' in command && command.consultationId !== null
      ? { id: command.consultationId, snapshot: clinic }
      : undefined;
  const person = { personId: party.sender.personId, clinics: party.clinics };
  const relations = relationsTo(person, clinicId, consultation);
  if (!may(party.sender.role, relations, `send ${command.type}`)) {
    return { outcome: refused('forbidden'), next: clinic };
  }
  if (typeof make !== 'function') return { outcome: make, next: clinic };
  const event = make(at);
  const refusal = refusalOf(clinic, event);
  return refusal === undefined
    ? { outcome: ACCEPTED, next: transitionClinic(clinic, event) }
    : { outcome: refused(refusal.code, refusal.holder), next: clinic };
}

export const isSameOutcome = (a: Outcome, b: Outcome): boolean =>
  a.status === 'accepted'
    ? b.status === 'accepted'
    : b.status === 'refused' && a.code === b.code && a.holder === b.holder;
