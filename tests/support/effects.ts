import type { ClinicEvent } from '@naervaer/machines/clinic';
import type { CommandInput } from '@naervaer/machines/protocol';

/**
 * What an accepted command must have left in the journal, and what an event must have come from:
 * the same words. Undefined for what the host tells by itself.
 */
export function effectOfEvent(event: ClinicEvent): string | undefined {
  switch (event.type) {
    case 'JOIN':
      return `JOIN ${event.consultationId} ${event.waiter.personId}`;
    case 'OPEN':
    case 'CLOSE':
      return `${event.type} ${event.by.personId}`;
    case 'TELL_ALL':
      return `TELL ${event.text} ${event.by.personId}`;
    case 'TELL':
      return `TELL ${event.text} ${event.consultationId}`;
    case 'CLAIM':
    case 'RELEASE':
      return `${event.type} ${event.consultationId} ${event.by.personId}`;
    case 'REJECT':
      return `REJECT ${event.consultationId} ${event.by.personId} ${event.note}`;
    case 'LEAVE':
    case 'ENTER':
    case 'END':
      return `${event.type} ${event.consultationId} ${event.by}`;
    case 'AWAY':
    case 'BACK':
    case 'DEADLINE':
      return undefined;
  }
}

const NAMES = {
  claim: 'CLAIM',
  release: 'RELEASE',
  leaveQueue: 'LEAVE',
  enterCall: 'ENTER',
  endCall: 'END',
  openClinic: 'OPEN',
  closeClinic: 'CLOSE',
} as const;

/** Undefined for what leaves no event, or would leave one that says nothing of the command. */
export function effectOfCommand(
  id: string,
  personId: string,
  command: CommandInput,
): string | undefined {
  switch (command.type) {
    case 'saveProfile':
      return undefined;
    case 'joinOnBehalf':
    case 'joinWithoutCpr':
      return `JOIN ${id} ${personId}`;
    case 'openClinic':
    case 'closeClinic':
      return `${NAMES[command.type]} ${personId}`;
    case 'tellWaiters':
      return `TELL ${command.text} ${command.consultationId ?? personId}`;
    case 'reject':
      return `REJECT ${command.consultationId} ${personId} ${command.note}`;
    default:
      return `${NAMES[command.type]} ${command.consultationId} ${personId}`;
  }
}
