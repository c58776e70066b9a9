import { describe, expect, test } from 'vitest';
import { transition } from 'xstate';
import type { RoomId } from '../protocol/index.ts';
import { DOCTOR, ID, NURSE, REQUEST, ROOM } from './example.ts';
import {
  CALL_IS_KEPT,
  CALL_WAITS,
  PLACE_IS_KEPT,
  consultationMachine,
  initialConsultation,
  refusalInConsultation,
  transitionConsultation,
} from './index.ts';
import type { Consultation, ConsultationEvent, Side } from './index.ts';

/** An event as a test writes it: on the one consultation, at the given second. */
type Told = ConsultationEvent extends infer E
  ? E extends ConsultationEvent
    ? Omit<E, 'at' | 'consultationId'>
    : never
  : never;

const T0 = 1_000_000;
const at = (seconds: number, event: Told) =>
  ({ ...event, at: T0 + seconds * 1000, consultationId: ID }) as ConsultationEvent;
const after = (...events: ConsultationEvent[]): Consultation =>
  events.reduce(transitionConsultation, initialConsultation(REQUEST, T0));
const refusalOf = ({ value, context }: Consultation, event: ConsultationEvent) =>
  refusalInConsultation(value, context, event);

const people = { clinician: DOCTOR.personId, waiter: REQUEST.waiter.personId } as const;
const claim = at(1, { type: 'CLAIM', by: DOCTOR, roomId: ROOM });
const enter = (second: number, side: Side) => at(second, { type: 'ENTER', by: people[side], side });
const end = (second: number, side: Side) => at(second, { type: 'END', by: people[side], side });
const away = (second: number, side: Side) => at(second, { type: 'AWAY', side });
const back = (second: number, side: Side) => at(second, { type: 'BACK', side });
const deadline = (second: number) => at(second, { type: 'DEADLINE' });
const call = [claim, enter(2, 'waiter'), enter(3, 'clinician')];

describe('the usual course', () => {
  test('waiting, called, ongoing when both are in, ended by either side', () => {
    expect(after().value).toBe('waiting');
    expect(after(claim)).toMatchObject({ value: 'called', context: { holder: DOCTOR } });
    expect(after(claim, enter(2, 'clinician')).value).toBe('called');
    expect(after(...call)).toMatchObject({
      value: 'ongoing',
      context: { startedAt: T0 + 3000, roomId: ROOM, deadline: null },
    });
    expect(after(...call, end(60, 'waiter'))).toMatchObject({
      value: 'ended',
      context: { endedBy: 'waiter', endedAt: T0 + 60_000, roomId: null },
    });
    expect(after(...call, end(60, 'clinician')).context.endedBy).toBe('clinician');
  });

  test('leaving is open to the waiter until the call: queue and called', () => {
    const leave = at(9, { type: 'LEAVE', by: people.waiter });
    for (const before of [[], [claim], [claim, enter(2, 'waiter')]])
      expect(after(...before, leave)).toMatchObject({
        value: 'cancelled',
        context: { endedBy: 'waiter', endedAt: T0 + 9000 },
      });
  });

  test('B5: whoever holds it may reject it until the call has begun', () => {
    const reject = at(9, { type: 'REJECT', by: DOCTOR, instead: 'attend', note: '' });
    expect(after(claim, reject)).toMatchObject({
      value: 'rejected',
      context: { rejection: { instead: 'attend', note: '' }, endedAt: T0 + 9000 },
    });
  });

  test('ending is open to both from the call to the end, also while it is interrupted', () => {
    for (const before of [[claim], call, [...call, away(4, 'waiter')]])
      for (const side of ['waiter', 'clinician'] as const)
        expect(after(...before, end(9, side))).toMatchObject({
          value: 'ended',
          context: {
            endedBy: side,
            holder: DOCTOR,
            awaySince: { waiter: null, clinician: null },
            entered: { waiter: false, clinician: false },
          },
        });
  });

  test('B6: a message of words or of minutes reaches the waiter in every state until the end', () => {
    for (const before of [[], [claim], call, [...call, away(4, 'waiter')]])
      for (const said of [
        { late: null, text: 'Kom ind' },
        { late: 10, text: '' },
      ]) {
        const told = after(...before, at(9, { type: 'TELL', ...said }));
        expect(told.context.message).toEqual({ ...said, at: T0 + 9000 });
      }
  });

  test('C7: a second claim, after the first was given back, has a room of its own', () => {
    const second = '00000000-0000-7000-9000-000000000002' as RoomId;
    const given = after(claim, enter(2, 'waiter'), at(9, { type: 'RELEASE', by: DOCTOR }));
    expect(given).toMatchObject({
      value: 'waiting',
      context: { holder: null, roomId: null, calledAt: null, entered: { waiter: false } },
    });
    const again = transitionConsultation(
      given,
      at(10, { type: 'CLAIM', by: NURSE, roomId: second }),
    );
    expect(again).toMatchObject({ value: 'called', context: { holder: NURSE, roomId: second } });
  });

  test('MA4: once over it is over, and forgets what is personal at once', () => {
    const rejection = { type: 'REJECT', by: NURSE, instead: 'phone', note: 'Vi ringer' } as const;
    const rejected = after(at(5, { type: 'TELL', late: null, text: 'x' }), at(6, rejection));
    expect(rejected).toMatchObject({
      value: 'rejected',
      context: {
        request: { citizen: null, reason: '', present: [], attestation: null },
        rejection: { instead: 'phone', note: 'Vi ringer' },
        holder: NURSE,
        message: null,
        endedBy: 'clinician',
      },
    });
    expect(JSON.stringify(rejected)).not.toMatch(/Karen|7203411234|Sår/);
    for (const event of [...call, end(60, 'waiter'), away(7, 'waiter'), deadline(1e6)]) {
      expect(transitionConsultation(rejected, event)).toBe(rejected);
      expect(refusalOf(rejected, event)).toEqual({ code: 'consultationOver' });
    }
  });
});

