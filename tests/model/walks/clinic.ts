import { clinicMachine, nextDeadline } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { Walk } from '../coverage.ts';
import { CLINIC, clinician, countTo, eventsOn, request } from '../people.ts';

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

/** Doctors of one clinic, and as many care workers with a citizen each. */
export function clinicWalkOf(doctors: number, waiters: number): Walk<typeof clinicMachine> {
  const [doctor, ...colleagues] = countTo(doctors).map(clinician);
  if (doctor === undefined) throw new RangeError('a clinic without a doctor');
  const clinicians = [doctor, ...colleagues];
  const requests = countTo(waiters).map((n) => request(n, n, n));
  return {
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
        ...requests.flatMap(({ waiter }, index) =>
          eventsOn(index + 1, { at, clinicians, waiter: waiter.personId }),
        ),
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
}

/** Two doctors of one clinic, and two care workers with a citizen each. */
export const clinicWalk = clinicWalkOf(2, 2);
