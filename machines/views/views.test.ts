import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { after, claim, close, end, enter, join, open, T0, wholeCall } from '../clinic/example.ts';
import type { ClinicEvent, ClinicSnapshot } from '../clinic/index.ts';
import { DOCTOR, ID, NURSE, OTHER_ID, OTHER_REQUEST, REQUEST } from '../consultation/example.ts';
import { BoardHead, BoardRow, ConsultationView, LobbyView } from '../protocol/index.ts';
import type { ConsultationId, PartyId, PeerId, PersonId } from '../protocol/index.ts';
import {
  boardView,
  consultationView,
  involvementsOf,
  lobbyView,
  openConsultationsOf,
  participantOf,
} from './index.ts';

const both = [open(), join(REQUEST, 1), join(OTHER_REQUEST, 2)];
const inCall = [...both, claim(ID, 3), enter(REQUEST, 'waiter', 4), enter(REQUEST, 'clinician', 5)];
const PEERS = [
  {
    partyId: 'waiter' as PartyId,
    side: 'waiter',
    peerId: 'peer-0123456789abcdef' as PeerId,
    fingerprint: Array<string>(32).fill('A1').join(':'),
  },
] as const;
const away = (second: number): ClinicEvent => ({
  type: 'AWAY',
  at: T0 + second * 1000,
  consultationId: ID,
  side: 'waiter',
});
const viewOf = (snapshot: ClinicSnapshot, id: ConsultationId = ID): ConsultationView => {
  const view = consultationView(snapshot, id, PEERS);
  if (view === undefined) throw new Error('the clinic does not know it');
  return view;
};

/** Every value in a view, however deep. */
const valuesIn = (view: unknown): unknown[] =>
  typeof view === 'object' && view !== null ? Object.values(view).flatMap(valuesIn) : [view];
const says = (view: unknown, ...words: string[]): string[] => {
  const text = valuesIn(view).map(String);
  return words.filter((word) => text.some((value) => value.includes(word)));
};

const CITIZEN = ['7203411234', '720341-1234', 'Karen Vestergaard'];
const REASONS = [REQUEST.reason, OTHER_REQUEST.reason];
const CAREGIVERS = ['Anna Krogh', 'Bo Friis'];
const PERSONS = ['kommune.anna', 'kommune.bo', DOCTOR.personId];

/** A clinic in every situation that a view can show. */
const situations: [string, ClinicSnapshot][] = [
  ['closed', after()],
  ['two wait', after(...both)],
  ['one is away', after(...both, away(9))],
  ['one is called', after(...both, claim(ID, 3))],
  ['a call', after(...inCall)],
  ['an interrupted call', after(...inCall, away(9))],
  ['closing', after(...inCall, close(9))],
  ['one is over', after(...inCall, end(ID, 60))],
];

describe('DC3: a role sees only what its screen needs', () => {
  test.each(situations)('lobby, %s: nothing personal at all', (_, snapshot) => {
    const view = lobbyView(snapshot);
    expect(v.parse(LobbyView, view)).toEqual(view);
    expect(says(view, ...CITIZEN, ...REASONS, ...CAREGIVERS, ...PERSONS, DOCTOR.name)).toEqual([]);
  });

  test.each(situations.slice(1))('consultation, %s: no citizen, no reason, nobody else', (_, s) => {
    const view = viewOf(s);
    expect(v.parse(ConsultationView, view)).toEqual(view);
    expect(says(view, ...CITIZEN, ...REASONS, ...PERSONS, 'Bo Friis')).toEqual([]);
  });

  test.each(situations)('board, %s: as the schema says, and nothing of what is over', (_, s) => {
    const { head, rows } = boardView(s);
    expect(v.parse(BoardHead, head)).toEqual(head);
    expect(v.parse(v.array(BoardRow), rows)).toEqual(rows);
    const isActive = rows.some((row) => row.consultationId === ID);
    expect(says(rows, ...CITIZEN)).toEqual(isActive ? CITIZEN.slice(1) : []);
    expect(says(rows, 'kommune.anna', 'kommune.bo')).toEqual([]);
  });

  test('what is over keeps nothing of the citizen in the clinic either (ST2)', () => {
    const over = after(open(), ...wholeCall(REQUEST, 0, 9));
    expect(says(over.context, ...CITIZEN, ...REASONS)).toEqual([]);
  });
});