test('MA4: the four ends are final for the machine itself', () => {
  const context = after().context;
  for (const value of ['ended', 'rejected', 'cancelled', 'expired'] as const) {
    const over = consultationMachine.resolveState({ value, context });
    expect(over.status).toBe('done');
    expect(transition(consultationMachine, over, claim)[0].value).toBe(value);
  }
});

describe('somebody is away', () => {
  test('MA2: nothing ends by itself while nothing is awaited', () => {
    for (const lasting of [after(), after(...call)])
      expect(transitionConsultation(lasting, deadline(1e6))).toBe(lasting);
  });

  test('MA2: an interrupted call does not end before its deadline', () => {
    const lost = after(...call, away(20, 'clinician'));
    expect(transitionConsultation(lost, deadline(20 + CALL_IS_KEPT / 1000 - 1))).toBe(lost);
  });

  test('the clinician who is away has to come back too before a call starts', () => {
    const called = after(claim, enter(2, 'clinician'), away(3, 'clinician'), enter(4, 'waiter'));
    expect(called.value).toBe('called');
    expect(transitionConsultation(called, enter(5, 'clinician')).value).toBe('ongoing');
  });

  test('a page that enters the interrupted call is back in it', () => {
    const lost = after(...call, away(20, 'waiter'));
    expect(transitionConsultation(lost, enter(21, 'waiter'))).toMatchObject({
      value: 'ongoing',
      context: { awaySince: { waiter: null } },
    });
  });

  test('T7: the place is kept for a long while, then it expires', () => {
    const gone = after(away(10, 'waiter'));
    expect(gone).toMatchObject({
      value: 'waiting',
      context: { awaySince: { waiter: T0 + 10_000 }, deadline: T0 + 10_000 + PLACE_IS_KEPT },
    });
    expect(transitionConsultation(gone, away(20, 'waiter'))).toBe(gone);
    expect(transitionConsultation(gone, deadline(10 + PLACE_IS_KEPT / 1000 - 1))).toBe(gone);
    expect(transitionConsultation(gone, deadline(10 + PLACE_IS_KEPT / 1000))).toMatchObject({
      value: 'expired',
      context: { endedBy: 'system' },
    });
    expect(transitionConsultation(gone, back(30, 'waiter')).context.deadline).toBeNull();
  });

  test('a clinician who is away changes nothing for one who only waits', () => {
    const waiting = after();
    expect(transitionConsultation(waiting, away(1, 'clinician'))).toBe(waiting);
    expect(transitionConsultation(waiting, back(1, 'clinician'))).toBe(waiting);
  });

  test('a called waiter who does not come in waits on with the place kept', () => {
    const called = after(away(0.5, 'waiter'), claim, enter(2, 'clinician'), away(3, 'clinician'));
    const due = 1 + CALL_WAITS / 1000;
    expect(transitionConsultation(called, deadline(due - 1))).toBe(called);
    expect(transitionConsultation(called, deadline(due))).toMatchObject({
      value: 'waiting',
      context: {
        holder: null,
        awaySince: { waiter: T0 + 500, clinician: null },
        deadline: T0 + 500 + PLACE_IS_KEPT,
      },
    });
  });

  test('a call starts only when both are here: one who went away has to come back', () => {
    const called = after(claim, enter(2, 'waiter'), away(3, 'waiter'), enter(4, 'clinician'));
    expect(called.value).toBe('called');
    expect(transitionConsultation(after(claim, away(3, 'waiter')), back(5, 'waiter'))).toEqual(
      after(claim),
    );
    expect(transitionConsultation(called, back(5, 'waiter'))).toMatchObject({
      value: 'ongoing',
      context: { startedAt: T0 + 5000 },
    });
  });

  test('C3: a lost side interrupts the call; it goes on when both are here again', () => {
    const lost = after(...call, away(20, 'clinician'));
    expect(lost).toMatchObject({
      value: 'interrupted',
      context: { deadline: T0 + 20_000 + CALL_IS_KEPT },
    });
    const bothLost = transitionConsultation(lost, away(25, 'waiter'));
    expect(bothLost.context).toMatchObject({
      deadline: lost.context.deadline,
      awaySince: { clinician: T0 + 20_000, waiter: T0 + 25_000 },
    });
    const oneBack = transitionConsultation(bothLost, enter(30, 'clinician'));
    expect(oneBack.value).toBe('interrupted');
    const silently = transitionConsultation(bothLost, back(30, 'clinician'));
    expect(silently).toMatchObject({
      value: 'interrupted',
      context: { awaySince: { clinician: null, waiter: T0 + 25_000 } },
    });
    expect(transitionConsultation(silently, back(31, 'waiter')).value).toBe('ongoing');
    expect(transitionConsultation(oneBack, back(31, 'waiter'))).toMatchObject({
      value: 'ongoing',
      context: { startedAt: T0 + 3000, deadline: null, roomId: ROOM },
    });
    expect(transitionConsultation(bothLost, deadline(20 + CALL_IS_KEPT / 1000))).toMatchObject({
      value: 'ended',
      context: { endedBy: 'system' },
    });
  });

  test('a page that was reloaded in a call enters again, harmlessly', () => {
    const ongoing = after(...call);
    expect(refusalOf(ongoing, enter(9, 'waiter'))).toBeUndefined();
    expect(transitionConsultation(ongoing, enter(9, 'waiter'))).toBe(ongoing);
  });
});

