import {
  ENDED_IS_KEPT,
  consultationIn,
  entriesOf,
  initialClinic,
  nextDeadline,
  openEntriesOf,
  persistClinic,
  refusalOf,
  restoreClinic,
  transitionClinic,
  waitingIn,
} from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import { isOver } from '@naervaer/machines/consultation';
import type { Consultation } from '@naervaer/machines/consultation';
import { boardView } from '@naervaer/machines/views';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLINIC, clinician, eventsOn, request } from './people.ts';

/** What is always true of a clinic, whatever happens in whatever order (MA4). */

const doctors = [clinician(1), clinician(2), clinician(3)];
// Consultation n of waiter n % 4 for citizen n % 3, or without CPR.
const requests = Array.from({ length: 9 }, (_, n) => request(n, n % 4, n % 5 === 4 ? null : n % 3));

const doctor = fc.constantFrom(...doctors);
const anyEvent: fc.Arbitrary<ClinicEvent> = fc.oneof(
  doctor.map((by): ClinicEvent => ({ type: 'OPEN', at: 0, by })),
  { weight: 1, arbitrary: doctor.map((by): ClinicEvent => ({ type: 'CLOSE', at: 0, by })) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(...requests)
      .map((one): ClinicEvent => Object.assign({ type: 'JOIN' as const, at: 0 }, one)),
  },
  {
    weight: 20,
    arbitrary: fc.constantFrom(
      ...requests.flatMap((one, n): ClinicEvent[] =>
        eventsOn(n, { at: 0, clinicians: doctors, waiter: one.waiter.personId }),
      ),
    ),
  },
  { weight: 2, arbitrary: fc.constant<ClinicEvent>({ type: 'DEADLINE', at: 0 }) },
  fc.constantFrom<ClinicEvent>(
    ...[null, 10].map((late): ClinicEvent => {
      const [by] = doctors;
      return { type: 'TELL_ALL', at: 0, by: by ?? clinician(1), late, text: '' };
    }),
  ),
);

/** Events some seconds to some twenty minutes apart. */
const course = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_200_000 }), anyEvent), {
  minLength: 20,
  maxLength: 120,
});

const run = (
  check: (before: ClinicSnapshot, event: ClinicEvent, after: ClinicSnapshot) => void,
): void =>
  fc.assert(
    fc.property(course, (steps) => {
      let at = 1_000;
      let snapshot = transitionClinic(initialClinic(CLINIC), {
        type: 'OPEN',
        at,
        by: clinician(1),
      });
      for (const [after, step] of steps) {
        at += after;
        const event = { ...step, at };
        const next = transitionClinic(snapshot, event);
        check(snapshot, event, next);
        snapshot = next;
      }
    }),
    { numRuns: 300 },
  );

const unique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

test('MA3: what the list refuses is what the machine cannot take, and it changes nothing', () => {
  run((before, event, after) => {
    const refusal = refusalOf(before, event);
    expect(before.can(event)).toBe(refusal === undefined);
    expect(refusal === undefined || after === before).toBe(true);
  });
});

test('MA4: places are 1…n; one holder, one open consultation for each citizen and waiter', () => {
  run((_, __, after) => {
    const places = boardView(after)
      .rows.map((row) => row.position)
      .filter((position) => position !== null);
    expect(places).toEqual(places.map((_, index) => index + 1));
    expect(places.length).toBe(waitingIn(after.context).length);
    expect(unique(after.context.queue)).toBe(true);
    const open = openEntriesOf(after.context).map(([, { context }]) => context);
    const held = open.map(({ holder }) => holder?.personId).filter((id) => id !== undefined);
    const citizens = open.map(({ request }) => request.citizen?.digits).filter(Boolean);
    expect(unique(held)).toBe(true);
    expect(unique(citizens)).toBe(true);
    expect(unique(open.map(({ request }) => request.waiter.personId))).toBe(true);
  });
});

test('MA4: nobody joins a clinic that is not open, and a closed one has nobody left', () => {
  run((before, event, after) => {
    const isLateJoin = before.value !== 'open' && event.type === 'JOIN';
    expect(isLateJoin && after !== before).toBe(false);
    expect(after.value === 'closed' && openEntriesOf(after.context).length > 0).toBe(false);
  });
});

test('MA4: what is over never changes, stays readable for an hour, and nobody vanishes', () => {
  const isKept = (was: Consultation, is: Consultation | undefined, { at }: ClinicEvent) => {
    if (is === undefined)
      return was.context.endedAt !== null && at >= was.context.endedAt + ENDED_IS_KEPT;
    if (isOver(was.value)) return is === was;
    return isOver(is.value) === (is.context.endedBy !== null);
  };
  run((before, event, after) => {
    for (const [id, was] of entriesOf(before.context))
      expect(isKept(was, consultationIn(after.context, id), event)).toBe(true);
  });
});

test('MA2: after a wake nothing is due any more, and a restored clinic is the same clinic', () => {
  run((_, event, after) => {
    const isDue = (nextDeadline(after) ?? Infinity) <= event.at;
    expect(event.type === 'DEADLINE' && isDue).toBe(false);
    const restored = restoreClinic(JSON.parse(JSON.stringify(persistClinic(after))));
    expect(persistClinic(restored)).toEqual(persistClinic(after));
    expect(nextDeadline(restored)).toBe(nextDeadline(after));
  });
});

test('MA4: every consultation comes to an end when nobody does anything any more', () => {
  fc.assert(
    fc.property(course, (steps) => {
      let at = 1_000;
      let snapshot = initialClinic(CLINIC);
      snapshot = transitionClinic(snapshot, { type: 'OPEN', at, by: clinician(1) });
      for (const [after, step] of steps)
        snapshot = transitionClinic(snapshot, { ...step, at: (at += after) });
      // Everybody's battery is empty.
      for (const [id] of openEntriesOf(snapshot.context))
        for (const side of ['waiter', 'clinician'] as const)
          snapshot = transitionClinic(snapshot, { type: 'AWAY', at, consultationId: id, side });
      let wakes = 0;
      for (let due = nextDeadline(snapshot); due !== undefined; due = nextDeadline(snapshot)) {
        snapshot = transitionClinic(snapshot, { type: 'DEADLINE', at: due });
        expect((wakes += 1)).toBeLessThan(100);
      }
      expect(snapshot.context.consultations).toEqual({});
    }),
    { numRuns: 100 },
  );
});