describe('board', () => {
  test('B2: a row says who, on whose behalf, why, how and since when', () => {
    expect(boardView(after(...both, away(9))).rows[0]).toEqual({
      consultationId: ID,
      way: 'caregiverWithCpr',
      state: 'waiting',
      position: 1,
      citizen: { name: 'Karen Vestergaard', number: '720341-1234' },
      caregiver: {
        name: 'Anna Krogh',
        jobRole: 'nurse',
        workplace: 'Plejehjemmet Solgården',
        organisation: 'Nordby Kommune',
        careArea: 'nursingHome',
      },
      reason: 'Sår på venstre fod',
      part: 'withCitizen',
      present: ['relative'],
      check: REQUEST.check,
      joinedAt: T0 + 1000,
      awaySince: T0 + 9000,
      expiresAt: T0 + 9000 + 30 * 60_000,
      holder: null,
      calledAt: null,
      startedAt: null,
      message: null,
    });
  });

  test('waiting rows come first by place, then those in a call by start', () => {
    const third = {
      ...OTHER_REQUEST,
      consultationId: '00000000-0000-7000-8000-000000000003' as ConsultationId,
      waiter: { ...OTHER_REQUEST.waiter, personId: 'kommune.eva' as PersonId },
    };
    const { rows } = boardView(
      after(...both, join(third, 3), claim(OTHER_ID, 4, NURSE), claim(ID, 5)),
    );
    expect(rows.map((row) => [row.consultationId, row.position, row.state])).toEqual([
      [third.consultationId, 1, 'waiting'],
      [OTHER_ID, null, 'called'],
      [ID, null, 'called'],
    ]);
  });
});

describe('board rows', () => {
  test('B7: those who wait stand by place, whatever order they came in', () => {
    const { context, ...rest } = after(...both);
    const turned = { ...rest, context: { ...context, queue: [OTHER_ID, ID] } } as ClinicSnapshot;
    expect(boardView(turned).rows.map((row) => [row.consultationId, row.position])).toEqual([
      [OTHER_ID, 1],
      [ID, 2],
    ]);
  });

  test('those in a call stand by its start, whatever order they came in', () => {
    const rowsOf = (...events: ClinicEvent[]) =>
      boardView(after(...both, ...events)).rows.map((row) => row.consultationId);
    expect(rowsOf(claim(ID, 4), claim(OTHER_ID, 5, NURSE))).toEqual([ID, OTHER_ID]);
    expect(rowsOf(claim(OTHER_ID, 4, NURSE), claim(ID, 5))).toEqual([OTHER_ID, ID]);
    expect(rowsOf(claim(ID, 4))).toEqual([OTHER_ID, ID]);
  });

  test('T7: only a place ends by being away; the deadline of a call is not the place’s', () => {
    const called = after(...both, away(2), claim(ID, 3));
    expect(called.context.consultations[ID]?.context.deadline).not.toBeNull();
    expect(boardView(called).rows.find((row) => row.consultationId === ID)?.expiresAt).toBeNull();
  });
});

describe('consultation', () => {
  test('T7: the place, the range and the newest message of the clinic', () => {
    const told = after(
      ...both,
      { type: 'TELL', at: T0 + 5000, consultationId: OTHER_ID, late: null, text: 'Kun jer' },
      { type: 'TELL_ALL', at: T0 + 6000, by: DOCTOR, late: 10, text: '' },
    );
    expect(viewOf(told, OTHER_ID)).toMatchObject({
      position: 2,
      wait: { low: 8, high: 14, isEstimated: true },
      message: { late: 10 },
      peers: [],
    });
    expect(viewOf(after(...both, claim(ID, 3)), OTHER_ID).position).toBe(1);
    expect(viewOf(after(...both, claim(ID, 3)))).toMatchObject({ position: null, wait: null });
  });

  test('B6: the newer word counts; of two in one moment the one to this waiter', () => {
    const told = (second: number, text: string): ClinicEvent => ({
      type: 'TELL',
      at: T0 + second * 1000,
      consultationId: ID,
      late: null,
      text,
    });
    const all = (second: number, text: string): ClinicEvent => ({
      type: 'TELL_ALL',
      at: T0 + second * 1000,
      by: DOCTOR,
      late: null,
      text,
    });
    const read = (...events: ClinicEvent[]) => viewOf(after(...both, ...events)).message?.text;
    expect(read()).toBeUndefined();
    expect(read(told(5, 'jer'))).toBe('jer');
    expect(read(all(5, 'alle'))).toBe('alle');
    expect(read(told(5, 'jer'), all(6, 'alle'))).toBe('alle');
    expect(read(all(5, 'alle'), told(6, 'jer'))).toBe('jer');
    expect(read(told(5, 'jer'), all(5, 'alle'))).toBe('jer');
    expect(viewOf(after(...inCall, all(9, 'alle'), end(ID, 60))).message).toBeNull();
  });

  test('C7: peers and room are told only while there is a call', () => {
    expect(viewOf(after(...inCall))).toMatchObject({
      state: 'ongoing',
      clinician: DOCTOR.name,
      peers: PEERS,
      startedAt: T0 + 5000,
    });
    expect(viewOf(after(...inCall, end(ID, 60)))).toMatchObject({
      state: 'ended',
      endedBy: 'clinician',
      roomId: null,
      peers: [],
    });
  });

  test('who is missing in an interrupted call', () => {
    expect(viewOf(after(...inCall, away(9)))).toMatchObject({
      state: 'interrupted',
      missing: 'waiter',
      deadline: T0 + 9000 + 10 * 60_000,
    });
    const clinician: ClinicEvent = { ...away(10), side: 'clinician' } as ClinicEvent;
    expect(viewOf(after(...inCall, clinician)).missing).toBe('clinician');
    expect(viewOf(after(...inCall, away(9), clinician)).missing).toBe('both');
    // Nobody is missed in a call that has not begun.
    expect(viewOf(after(...both, away(9))).missing).toBeNull();
    expect(viewOf(after(...both, away(9), claim(ID, 10))).missing).toBeNull();
  });

  test('T11: a rejected one reads what happens instead, and from whom', () => {
    const rejected = after(...both, {
      type: 'REJECT',
      at: T0,
      consultationId: ID,
      by: NURSE,
      instead: 'phone',
      note: 'Vi ringer kl. 14',
    });
    expect(viewOf(rejected)).toMatchObject({
      state: 'rejected',
      position: null,
      clinician: NURSE.name,
      rejection: { instead: 'phone', note: 'Vi ringer kl. 14' },
    });
  });

  test('one that the clinic does not know has no view', () => {
    expect(consultationView(after(...both), 'toString' as ConsultationId, [])).toBeUndefined();
  });
});

