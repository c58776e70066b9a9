import { describe, expect, test } from 'vitest';
import { DOCTOR, ID, NURSE, OTHER_ID, OTHER_REQUEST, REQUEST } from '../consultation/example.ts';
import { CALL_WAITS } from '../consultation/index.ts';
import type { Consultation, Request } from '../consultation/index.ts';
import type { ConsultationId, PersonId } from '../protocol/index.ts';
import { CLINIC, T0, after, claim, close, end, enter, join, open, wholeCall } from './example.ts';
import {
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

const leave = ({ consultationId, waiter }: Request, second = 0): ClinicEvent => ({
  type: 'LEAVE',
  at: T0 + second * 1000,
  consultationId,
  by: waiter.personId,
});

describe('open, closing, closed (B3)', () => {
  test('a clinic without anybody closes at once, with people it finishes the queue first', () => {
    expect(after(open(), close(1)).value).toBe('closed');
    const closing = after(...both, close(3));
    expect(closing.value).toBe('closing');
    const one = transitionClinic(closing, leave(REQUEST, 4));
    expect(one.value).toBe('closing');
    expect(transitionClinic(one, leave(OTHER_REQUEST, 4)).value).toBe('closed');
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
    expect(refusalOf(after(), open())).toBeUndefined();
    expect(refusalOf(after(open()), close())).toBeUndefined();
    expect(refusalOf(after(...both, close()), open())).toBeUndefined();
  });

  test('B6: a message to all is gone when the clinic closes; an empty one is refused', () => {
    const tell = { type: 'TELL_ALL', at: T0, by: DOCTOR, late: 10, text: '' } as const;
    expect(after(...both, tell, close()).context.message).toMatchObject({ late: 10 });
    expect(after(open(), tell, close()).context.message).toBeNull();
    expect(refusalOf(after(open()), { ...tell, late: null })).toEqual({ code: 'missingMessage' });
    expect(refusalOf(after(open()), { ...tell, late: null, text: 'Kun jer' })).toBeUndefined();
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

  test('who is in a call, or over, stands in it no longer', () => {
    expect(initialClinic(CLINIC).context.queue).toEqual([]);
    const inCall = [claim(ID, 3), enter(REQUEST, 'waiter', 4), enter(REQUEST, 'clinician', 5)];
    expect(after(...both, claim(ID, 3)).context.queue).toEqual([ID, OTHER_ID]);
    expect(after(...both, ...inCall).context.queue).toEqual([OTHER_ID]);
    expect(after(...both, ...inCall, end(ID, 60)).context.queue).toEqual([OTHER_ID]);
    expect(after(...both, leave(OTHER_REQUEST)).context.queue).toEqual([ID]);
  });

  test('B7: who is put back by the clinician stands in the old place', () => {
    const put = { type: 'RELEASE', at: T0 + 4000, consultationId: ID, by: DOCTOR } as const;
    expect(waitingIn(after(...both, claim(ID, 3), put).context)).toEqual([ID, OTHER_ID]);
  });

  test('T4: two citizens without CPR are two, not one', () => {
    const joined = after(open(), join(OTHER_REQUEST));
    expect(refusalOf(joined, join({ ...someone(1), citizen: null }))).toBeUndefined();
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
    const gone = T0 + 60_000 + 60 * 60_000;
    expect(nextDeadline(over)).toBe(gone);
    expect(refusalOf(over, { type: 'DEADLINE', at: gone - 1 })).toBeUndefined();
    expect(transitionClinic(over, { type: 'DEADLINE', at: gone - 1 })).toBe(over);
    expect(transitionClinic(over, { type: 'DEADLINE', at: gone }).context.consultations).toEqual(
      {},
    );
  });

  test('the next one is the earliest, in whatever order they joined', () => {
    const early = [claim(ID, 3), claim(OTHER_ID, 9, NURSE)];
    const late = [claim(ID, 9), claim(OTHER_ID, 3, NURSE)];
    for (const claims of [early, late])
      expect(nextDeadline(after(...both, ...claims))).toBe(T0 + 3000 + CALL_WAITS);
  });

  test('what is over is dropped in a closed clinic too, and nobody else with it', () => {
    const over = after(open(), ...wholeCall(REQUEST, 0, 1), join(OTHER_REQUEST, 3000));
    const closed = transitionClinic(transitionClinic(over, leave(OTHER_REQUEST, 3000)), close());
    const dropped = transitionClinic(closed, { type: 'DEADLINE', at: nextDeadline(closed) ?? 0 });
    expect(dropped.value).toBe('closed');
    expect(Object.keys(dropped.context.consultations)).toEqual([OTHER_ID]);
  });

  test('one that nothing ends is an error, not a loop that stops the server', () => {
    const call = after(open(), ...wholeCall(REQUEST, 0, 1).slice(0, -1));
    const ongoing = call.context.consultations[ID] as Consultation;
    const overdue = { ...ongoing, context: { ...ongoing.context, deadline: T0 } };
    const context = { ...call.context, consultations: { [ID]: overdue } };
    const broken = restoreClinic({ value: 'open', context });
    expect(() => transitionClinic(broken, { type: 'DEADLINE', at: T0 })).toThrow(
      expect.objectContaining({ code: 'internal', message: 'a deadline that nothing ends' }),
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

const back = { type: 'BACK', at: T0, consultationId: ID, side: 'waiter' } as const;

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
  const call = wholeCall(REQUEST, 0, 1).slice(0, -1);
  expect(after(open(), ...call, { ...back, type: 'TELL', late: 5, text: '' }).context.pace).toEqual(
    [],
  );
  const faded = after(open(), ...call, { ...back, type: 'AWAY' });
  const ended = transitionClinic(faded, { type: 'DEADLINE', at: nextDeadline(faded) ?? 0 });
  expect(ended.context.consultations[ID]?.value).toBe('ended');
  expect(ended.context.pace).toEqual([]);
});

test('SE3: one who joins and leaves without end makes nobody else’s events slower', () => {
  const idOf = (n: number) => `00000000-0000-7000-8000-0000000${10_000 + n}` as ConsultationId;
  const again = Array.from({ length: 3 * ENDED_OF_ONE }, (_, n): ClinicEvent[] => [
    join({ ...REQUEST, consultationId: idOf(n) }, n),
    leave({ ...REQUEST, consultationId: idOf(n) }),
  ]).flat();
  const first = { ...OTHER_REQUEST, consultationId: idOf(9000) };
  const { context } = after(open(), join(first), leave(first), join(OTHER_REQUEST), ...again);
  const newest = Array.from({ length: ENDED_OF_ONE }, (_, n) => idOf(2 * ENDED_OF_ONE + n));
  expect(Object.keys(context.consultations).sort()).toEqual(
    [OTHER_ID, first.consultationId, ...newest].sort(),
  );
});

test('an event that changes nothing is the same snapshot, so the host stores nothing', () => {
  const joined = after(open(), join(REQUEST));
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
  const { context } = busy;
  for (const json of [
    null,
    {},
    { value: 'ajar', context },
    { value: 'open', context: {} },
    { value: 'open', context: { ...context, consultations: { [ID]: { value: 'waiting' } } } },
  ])
    expect(() => restoreClinic(json)).toThrow();
});
