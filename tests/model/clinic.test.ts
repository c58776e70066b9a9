import {
  initialClinic,
  persistClinic,
  refusalOf,
  restoreClinic,
  transitionClinic,
} from '@naervaer/machines/clinic';
import { expect, test } from 'vitest';
import { coverageOf } from './coverage.ts';
import { CLINIC } from './people.ts';
import { clinicWalk } from './walks/clinic.ts';

const coverage = coverageOf(clinicWalk);

test('M3: generated paths reach every state and every transition of a clinic', () => {
  console.log(coverage.line);
  expect(coverage.missing).toEqual([]);
});

test('M2: every path leads a restored clinic where the model says, and nothing refused is taken', () => {
  for (const { events, state } of coverage.paths) {
    const reached = events.reduce((snapshot, event) => {
      expect(snapshot.can(event)).toBe(refusalOf(snapshot, event) === undefined);
      // As after a restart between any two events (ST4).
      return restoreClinic(structuredClone(persistClinic(transitionClinic(snapshot, event))));
    }, initialClinic(CLINIC));
    expect(persistClinic(reached)).toEqual({ value: state.value, context: state.context });
  }
});
