import { initialClinic, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicContext, ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { Consultation } from '@naervaer/machines/consultation';
import type { ConsultationId } from '@naervaer/machines/protocol';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLINIC, clinician, consultationId, eventsOn, request } from '../../model/people.ts';
import { createClerk } from './clerk.ts';
import { disagreement } from './disagreement.ts';

const names = { person: (id: string) => id, consultation: (id: string) => `no. ${id.slice(-1)}` };
const [first, second] = [consultationId(1), consultationId(2)];
const by = clinician(1);

const EVENTS: readonly ClinicEvent[] = [
  { type: 'OPEN', at: 1, by },
  { type: 'JOIN', at: 2, ...request(1, 1, 1) },
  { type: 'JOIN', at: 3, ...request(2, 2, 2) },
  { type: 'JOIN', at: 4, ...request(3, 3, null) },
  { type: 'REJECT', at: 5, consultationId: consultationId(3), by, instead: 'phone', note: '' },
];

function both(events: readonly ClinicEvent[] = EVENTS) {
  const clerk = createClerk();
  for (const event of events) clerk.take(event);
  return { clerk, snapshot: events.reduce(transitionClinic, initialClinic(CLINIC)) };
}
const differs = (change: (context: ClinicContext) => Partial<ClinicContext>) => {
  const { clerk, snapshot } = both();
  const context = { ...snapshot.context, ...change(snapshot.context) };
  return disagreement({ ...snapshot, context } as ClinicSnapshot, clerk, names);
};
const changed = (
  { consultations }: ClinicContext,
  id: ConsultationId,
  change: Partial<Consultation>,
): Pick<ClinicContext, 'consultations'> => {
  const one = consultations[id];
  if (one === undefined) throw new Error('nobody knows it');
  return { consultations: { ...consultations, [id]: { ...one, ...change } } };
};

describe('MA4: a machine that keeps other books than the clerk is found out', () => {
  test('none does', () => {
    expect(differs(() => ({}))).toBeUndefined();
  });
  test('about places', () => {
    expect(differs(({ queue }) => ({ queue: [...queue].reverse() }))).toBe(
      'no. 2 stands before no. 1, which came first',
    );
    expect(differs(() => ({ queue: [first] }))).toBe('no. 2 lost its place in the queue');
  });
  test('about who holds whom, and about states', () => {
    const held = differs((context) =>
      changed(context, second, {
        context: { ...(context.consultations[second] as Consultation).context, holder: by },
      }),
    );
    expect(held).toBe(`${by.personId} holds no. 2; it ought to be nobody`);
    expect(differs((context) => changed(context, second, { value: 'called' }))).toBe(
      'no. 2 is called; it ought to be waiting',
    );
  });
  test('about what is over', () => {
    const id = consultationId(3);
    expect(differs((context) => changed(context, id, { value: 'expired' }))).toBe(
      'no. 3 was rejected; now it is expired',
    );
    const forgotten = differs(({ consultations }) => ({
      consultations: Object.fromEntries(
        Object.entries(consultations).filter(([other]) => other !== id),
      ),
    }));
    expect(forgotten).toBe('no. 3 was rejected; now it is forgotten');
  });
  test('about the clinic', () => {
    const { clerk, snapshot } = both();
    expect(disagreement({ ...snapshot, value: 'closing' } as ClinicSnapshot, clerk, names)).toBe(
      'Lægerne Nordby is closing; it ought to be open',
    );
  });
});

test('MA2, MA4: the clerk and the machine agree on whatever happens', () => {
  const doctors = [clinician(1), clinician(2)];
  const waiters = [0, 1, 2, 3].map((n) => request(n, n, n % 3));
  const events = [
    ...doctors.flatMap((by): ClinicEvent[] => [
      { type: 'OPEN', at: 0, by },
      { type: 'OPEN', at: 0, by },
      { type: 'CLOSE', at: 0, by },
    ]),
    ...waiters.flatMap((one): ClinicEvent[] =>
      [1, 2, 3].map(() => ({ type: 'JOIN', at: 0, ...one })),
    ),
    ...waiters.flatMap((one, n): ClinicEvent[] =>
      eventsOn(n, { at: 0, clinicians: doctors, waiter: one.waiter.personId }),
    ),
    { type: 'DEADLINE', at: 0 } as const,
    { type: 'DEADLINE', at: 0 } as const,
  ];
  const steps = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 900_000 }), fc.constantFrom(...events)),
    { minLength: 20, maxLength: 120 },
  );
  fc.assert(
    fc.property(steps, (steps) => {
      const clerk = createClerk();
      let snapshot = initialClinic(CLINIC);
      let at = 1_000;
      for (const [after, event] of steps) {
        at += after;
        const next = transitionClinic(snapshot, { ...event, at });
        if (next === snapshot) continue;
        snapshot = next;
        expect(clerk.take({ ...event, at })).toBeUndefined();
        expect(disagreement(snapshot, clerk, names)).toBeUndefined();
      }
    }),
    { numRuns: 300 },
  );
});
