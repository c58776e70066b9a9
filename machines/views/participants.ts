import { consultationIn, openEntriesOf } from '../clinic/index.ts';
import type { ClinicSnapshot } from '../clinic/index.ts';
import { sideOf } from '../consultation/index.ts';
import type { Side } from '../consultation/index.ts';
import type { ClinicId, ConsultationId, PersonId } from '../protocol/index.ts';

/** On which side a person is or was: the waiter, or the clinician who holds or held it last. */
export function participantOf(
  { context }: ClinicSnapshot,
  id: ConsultationId,
  personId: PersonId,
): Side | undefined {
  const consultation = consultationIn(context, id);
  return consultation && sideOf(consultation.context, personId);
}

/** The consultations of a person, on either side, that are not over, by arrival (T7). */
export const openConsultationsOf = (
  { context }: ClinicSnapshot,
  personId: PersonId,
): { consultationId: ConsultationId; clinicId: ClinicId }[] =>
  openEntriesOf(context)
    .filter(([, consultation]) => sideOf(consultation.context, personId) !== undefined)
    .map(([consultationId]) => ({ consultationId, clinicId: context.clinicId }));
