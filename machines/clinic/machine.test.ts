import { describe, expect, test } from 'vitest';
import { DOCTOR, ID, NURSE, OTHER_ID, OTHER_REQUEST, REQUEST } from '../consultation/example.ts';
import { CALL_WAITS } from '../consultation/index.ts';
import type { ConsultationId, PersonId } from '../protocol/index.ts';
import { CLINIC, T0, after, claim, close, end, enter, join, open, wholeCall } from './example.ts';
import {
  ENDED_IS_KEPT,
  ENDED_OF_ONE,
  PACE_CALLS,
  initialClinic,
  nextDeadline,
  persistClinic,
  refusalOf,
  restoreClinic,
  transitionClinic,
  waitingIn,
} from './index.ts';
import type { ClinicEvent } from './index.ts';

const both = [open(), join(REQUEST, 1), join(OTHER_REQUEST, 2)];
const someone = (n: number) => ({
  ...REQUEST,
  consultationId: `00000000-0000-7000-8000-00000000010${n}` as ConsultationId,
  waiter: { ...REQUEST.waiter, personId: `kommune.nr-${n}` as PersonId },
});

describe('open, closing, closed (B3)', () => {
  test('a clinic without anybody closes at once, with people it finishes the queue first', () => {
    expect(after(open(), close(1)).value).toBe('closed');
    const closing = after(...both, close(3));
    expect(closing.value).toBe('closing');
    const left = (id: ConsultationId, by: PersonId): ClinicEvent => ({
      type: 'LEAVE',
      at: T0 + 4000,
      consultationId: id,
      by,
    });
    const one = transitionClinic(closing, left(ID, REQUEST.waiter.personId));
    expect(one.value).toBe('closing');
    expect(transitionClinic(one, left(OTHER_ID, OTHER_REQUEST.waiter.personId)).value).toBe(
      'closed',
    );
    expect(transitionClinic(closing, open(5)).value).toBe('open');
  });

  test('MA4: nobody joins a clinic that is closed or closing', () => {
    expect(refusalOf(initialClinic(CLINIC), join(REQUEST))).toEqual({ code: 'clinicClosed' });
    expect(refusalOf(after(open(), join(OTHER_REQUEST), close()), join(REQUEST))).toEqual({
      code: 'clinicClosing',
    });
  });

  test('what is done already is refused with a reason', () => {
    expect(refusalOf(after(open()), open())).toEqual({ code: 'alreadyOpen' });
    expect(refusalOf(after(), close())).toEqual({ code: 'alreadyClosed' });
    expect(refusalOf(after(...both, close()), close())).toEqual({ code: 'alreadyClosed' });
  });

  test('B6: a message to all is gone when the clinic closes; an empty one is refused', () => {
    const tell = { type: 'TELL_ALL', at: T0, by: DOCTOR, late: 10, text: '' } as const;
    expect(after(...both, tell, close()).context.message).toMatchObject({ late: 10 });
    expect(after(open(), tell, close()).context.message).toBeNull();
    expect(refusalOf(after(open()), { ...tell, late: null })).toEqual({ code: 'missingMessage' });
    expect(refusalOf(after(), tell)).toEqual({ code: 'clinicClosed' });
  });
});

describe('the queue (MA4)', () => {
  test('the called one keeps the place and the others move up meanwhile', () => {
    expect(waitingIn(after(...both).context)).toEqual([ID, OTHER_ID]);
    const called = after(...both, claim(ID, 3));
    expect(waitingIn(called.context)).toEqual([OTHER_ID]);
    const given = transitionClinic(called, {
      type: 'DEADLINE',
      at: T0 + 3000 + CALL_WAITS,
    });
    expect(waitingIn(given.context)).toEqual([ID, OTHER_ID]);
  });

  test('a citizen and a waiter stand there once; again after the end', () => {
    const joined = after(open(), join(REQUEST));
    expect(refusalOf(joined, join({ ...REQUEST, consultationId: OTHER_ID }))).toEqual({
      code: 'alreadyInQueue',
    });
    expect(refusalOf(joined, join({ ...OTHER_REQUEST, citizen: REQUEST.citizen }))).toEqual({
      code: 'citizenAlreadyWaiting',
    });
    const over = after(open(), ...wholeCall(REQUEST, 0, 1));
    expect(refusalOf(over, join({ ...REQUEST, consultationId: OTHER_ID }))).toBeUndefined();
    expect(refusalOf(over, join(REQUEST))).toEqual({ code: 'alreadyInQueue' });
  });

  test('B4: one clinician gets the patient, and holds one at a time', () => {
    const called = after(...both, claim(ID, 3));
    expect(refusalOf(called, claim(ID, 3, NURSE))).toEqual({
      code: 'alreadyClaimed',
      holder: DOCTOR.name,
    });
    expect(refusalOf(called, claim(OTHER_ID, 3))).toEqual({ code: 'clinicianBusy' });
    expect(refusalOf(called, claim(OTHER_ID, 3, NURSE))).toBeUndefined();
  });

  test('one that the clinic does not know is refused, also with a name of Object', () => {
    for (const id of [OTHER_ID, 'constructor' as ConsultationId])
      expect(refusalOf(after(open()), claim(id))).toEqual({ code: 'unknownConsultation' });
  });
});

