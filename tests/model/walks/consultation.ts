import { consultationMachine } from '@naervaer/machines/consultation';
import type { ConsultationEvent } from '@naervaer/machines/consultation';
import type { Walk } from '../coverage.ts';
import { clinician, consultationId, countTo, eventsOn, request } from '../people.ts';

const START = 1_000;
const input = { request: request(1, 1, 1), at: START };

type ConsultationWalk = Walk<typeof consultationMachine> & { readonly input: typeof input };

/** One citizen's consultation: its care worker, and doctors of whom one may have it. */
export const consultationWalkOf = (doctors: number): ConsultationWalk => ({
  name: 'consultation',
  machine: consultationMachine,
  input,
  events: ({ context }): readonly ConsultationEvent[] => [
    ...eventsOn(1, {
      at: START,
      clinicians: countTo(doctors).map(clinician),
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
});

export const consultationWalk = consultationWalkOf(2);
