import * as v from 'valibot';
import { expect, test } from 'vitest';
import { Ydernummer, isCvr } from './identifiers.ts';
import {
  ClinicId,
  CommandId,
  ConsultationId,
  OrganisationId,
  PeerId,
  PersonId,
  RoomId,
  SessionId,
  UnitId,
  consultationIdOf,
  joinIdOf,
  newCommandId,
  newCommandIdAfter,
  newPeerId,
  newRoomId,
  newSessionId,
  timeOfId,
} from './ids.ts';
import { CareArea, CheckResult, JobRole, Part, Present, Role, Way } from './words.ts';

test('a ydernummer is one to six digits and always kept as six', () => {
  expect(v.parse(Ydernummer, '57584')).toBe('057584');
  expect(v.parse(Ydernummer, ' 057584 ')).toBe('057584');
  for (const typed of ['', '1234567', '12a', '-1', '1.5', 57584])
    expect(v.is(Ydernummer, typed)).toBe(false);
});

test('a CVR number is eight digits whose weighted sum is divisible by eleven', () => {
  // 2·2 + 7·1 = 11
  expect(isCvr('21000000')).toBe(true);
  expect(isCvr('12000000')).toBe(false);
  for (const typed of ['2100000', '210000000', '2100000x']) expect(isCvr(typed)).toBe(false);
});

test('CM2: a command id is made once, sorts by time, and names what it asked for', () => {
  const [first, second] = [newCommandId(), newCommandId()];
  expect(v.is(CommandId, first)).toBe(true);
  expect(first < second).toBe(true);
  expect(consultationIdOf(first)).toBe(first);
  expect(joinIdOf(consultationIdOf(first))).toBe(first);
});

test('CM4: an id sorts after all that is known, also when the clock was set back', () => {
  expect(timeOfId('01234567-89ab-7def-8000-000000000001')).toBe(0x01_23_45_67_89_ab);
  const now = timeOfId(newCommandId());
  const future = now + 86_400_000;
  expect(v.is(CommandId, newCommandIdAfter(future, now))).toBe(true);
  expect(timeOfId(newCommandIdAfter(future, now))).toBe(future + 1);
  expect(timeOfId(newCommandIdAfter(0, now))).toBe(now);
});

test('C7: every session, room and peer gets an id of its own', () => {
  expect(v.is(SessionId, newSessionId())).toBe(true);
  expect(v.is(RoomId, newRoomId())).toBe(true);
  expect(v.is(PeerId, newPeerId())).toBe(true);
  for (const make of [newSessionId, newRoomId, newPeerId]) expect(make()).not.toBe(make());
});

test('SE4: what is wrong with an id or a word is told without repeating it', () => {
  const ids = [CommandId, ConsultationId, ClinicId, OrganisationId, UnitId, PersonId, SessionId];
  const words = [Way, JobRole, CareArea, Present, Part, CheckResult, Role];
  for (const schema of [...ids, RoomId, PeerId, ...words])
    for (const wrong of ['Karen Vestergaard', 7203411234])
      expect(v.safeParse(schema, wrong).issues?.[0].message).toBe('malformed');
});

test('SE3: an id holds nothing that means something in a path, a query or a key', () => {
  for (const id of ['', '-a', 'a/b', 'a b', 'Æ', 'a'.repeat(65), '__proto__', 'a\n'])
    expect(v.is(ClinicId, id)).toBe(false);
  for (const id of ['', '.a', 'a/b', 'a@b', 'a'.repeat(129)])
    expect(v.is(PersonId, id)).toBe(false);
});
