import { NaervaerError } from '@naervaer/machines/protocol';
import type { ClinicId, ConsultationId, PartySide, RoomId } from '@naervaer/machines/protocol';
import { participantOf } from '@naervaer/machines/views';
import { may, relationsTo } from '../access/index.ts';
import type { Act } from '../access/index.ts';
import type { Core } from '../core.ts';
import type { SignedIn } from '../identity/index.ts';

interface Asked {
  readonly clinicId: ClinicId;
  readonly consultationId: ConsultationId;
  readonly act: Act;
}

/**
 * As what somebody takes part in the call that a consultation has now (C7, SE1): the table says who
 * may ask, and the room has two sides only, however many colleagues the clinician has.
 * @throws {NaervaerError} `forbidden`: not theirs, or no call now
 */
export function placeIn(
  core: Pick<Core, 'host' | 'roomOf'>,
  person: SignedIn,
  { clinicId, consultationId, act }: Asked,
): { readonly roomId: RoomId; readonly side: PartySide } {
  const snapshot = core.host.peek(clinicId);
  const relations = relationsTo(person, clinicId, { id: consultationId, snapshot });
  const roomId = core.roomOf(consultationId);
  const side = snapshot && participantOf(snapshot, consultationId, person.personId);
  if (!may(person.role, relations, act) || roomId === undefined || side === undefined) {
    throw new NaervaerError('forbidden');
  }
  return { roomId, side };
}