describe('deadlines are data (MA2)', () => {
  test('the next one is told, also for what is over: dropped after an hour', () => {
    expect(nextDeadline(after(...both))).toBeUndefined();
    expect(nextDeadline(after(...both, claim(ID, 3)))).toBe(T0 + 3000 + CALL_WAITS);
    const over = after(open(), ...wholeCall(REQUEST, 0, 1));
    const gone = T0 + 60_000 + ENDED_IS_KEPT;
    expect(nextDeadline(over)).toBe(gone);
    expect(transitionClinic(over, { type: 'DEADLINE', at: gone - 1 })).toBe(over);
    expect(transitionClinic(over, { type: 'DEADLINE', at: gone }).context.consultations).toEqual(
      {},
    );
  });

  test('a clinic that closes is closed by the deadline of its last one', () => {
    const away: ClinicEvent = { type: 'AWAY', at: T0, consultationId: ID, side: 'waiter' };
    const closing = after(open(), join(REQUEST), away, close());
    expect(closing.value).toBe('closing');
    const expired = transitionClinic(closing, {
      type: 'DEADLINE',
      at: nextDeadline(closing) ?? 0,
    });
    expect(expired.value).toBe('closed');
    expect(expired.context.consultations[ID]?.value).toBe('expired');
  });
});

test('T7: the pace is that of the last calls, and of real ones only', () => {
  const calls = Array.from({ length: PACE_CALLS + 2 }, (_, n) => n);
  const events = calls.flatMap((n) =>
    wholeCall(REQUEST, n * 7200, n + 1).concat({
      type: 'DEADLINE',
      at: T0 + (n * 7200 + 7100) * 1000,
    }),
  );
  const { pace } = after(open(), ...events).context;
  expect(pace.length).toBe(PACE_CALLS);
  expect(pace[0]).toBe(3 * 60);
  const noCall = after(open(), join(REQUEST), claim(ID), end(ID, 9));
  expect(noCall.context.pace).toEqual([]);
});

test('SE3: one who joins and leaves without end makes nobody else’s events slower', () => {
  const idOf = (n: number) => `00000000-0000-7000-8000-0000000${10_000 + n}` as ConsultationId;
  const again = Array.from({ length: 3 * ENDED_OF_ONE }, (_, n): ClinicEvent[] => [
    join({ ...REQUEST, consultationId: idOf(n) }, n),
    { type: 'LEAVE', at: T0, consultationId: idOf(n), by: REQUEST.waiter.personId },
  ]).flat();
  const { context } = after(open(), join(OTHER_REQUEST), ...again);
  const newest = Array.from({ length: ENDED_OF_ONE }, (_, n) => idOf(2 * ENDED_OF_ONE + n));
  expect(Object.keys(context.consultations).sort()).toEqual([OTHER_ID, ...newest].sort());
});

test('an event that changes nothing is the same snapshot, so the host stores nothing', () => {
  const joined = after(open(), join(REQUEST));
  const back: ClinicEvent = { type: 'BACK', at: T0, consultationId: ID, side: 'waiter' };
  expect(transitionClinic(joined, back)).toBe(joined);
  expect(transitionClinic(joined, { type: 'DEADLINE', at: T0 })).toBe(joined);
  expect(transitionClinic(joined, join(someone(1)))).toBe(joined);
});

test('ST4: a clinic comes back from JSON as it was, and not from anything else', () => {
  const busy = after(...both, claim(ID, 3), enter(REQUEST, 'waiter', 4));
  const restored = restoreClinic(JSON.parse(JSON.stringify(persistClinic(busy))));
  expect(persistClinic(restored)).toEqual(persistClinic(busy));
  expect(transitionClinic(restored, enter(REQUEST, 'clinician', 5)).context).toEqual(
    transitionClinic(busy, enter(REQUEST, 'clinician', 5)).context,
  );
  for (const json of [null, {}, { value: 'ajar', context: {} }, { value: 'open', context: {} }])
    expect(() => restoreClinic(json)).toThrow();
});
