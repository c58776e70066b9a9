import type { ClinicEvent } from '@naervaer/machines/clinic';
import { ACCEPTED, ATTESTATION_VERSION, newCommandId, refused } from '@naervaer/machines/protocol';
import type { Command } from '@naervaer/machines/protocol';
import { describe, expect, it } from 'vitest';
import { factsOfCommand, factsOfDeadline } from './index.ts';
import type { Actor } from './index.ts';
import {
  after,
  away,
  call,
  CLINIC,
  deadline,
  DOCTOR,
  idOf,
  join,
  KAREN,
  open,
} from './testing/clinic.ts';
import { fact, NOON } from './testing/log-file.ts';

const BY = fact().by as Actor;
const waiting = after(open, join(1), join(2, null));
const on = { clinicId: CLINIC, consultationId: idOf(1) };
const said = { instead: 'phone', note: 'Ring i morgen' } as const;

const JOIN = {
  ydernummer: '057584',
  reason: 'Sår',
  part: 'withCitizen',
  present: [],
  check: { camera: 'ok', microphone: 'ok', speaker: 'ok', network: 'ok' },
} as const;

describe('I5: a command', () => {
  const of = (command: unknown) =>
    factsOfCommand(BY, newCommandId(), command as Command, CLINIC)(NOON, ACCEPTED, waiting)[0];

  it.each([
    ['leave', 'treatment', { type: 'leaveQueue', ...on }],
    ['claim', 'treatment', { type: 'claim', ...on }],
    ['release', 'treatment', { type: 'release', ...on }],
    ['reject', 'treatment', { type: 'reject', ...on, ...said }],
    ['tell', 'treatment', { type: 'tellWaiters', ...on, late: 10, text: '' }],
    ['enterCall', 'treatment', { type: 'enterCall', ...on }],
    ['endCall', 'treatment', { type: 'endCall', ...on }],
  ])('is %s, for %s, and about the consultation’s citizen', (action, purpose, command) => {
    expect(of(command)).toEqual({
      at: NOON,
      action,
      purpose,
      by: BY,
      ...on,
      citizen: KAREN,
      target: null,
    });
  });

  it('is about nobody’s data when it is the clinic’s own', () => {
    const clinic = { clinicId: CLINIC, consultationId: null };
    expect(of({ type: 'tellWaiters', ...clinic, late: 5, text: '' })).toMatchObject({
      action: 'tellAll',
      purpose: 'administration',
      consultationId: null,
      citizen: null,
    });
    for (const type of ['openClinic', 'closeClinic']) {
      expect(of({ type, clinicId: CLINIC })).toMatchObject({ action: type, citizen: null });
    }
  });

  it('that joins is about the number as it is typed, and without one about nobody', () => {
    const citizen = { number: '720341-1234', name: 'Karen' };
    const attestation = { version: ATTESTATION_VERSION, consented: true };
    expect(of({ type: 'joinOnBehalf', ...JOIN, citizen, attestation })).toMatchObject({
      action: 'join',
      citizen: KAREN,
    });
    expect(of({ type: 'joinWithoutCpr', ...JOIN, agreed: true })).toMatchObject({ citizen: null });
    expect(of({ type: 'claim', clinicId: CLINIC, consultationId: idOf(2) })).toMatchObject({
      citizen: null,
    });
  });

  it('that was refused did nothing and showed nothing', () => {
    const facts = factsOfCommand(BY, newCommandId(), { type: 'claim', ...on } as Command, CLINIC);
    expect(facts(NOON, refused('alreadyClaimed'), waiting)).toEqual([]);
  });
});

describe('I5: a deadline', () => {
  const factsOf = (...events: readonly ClinicEvent[]) => {
    const before = after(...events);
    return factsOfDeadline(NOON, before, after(...events, deadline)).map(
      ({ action, by, consultationId, citizen }) => ({ action, by, consultationId, citizen }),
    );
  };

  it('that ends a place or a call is nobody’s deed, and a line all the same', () => {
    expect(factsOf(open, join(1), join(2, null), away(1), away(2))).toEqual([
      { action: 'expire', by: null, consultationId: idOf(1), citizen: KAREN },
      { action: 'expire', by: null, consultationId: idOf(2), citizen: null },
    ]);
    expect(factsOf(open, join(1), ...call(1), away(1, 'clinician'))).toEqual([
      { action: 'endCall', by: null, consultationId: idOf(1), citizen: KAREN },
    ]);
  });

  it('that ends nothing is no line', () => {
    expect(factsOf(open, join(1))).toEqual([]);
    const claimed = call(1)[0];
    if (claimed === undefined) throw new Error('nobody calls');
    expect(DOCTOR.personId).toBe(BY.personId);
    expect(factsOf(open, join(1), claimed)).toEqual([]);
  });
});
