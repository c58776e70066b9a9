import { clinicMachine, nextDeadline } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { Walk } from '../coverage.ts';
import { CLINIC, clinician, eventsOn, request } from '../people.ts';

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

/** Two doctors of one clinic, and two care workers with a citizen each. */
export const clinicWalk: Walk<typeof clinicMachine> = {
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
};
