import { openEntriesOf, waitingIn } from '../clinic/index.ts';
import type { ClinicSnapshot } from '../clinic/index.ts';
import type { Consultation } from '../consultation/index.ts';
import { formatCitizenNumber } from '../protocol/index.ts';
import type { BoardRow, BoardView, ConsultationId } from '../protocol/index.ts';

function rowOf(
  consultationId: ConsultationId,
  { value, context }: Consultation,
  waiting: readonly ConsultationId[],
): BoardRow {
  const { request, holder } = context;
  const { name, jobRole, workplace, organisation, careArea } = request.waiter;
  return {
    consultationId,
    way: request.way,
    state: value,
    position: value === 'waiting' ? waiting.indexOf(consultationId) + 1 : null,
    citizen: request.citizen && {
      name: request.citizen.name,
      number: formatCitizenNumber(request.citizen.digits),
    },
    caregiver: { name, jobRole, workplace, organisation, careArea },
    reason: request.reason,
    part: request.part,
    present: [...request.present],
    check: request.check,
    joinedAt: context.joinedAt,
    awaySince: context.awaySince.waiter,
    expiresAt: value === 'waiting' ? context.deadline : null,
    holder: holder && { personId: holder.personId, name: holder.name },
    calledAt: context.calledAt,
    startedAt: context.startedAt,
    message: context.message,
  };
}

/** All that a clinician of the clinic sees (B2). What is over is not on the board. */
export function boardView({ value, context }: ClinicSnapshot): BoardView {
  const waiting = waitingIn(context);
  const rows = openEntriesOf(context).map(([id, consultation]) => rowOf(id, consultation, waiting));
  return {
    head: {
      clinicId: context.clinicId,
      name: context.name,
      ydernummer: context.ydernummer,
      mode: value,
      message: context.message,
    },
    rows: rows.sort(
      (a, b) =>
        // Those who wait come first, by place; then those in a call, by start.
        (a.position ?? Infinity) - (b.position ?? Infinity) ||
        (a.calledAt ?? 0) - (b.calledAt ?? 0),
    ),
  };
}
