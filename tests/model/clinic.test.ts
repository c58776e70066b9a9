import {
  clinicMachine,
  initialClinic,
  nextDeadline,
  persistClinic,
  refusalOf,
  restoreClinic,
  transitionClinic,
} from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import { expect, test } from 'vitest';
import { coverageOf } from './coverage.ts';
import { CLINIC, clinician, eventsOn, request } from './people.ts';

const doctors = [clinician(1), clinician(2)] as const;
const [doctor] = doctors;
const requests = [request(1, 1, 1), request(2, 2, 2)] as const;

/** The newest instant that a clinic has seen, so that time does not run backwards in the walk. */
const nowIn = ({ context }: ClinicSnapshot): number =>
  Object.values(context.consultations)
    .flatMap(({ context: { joinedAt, calledAt, startedAt, endedAt } }) => [
      joinedAt,
      calledAt ?? 0,
      startedAt ?? 0,
      endedAt ?? 0,
    ])
    .reduce((a, b) => Math.max(a, b), 1_000);

const coverage = coverageOf({
  name: 'clinic',
  machine: clinicMachine,
  input: CLINIC,
  events: (snapshot): readonly ClinicEvent[] => {
    const at = nowIn(snapshot);
    return [
      { type: 'OPEN', at, by: doctor },
      { type: 'CLOSE', at, by: doctor },
      { type: 'TELL_ALL', at, by: doctor, late: 15, text: '' },
      { type: 'DEADLINE', at: nextDeadline(snapshot) ?? at },
      ...requests.map((one) => ({ type: 'JOIN' as const, at, ...one })),
      ...eventsOn(1, { at, clinicians: doctors, waiter: requests[0].waiter.personId }),
      ...eventsOn(2, { at, clinicians: doctors, waiter: requests[1].waiter.personId }),
    ];
  },
  sameAs: ({ value, context }) =>
    JSON.stringify([
      value,
      context.queue,
      Object.values(context.consultations).map((consultation) => [
        consultation.context.request.consultationId,
        consultation.value,
        consultation.context.holder?.personId,
        consultation.context.entered.waiter,
        consultation.context.awaySince.waiter !== null,
      ]),
    ]),
});

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
