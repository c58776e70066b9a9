import {
  consultationMachine,
  initialConsultation,
  transitionConsultation,
} from '@naervaer/machines/consultation';
import type { Consultation, ConsultationEvent } from '@naervaer/machines/consultation';
import { expect, test } from 'vitest';
import { coverageOf } from './coverage.ts';
import { clinician, consultationId, eventsOn, request } from './people.ts';

const START = 1_000;
const input = { request: request(1, 1, 1), at: START };

const coverage = coverageOf({
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
});

test('M3: generated paths reach every state and every transition of a consultation', () => {
  console.log(coverage.line);
  expect(coverage.missing).toEqual([]);
});

test('M2: every path leads the stored consultation where the model says', () => {
  for (const { events, state } of coverage.paths) {
    const reached = events.reduce<Consultation>(
      (consultation, event) => transitionConsultation(consultation, event),
      initialConsultation(input.request, input.at),
    );
    expect(reached).toEqual({ value: state.value, context: state.context });
  }
});