test('a person is found on either side, and only while it is not over', () => {
  const call = after(...inCall);
  const waiter = REQUEST.waiter.personId;
  expect(participantOf(call, ID, waiter)).toBe('waiter');
  expect(participantOf(call, ID, DOCTOR.personId)).toBe('clinician');
  expect(participantOf(call, ID, NURSE.personId)).toBeUndefined();
  expect(participantOf(call, OTHER_ID, DOCTOR.personId)).toBeUndefined();
  const open = [{ consultationId: ID, clinicId: 'nordby' }];
  expect(openConsultationsOf(call, waiter)).toEqual(open);
  expect(openConsultationsOf(call, DOCTOR.personId)).toEqual(open);
  const over = after(...inCall, end(ID, 60));
  expect(openConsultationsOf(over, waiter)).toEqual([]);
  // Still the one who reads how it ended.
  expect(participantOf(over, ID, waiter)).toBe('waiter');
});

test('T7: the devices that matter are those of who waits or is in a call, on both sides', () => {
  const waiter = (id: ConsultationId, personId: PersonId) => ({
    consultationId: id,
    personId,
    side: 'waiter',
  });
  const [anna, bo] = [REQUEST.waiter.personId, OTHER_REQUEST.waiter.personId];
  expect(involvementsOf(after())).toEqual([]);
  expect(involvementsOf(after(...inCall))).toEqual([
    waiter(ID, anna),
    { consultationId: ID, personId: DOCTOR.personId, side: 'clinician' },
    waiter(OTHER_ID, bo),
  ]);
  expect(involvementsOf(after(...inCall, end(ID, 60)))).toEqual([waiter(OTHER_ID, bo)]);
});

describe('T7: the range of the wait', () => {
  const calls = (...minutes: number[]) =>
    minutes.flatMap((length, n) =>
      wholeCall({ ...REQUEST, consultationId: idOf(n) }, n * 900, length),
    );
  const idOf = (n: number) => `00000000-0000-7000-8000-0000000002${10 + n}` as ConsultationId;

  test('is the published one until three calls are known', () => {
    const two = after(open(), ...calls(2, 2), ...both.slice(1));
    expect(lobbyView(two).wait).toEqual({ low: 16, high: 28, isEstimated: true });
  });

  test("is the middle half of the clinic's own calls for each one ahead", () => {
    const known = after(open(), ...calls(4, 6, 8, 10, 12), ...both.slice(1));
    expect(lobbyView(known).wait).toEqual({ low: 12, high: 20, isEstimated: false });
  });

  test('is known from the third call on, and read between calls where no call stands', () => {
    const three = after(open(), ...calls(4, 6, 8), ...both.slice(1));
    expect(lobbyView(three).wait).toEqual({ low: 10, high: 14, isEstimated: false });
    const four = after(open(), ...calls(20, 4, 8, 6), ...both.slice(1));
    expect(lobbyView(four).wait).toEqual({ low: 11, high: 22, isEstimated: false });
  });

  test('counts the calls under way, and shares them among those at work', () => {
    const work = after(open(), ...calls(4, 6, 8, 10, 12), ...both.slice(1), claim(ID, 9999));
    expect(lobbyView(work).wait).toEqual({ low: 12, high: 20, isEstimated: false });
    const two = after(...both, claim(ID, 3), claim(OTHER_ID, 3, NURSE));
    expect(lobbyView(two).wait).toEqual({ low: 8, high: 14, isEstimated: true });
  });

  test('is never no time at all: somebody has to see it and click', () => {
    expect(lobbyView(after(open())).wait).toEqual({ low: 0, high: 5, isEstimated: true });
  });
});
