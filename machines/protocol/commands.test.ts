import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { ATTESTATION_VERSION, Command, Envelope, LIMITS } from './commands.ts';
import type { CommandInput, CommandType } from './commands.ts';
import { isRefusalCode } from './errors.ts';
import type { ClinicId, ConsultationId, UnitId } from './index.ts';

const clinicId = 'nordby' as ClinicId;
const on = {
  clinicId,
  consultationId: '00000000-0000-7000-8000-000000000001' as ConsultationId,
};
const joining = {
  ydernummer: '57584',
  reason: ' Sår på venstre fod ',
  part: 'withCitizen' as const,
  present: ['relative' as const],
  check: {
    camera: 'ok' as const,
    microphone: 'ok' as const,
    speaker: 'unknown' as const,
    network: 'weak' as const,
  },
};

/** One of each, as a client writes it. */
const EXAMPLES: { readonly [T in CommandType]: Extract<CommandInput, { type: T }> } = {
  saveProfile: { type: 'saveProfile', jobRole: 'nurse', unitId: 'solgaarden' as UnitId },
  joinOnBehalf: {
    type: 'joinOnBehalf',
    ...joining,
    citizen: { number: '720341-1234', name: 'Karen Vestergaard' },
    attestation: { version: ATTESTATION_VERSION, consented: true },
  },
  joinWithoutCpr: { type: 'joinWithoutCpr', ...joining, agreed: true },
  leaveQueue: { type: 'leaveQueue', ...on },
  openClinic: { type: 'openClinic', clinicId },
  closeClinic: { type: 'closeClinic', clinicId },
  claim: { type: 'claim', ...on },
  release: { type: 'release', ...on },
  reject: { type: 'reject', ...on, instead: 'phone', note: '' },
  tellWaiters: { type: 'tellWaiters', clinicId, consultationId: null, late: 10, text: '' },
  enterCall: { type: 'enterCall', ...on },
  endCall: { type: 'endCall', ...on },
};
const examples = Object.entries(EXAMPLES);
const { joinOnBehalf, joinWithoutCpr, reject, tellWaiters } = EXAMPLES;

/** What the person's screen is told: the message of the first issue (MA3). */
const codeOf = (input: unknown): string | undefined =>
  v.safeParse(Command, input).issues?.[0].message;

test.each(examples)('CM1: %s is taken as a client writes it', (_, input) => {
  expect(codeOf(input)).toBeUndefined();
});

test('words are trimmed and a ydernummer has six digits', () => {
  expect(v.parse(Command, joinOnBehalf)).toMatchObject({
    reason: 'Sår på venstre fod',
    ydernummer: '057584',
  });
});

describe('MA3: the first issue is the code that the screen explains', () => {
  const long = (length: number) => 'x'.repeat(length + 1);
  const { citizen } = joinOnBehalf;
  test.each([
    ['no number', { ...joinOnBehalf, citizen: { ...citizen, number: '' } }, 'invalidCpr'],
    [
      'a number too long',
      { ...joinOnBehalf, citizen: { ...citizen, number: long(20) } },
      'invalidCpr',
    ],
    ['no name', { ...joinOnBehalf, citizen: { ...citizen, name: '  ' } }, 'missingName'],
    [
      'a name too long',
      { ...joinOnBehalf, citizen: { ...citizen, name: long(LIMITS.name) } },
      'tooLarge',
    ],
    ['no reason', { ...joinOnBehalf, reason: ' \n ' }, 'missingReason'],
    ['a reason too long', { ...joinWithoutCpr, reason: long(LIMITS.reason) }, 'tooLarge'],
    ['no declaration', { ...joinOnBehalf, attestation: undefined }, 'missingAttestation'],
    ['an empty declaration', { ...joinOnBehalf, attestation: {} }, 'missingAttestation'],
    [
      'a declaration not given',
      { ...joinOnBehalf, attestation: { version: ATTESTATION_VERSION, consented: false } },
      'missingAttestation',
    ],
    [
      'a declaration of another wording',
      { ...joinOnBehalf, attestation: { version: 'da-1999-01', consented: true } },
      'missingAttestation',
    ],
    ['a declaration that is none', { ...joinOnBehalf, attestation: 'da' }, 'malformed'],
    [
      'a number that is no text',
      { ...joinOnBehalf, citizen: { ...citizen, number: 7203411234 } },
      'invalidCpr',
    ],
    [
      'more people than there are kinds',
      { ...joinWithoutCpr, present: Array.from({ length: 5 }, () => 'relative') },
      'malformed',
    ],
    ['people that are no list', { ...joinWithoutCpr, present: 'relative' }, 'malformed'],
    ['no agreement', { ...joinWithoutCpr, agreed: false }, 'missingAgreement'],
    ['nothing instead', { ...reject, instead: null }, 'missingInstead'],
    ['a note too long', { ...reject, note: long(LIMITS.note) }, 'tooLarge'],
    ['a message too long', { ...tellWaiters, text: long(LIMITS.message) }, 'tooLarge'],
    ['a lateness that is no choice', { ...tellWaiters, late: 7 }, 'malformed'],
    ['a ydernummer that is none', { ...joinWithoutCpr, ydernummer: '1234567' }, 'malformed'],
    ['a command that is none', { type: 'dropTables' }, 'malformed'],
    ['a field too many', { ...joinWithoutCpr, isAdmin: true }, 'malformed'],
    ['no object', 'claim', 'malformed'],
    ['nothing', null, 'malformed'],
  ])('%s', (_, input, code) => expect(codeOf(input)).toBe(code));

  test.each(examples)('%s: whatever is wrong in whatever field has a code', (_, input) => {
    for (const key of Object.keys(input))
      for (const wrong of [undefined, null, 4.5, true, 'Ø/..', '', [], {}, [{}], long(20_000)]) {
        const code = codeOf({ ...input, [key]: wrong });
        expect(code === undefined || isRefusalCode(code), `${key}: ${code}`).toBe(true);
      }
  });

  test('the envelope too', () => {
    const id = '00000000-0000-7000-8000-000000000009';
    const envelope = { id, v: 1, command: EXAMPLES.openClinic };
    expect(v.safeParse(Envelope, envelope).success).toBe(true);
    for (const wrong of [{ id: 'me' }, { v: 1.5 }, { v: '1' }, { command: null }, { more: 1 }])
      expect(v.safeParse(Envelope, { ...envelope, ...wrong }).issues?.[0].message).toBe(
        'malformed',
      );
  });
});
