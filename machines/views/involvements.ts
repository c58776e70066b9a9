import { openEntriesOf } from '../clinic/index.ts';
import type { ClinicSnapshot } from '../clinic/index.ts';
import type { Side } from '../consultation/index.ts';
import type { ConsultationId, PersonId } from '../protocol/index.ts';

/** One person's side of one consultation that is not over. */
export interface Involvement {
  readonly consultationId: ConsultationId;
  readonly personId: PersonId;
  readonly side: Side;
}

/** Whose devices matter to the clinic now: everybody who waits or is in a call. */
export const involvementsOf = ({ context }: ClinicSnapshot): readonly Involvement[] =>
  openEntriesOf(context).flatMap(([consultationId, consultation]) => {
    const { request, holder } = consultation.context;
    const waiter: Involvement = {
      consultationId,
      personId: request.waiter.personId,
      side: 'waiter',
    };
    return holder === null
      ? [waiter]
      : [waiter, { consultationId, personId: holder.personId, side: 'clinician' }];
  });
