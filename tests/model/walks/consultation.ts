import { consultationMachine } from '@naervaer/machines/consultation';
import type { ConsultationEvent } from '@naervaer/machines/consultation';
import type { Walk } from '../coverage.ts';
import { clinician, consultationId, eventsOn, request } from '../people.ts';

const START = 1_000;
const input = { request: request(1, 1, 1), at: START };

/** One citizen's consultation: its care worker, and two doctors of whom one may have it. */
export const consultationWalk: Walk<typeof consultationMachine> & { readonly input: typeof input } =
  {
    name: 'consultation',
    machine: consultationMachine,
    input,
    events: ({ context }): readonly ConsultationEvent[] => [
      ...eventsOn(1, {
        at: START,
        clinicians: [clinician(1), clinician(2)],
        waiter: input.request.waiter.personId,
      }),
      { type: 'DEADLINE', consultationId: consultationId(1), at: context.deadline ?? START },
    ],
    sameAs: ({ value, context }) =>
      JSON.stringify([
        value,
        context.holder?.personId,
        context.entered,
        context.awaySince,
        context.deadline !== null,
      ]),
  };
