import { initialConsultation, transitionConsultation } from '@naervaer/machines/consultation';
import type { Consultation } from '@naervaer/machines/consultation';
import { expect, test } from 'vitest';
import { coverageOf } from './coverage.ts';
import { consultationWalk } from './walks/consultation.ts';

const { input } = consultationWalk;
const coverage = coverageOf(consultationWalk);

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
