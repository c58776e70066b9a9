import type { CommandInput } from '@naervaer/machines/protocol';
import { CITIZENS, CLINICS } from '../world/town.ts';

const clinicName = (id: string): string => CLINICS.find((each) => each.clinicId === id)?.name ?? id;
/** The last digits tell consultations apart in a story. */
const short = (id: string): string => `…${id.slice(-4)}`;

/** What somebody asks for, as a story says it. */
export function wordsOf(command: CommandInput): string {
  switch (command.type) {
    case 'saveProfile':
      return `saves a profile (${command.unitId})`;
    case 'joinOnBehalf': {
      const name = CITIZENS.find(({ number }) => number === command.citizen.number)?.name;
      const clinic = CLINICS.find(({ ydernummer }) => ydernummer === command.ydernummer)?.name;
      return `joins ${clinic} on behalf of ${name}`;
    }
    case 'joinWithoutCpr':
      return `joins ${CLINICS.find(({ ydernummer }) => ydernummer === command.ydernummer)?.name} without CPR`;
    case 'openClinic':
      return `opens ${clinicName(command.clinicId)}`;
    case 'closeClinic':
      return `closes ${clinicName(command.clinicId)}`;
    case 'tellWaiters':
      return command.consultationId === null
        ? `tells all who wait in ${clinicName(command.clinicId)}`
        : `tells ${short(command.consultationId)}`;
    case 'leaveQueue':
      return `leaves the queue (${short(command.consultationId)})`;
    case 'enterCall':
      return `enters the call ${short(command.consultationId)}`;
    case 'endCall':
      return `ends the call ${short(command.consultationId)}`;
    default:
      return `${command.type}s ${short(command.consultationId)}`;
  }
}
