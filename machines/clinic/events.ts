import type { ConsultationEvent, Clinician, Request } from '../consultation/events.ts';
import type { Instant } from '../protocol/index.ts';

interface At {
  readonly at: Instant;
}

/**
 * All that a clinic's actor takes. Events on one consultation are handed on to that consultation's
 * machine; `DEADLINE` without one is the clinic's own and wakes every deadline that is due (MA2).
 */
export type ClinicEvent =
  | (At & { readonly type: 'OPEN'; readonly by: Clinician })
  | (At & { readonly type: 'CLOSE'; readonly by: Clinician })
  | (At & { readonly type: 'JOIN' } & Request)
  | (At & {
      readonly type: 'TELL_ALL';
      readonly by: Clinician;
      readonly late: number | null;
      readonly text: string;
    })
  | Exclude<ConsultationEvent, { type: 'DEADLINE' }>
  | (At & { readonly type: 'DEADLINE' });
export type ClinicEventType = ClinicEvent['type'];
