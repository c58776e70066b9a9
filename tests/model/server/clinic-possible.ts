import { consultationIn, openEntriesOf, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { Side } from '@naervaer/machines/consultation';
import type { ConsultationId, PersonId } from '@naervaer/machines/protocol';
import { essenceOf } from './shown.ts';

/** Who stands on a side of a consultation that is not over. */
export const sidePerson = (
  { context }: ClinicSnapshot,
  id: ConsultationId,
  side: Side,
): PersonId | undefined => {
  const consultation = consultationIn(context, id);
  if (consultation === undefined || consultation.context.endedAt !== null) return undefined;
  const { request, holder } = consultation.context;
  return side === 'waiter' ? request.waiter.personId : holder?.personId;
};

/** The clinic once somebody who is away in it is back. */
function withReturn(snapshot: ClinicSnapshot, who: PersonId, at: number): ClinicSnapshot {
  return openEntriesOf(snapshot.context).reduce((clinic, [consultationId, { context }]) => {
    const sides = (['waiter', 'clinician'] as const).filter(
      (side) =>
        context.awaySince[side] !== null && sidePerson(snapshot, consultationId, side) === who,
    );
    return sides.reduce(
      (now, side) => transitionClinic(now, { type: 'BACK', at, consultationId, side }),
      clinic,
    );
  }, snapshot);
}

/** Who says it; undefined for what nobody says, or where it does not matter who does. */
function speakerOf(event: ClinicEvent): PersonId | undefined {
  switch (event.type) {
    case 'JOIN':
      return event.waiter.personId;
    case 'CLAIM':
    case 'RELEASE':
    case 'REJECT':
      return event.by.personId;
    case 'LEAVE':
    case 'ENTER':
    case 'END':
      return event.by;
    default:
      return undefined;
  }
}

/**
 * Whether the event can come to the server's actor in this state of the clinic. Whoever says
 * something is in reach: the actor hears `BACK` before it hears what they say. So one who is away
 * can do only what leads to the same when they come back first.
 */
export function isPossible(before: ClinicSnapshot, event: ClinicEvent): boolean {
  const who = speakerOf(event);
  if (who === undefined) return true;
  const back = withReturn(before, who, event.at);
  const [first, second] = [back, before].map((from) =>
    JSON.stringify(essenceOf(transitionClinic(from, event))),
  );
  return first === second;
}