describe('MA3: what is refused, and why', () => {
  const byNurse = { by: NURSE } as const;
  const nurseSide = { by: NURSE.personId, side: 'clinician' } as const;
  test.each([
    ['a second claim', [claim], { type: 'CLAIM', ...byNurse, roomId: ROOM }, 'alreadyClaimed'],
    ['a release of one who waits', [], { type: 'RELEASE', ...byNurse }, 'notCalled'],
    ["a release of a colleague's", [claim], { type: 'RELEASE', ...byNurse }, 'notYours'],
    ['a release during the call', call, { type: 'RELEASE', by: DOCTOR }, 'alreadyEntered'],
    [
      "a rejection of a colleague's",
      [claim],
      { type: 'REJECT', ...byNurse, instead: 'phone', note: '' },
      'alreadyClaimed',
    ],
    [
      'a rejection during the call',
      call,
      { type: 'REJECT', by: DOCTOR, instead: 'phone', note: '' },
      'alreadyEntered',
    ],
    ['leaving for somebody else', [], { type: 'LEAVE', by: NURSE.personId }, 'notYours'],
    ['leaving the queue in a call', call, { type: 'LEAVE', by: people.waiter }, 'alreadyEntered'],
    [
      'entering before the call',
      [],
      { type: 'ENTER', by: people.waiter, side: 'waiter' },
      'notCalled',
    ],
    ["entering a colleague's call", [claim], { type: 'ENTER', ...nurseSide }, 'notYours'],
    [
      "entering a colleague's call that would be complete",
      [claim, enter(2, 'waiter')],
      { type: 'ENTER', ...nurseSide },
      'notYours',
    ],
    ["ending a colleague's call", call, { type: 'END', ...nurseSide }, 'notYours'],
    [
      'ending as a waiter who is another',
      call,
      { type: 'END', by: NURSE.personId, side: 'waiter' },
      'notYours',
    ],
    ['ending what has not begun', [], { type: 'END', ...nurseSide }, 'notCalled'],
    ['an empty message', [], { type: 'TELL', late: null, text: '' }, 'missingMessage'],
  ] satisfies [string, ConsultationEvent[], Told, string][])('%s', (_, before, told, code) => {
    const consultation = after(...before);
    const event = at(50, told);
    expect(refusalOf(consultation, event)).toMatchObject({ code });
    expect(transitionConsultation(consultation, event)).toBe(consultation);
  });

  test('B4: whoever is too late reads who has the patient', () => {
    expect(refusalOf(after(claim), at(2, { type: 'CLAIM', by: NURSE, roomId: ROOM }))).toEqual({
      code: 'alreadyClaimed',
      holder: 'Mette Holm',
    });
  });

  test('what the list does not refuse, the machine takes, and nothing else', () => {
    const said = [
      claim,
      at(50, { type: 'RELEASE', by: DOCTOR }),
      at(50, { type: 'REJECT', by: DOCTOR, instead: 'phone', note: '' }),
      at(50, { type: 'LEAVE', by: people.waiter }),
      enter(50, 'waiter'),
      enter(50, 'clinician'),
      end(50, 'waiter'),
      at(50, { type: 'TELL', late: 10, text: '' }),
    ];
    for (const before of [[], [claim], call, [...call, away(4, 'waiter')]]) {
      const consultation = after(...before);
      const snapshot = consultationMachine.resolveState(consultation);
      for (const event of said)
        expect([event.type, snapshot.can(event)]).toEqual([
          event.type,
          refusalOf(consultation, event) === undefined,
        ]);
    }
  });

  test('what nobody says is never refused, and what no list knows is an error', () => {
    for (const event of [away(1, 'waiter'), back(1, 'waiter'), deadline(1)])
      expect(refusalOf(after(), event)).toBeUndefined();
    expect(() => refusalOf(after(), at(1, { type: 'DANCE' } as never))).toThrow('unreachable');
  });
});
