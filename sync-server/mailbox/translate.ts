import type { ClinicEvent } from '@naervaer/machines/clinic';
import type { Clinician, Request, Side, Waiter } from '@naervaer/machines/consultation';
import {
  consultationIdOf,
  newRoomId,
  parseCitizenNumber,
  unreachable,
} from '@naervaer/machines/protocol';
import type {
  Command,
  CommandId,
  CommandOf,
  Instant,
  OrganisationId,
  PersonId,
  PersonKind,
  RefusalCode,
} from '@naervaer/machines/protocol';

/** Who sends a command, as the server knows them; nothing of it comes from the client. */
export interface Sender {
  readonly personId: PersonId;
  readonly name: string;
  readonly role: PersonKind;
  readonly organisationId: OrganisationId;
  /** A caregiver with a saved profile. */
  readonly waiter: Waiter | null;
}

/** A command that reached its clinic, ready for the actor; or why it cannot. */
export type Translated =
  { readonly event: (at: Instant) => ClinicEvent } | { readonly refusal: RefusalCode };

type JoinCommand = CommandOf<'joinOnBehalf' | 'joinWithoutCpr'>;

function request(
  command: JoinCommand,
  id: CommandId,
  waiter: Waiter,
  mode: 'demo' | 'production',
): Request | { readonly refusal: RefusalCode } {
  const common = {
    consultationId: consultationIdOf(id),
    waiter,
    reason: command.reason,
    part: command.part,
    present: command.present,
    check: command.check,
  };
  if (command.type === 'joinWithoutCpr') {
    return { ...common, way: 'caregiverWithoutCpr', citizen: null, attestation: null };
  }
  const number = parseCitizenNumber(command.citizen.number);
  if (number === undefined) return { refusal: 'invalidCpr' };
  if (mode === 'demo' && number.kind !== 'demo') return { refusal: 'realCprInDemo' };
  if (mode === 'production' && number.kind === 'demo') return { refusal: 'demoCprInProduction' };
  return {
    ...common,
    way: 'caregiverWithCpr',
    citizen: { digits: number.digits, name: command.citizen.name },
    attestation: command.attestation.version,
  };
}

/**
 * Turns what a person wants into what happens to the clinic. Names come from the server's own
 * directory, so that nobody can wait under another's name.
 */
export function translate(
  command: Exclude<Command, { type: 'saveProfile' }>,
  id: CommandId,
  sender: Sender,
  mode: 'demo' | 'production',
): Translated {
  const by: Clinician = { personId: sender.personId, name: sender.name };
  const side: Side = sender.role === 'clinician' ? 'clinician' : 'waiter';
  switch (command.type) {
    case 'joinOnBehalf':
    case 'joinWithoutCpr': {
      if (sender.waiter === null) return { refusal: 'missingProfile' };
      const asked = request(command, id, sender.waiter, mode);
      return 'refusal' in asked ? asked : { event: (at) => ({ type: 'JOIN', at, ...asked }) };
    }
    case 'leaveQueue':
      return { event: (at) => on(command, { type: 'LEAVE', at, by: sender.personId }) };
    case 'openClinic':
      return { event: (at) => ({ type: 'OPEN', at, by }) };
    case 'closeClinic':
      return { event: (at) => ({ type: 'CLOSE', at, by }) };
    case 'claim': {
      const roomId = newRoomId();
      return { event: (at) => on(command, { type: 'CLAIM', at, by, roomId }) };
    }
    case 'release':
      return { event: (at) => on(command, { type: 'RELEASE', at, by }) };
    case 'reject':
      return {
        event: (at) =>
          on(command, { type: 'REJECT', at, by, instead: command.instead, note: command.note }),
      };
    case 'tellWaiters': {
      const { late, text, consultationId } = command;
      if (late === null && text === '') return { refusal: 'missingMessage' };
      return {
        event: (at) =>
          consultationId === null
            ? { type: 'TELL_ALL', at, by, late, text }
            : { type: 'TELL', at, consultationId, late, text },
      };
    }
    case 'enterCall':
      return { event: (at) => on(command, { type: 'ENTER', at, by: sender.personId, side }) };
    case 'endCall':
      return { event: (at) => on(command, { type: 'END', at, by: sender.personId, side }) };
    default:
      return unreachable(command);
  }
}

const on = <E extends object>(
  { consultationId }: Pick<CommandOf<'claim'>, 'consultationId'>,
  event: E,
): E & Pick<CommandOf<'claim'>, 'consultationId'> => ({ ...event, consultationId });
