import { refusalInConsultation } from '../consultation/index.ts';
import type { Refusal } from '../consultation/index.ts';
import type { ClinicMode } from '../protocol/index.ts';
import { consultationIn, openEntriesOf } from './context.ts';
import type { ClinicContext } from './context.ts';
import type { ClinicEvent } from './events.ts';

type Join = Extract<ClinicEvent, { type: 'JOIN' }>;

function refusalOfJoin(
  mode: ClinicMode,
  context: ClinicContext,
  { consultationId, waiter, citizen }: Join,
): Refusal | undefined {
  if (mode === 'closed') return { code: 'clinicClosed' };
  if (mode === 'closing') return { code: 'clinicClosing' };
  // A consultation bears its join's id: one that is known was joined already, over or not.
  if (consultationIn(context, consultationId)) return { code: 'alreadyInQueue' };
  const requests = openEntriesOf(context).map(([, { context }]) => context.request);
  if (requests.some((request) => request.waiter.personId === waiter.personId))
    return { code: 'alreadyInQueue' };
  return citizen !== null && requests.some((request) => request.citizen?.digits === citizen.digits)
    ? { code: 'citizenAlreadyWaiting' }
    : undefined;
}

/**
 * The one ordered list of what a clinic refuses (MA3, MA4). The machine's guards ask it too, so
 * `snapshot.can(event)` and this list cannot differ. Who may say it at all is not asked here (SE1).
 */
export function refusalInClinic(
  mode: ClinicMode,
  context: ClinicContext,
  event: ClinicEvent,
): Refusal | undefined {
  switch (event.type) {
    case 'OPEN':
      return mode === 'open' ? { code: 'alreadyOpen' } : undefined;
    case 'CLOSE':
      return mode === 'open' ? undefined : { code: 'alreadyClosed' };
    case 'JOIN':
      return refusalOfJoin(mode, context, event);
    case 'TELL_ALL':
      if (mode === 'closed') return { code: 'clinicClosed' };
      return event.late === null && event.text === '' ? { code: 'missingMessage' } : undefined;
    case 'DEADLINE':
      return undefined;
    default: {
      const consultation = consultationIn(context, event.consultationId);
      if (consultation === undefined) return { code: 'unknownConsultation' };
      const refusal = refusalInConsultation(consultation.value, consultation.context, event);
      if (refusal !== undefined || event.type !== 'CLAIM') return refusal;
      return openEntriesOf(context).some(
        ([, { context }]) => context.holder?.personId === event.by.personId,
      )
        ? { code: 'clinicianBusy' }
        : undefined;
    }
  }
}
