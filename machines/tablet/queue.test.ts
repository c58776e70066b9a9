import { describe, expect, it } from 'vitest';
import type { RefusalCode } from '../protocol/index.ts';
import { BLANK } from './context.ts';
import type { Asked, TabletEvent } from './events.ts';
import { choose, consultationId, refusedJoin, run, tabletAt as at, view } from './example.ts';
import { stepOf } from './machine.ts';

const accepted = (of: Asked): TabletEvent => ({
  type: 'OUTCOME',
  at: 0,
  of,
  outcome: { status: 'accepted' },
});
const refused = (of: Asked, code: RefusalCode): TabletEvent => ({
  type: 'OUTCOME',
  at: 0,
  of,
  outcome: { status: 'refused', code },
});
const leave: TabletEvent = { type: 'LEAVE', at: 0 };
const leaving = run([leave], at('waiting'));
const STATES = [
  ['called', 'call'],
  ['ongoing', 'call'],
  ['interrupted', 'call'],
  ['ended', 'done'],
  ['rejected', 'rejected'],
  ['cancelled', 'cancelled'],
  ['expired', 'expired'],
] as const;

describe('a join on its way', () => {
  it('T12: is in the queue when the server says so, by outcome or by view', () => {
    expect(at('sending').context.consultation).toEqual({
      consultationId,
      clinicId: choose.clinicId,
    });
    expect(stepOf(run([accepted('join')], at('sending')))).toBe('waiting');
    expect(stepOf(run([view('waiting')], at('sending')))).toBe('waiting');
  });

  it('CM2: the outcome of another command is not taken for its own', () => {
    for (const other of [accepted('leave'), refused('leave', 'invalidCpr')])
      expect(run([other], at('sending'))).toEqual(at('sending'));
  });

  it('T12: can be left before its outcome is there', () => {
    expect(stepOf(run([leave], at('sending')))).toBe('leaving');
  });

  it.each(STATES)('T12: a view that says %s before the outcome shows %s', (state, step) => {
    const shown = run([view(state)], at('sending'));
    expect(stepOf(shown)).toBe(step);
    expect(shown.context.draft).toEqual(BLANK);
  });
});

describe('waiting', () => {
  it.each(STATES)('T7: %s shows %s', (state, step) => {
    expect(stepOf(run([view(state)], at('waiting')))).toBe(step);
  });

  it('T8: a call that ends says how', () => {
    for (const [state, step] of STATES.slice(3))
      expect(stepOf(run([view(state)], at('call')))).toBe(step);
  });
});

describe('leaving', () => {
  it('T12: shows that the place is held until the server knows', () => {
    expect(stepOf(leaving)).toBe('leaving');
    expect(run([leave], at('sending')).context.draft).toEqual(BLANK);
    expect(stepOf(run([accepted('join')], leaving))).toBe('leaving');
    expect(stepOf(run([view('waiting')], leaving))).toBe('leaving');
  });

  it('MA3: refused, it waits on and says why, until it is tried again', () => {
    const waits = run([refused('leave', 'alreadyEntered')], leaving);
    expect(stepOf(waits)).toBe('waiting');
    expect(waits.context.refusal).toBe('alreadyEntered');
    expect(run([leave], waits).context.refusal).toBeNull();
  });

  it.each(STATES)('T11: %s meanwhile shows %s', (state, step) => {
    expect(stepOf(run([view(state)], leaving))).toBe(step);
  });

  it('holds on to the consultation only while there is one', () => {
    const heldAfter = (event: TabletEvent) => run([event], leaving).context.consultation;
    expect(heldAfter(accepted('leave'))).not.toBeNull();
    expect(heldAfter(refused('leave', 'unknownConsultation'))).toBeNull();
    expect(heldAfter(refused('leave', 'forbidden'))).toBeNull();
    expect(heldAfter({ type: 'WITHDRAWN', at: 0 })).toBeNull();
  });

  it('T9: the next citizen need not wait for the network', () => {
    const out = run([{ type: 'LOG_CITIZEN_OUT', at: 0 }], leaving);
    expect(stepOf(out)).toBe('citizen');
    expect(out.context).toMatchObject({ draft: BLANK, clinic: null, consultation: null });
  });
});

describe('MA3: a refused join leads to the step that mends it', () => {
  it.each([
    ['invalidCpr', 'citizen'],
    ['realCprInDemo', 'citizen'],
    ['demoCprInProduction', 'citizen'],
    ['missingName', 'citizen'],
    ['missingAttestation', 'citizen'],
    ['citizenAlreadyWaiting', 'citizen'],
    ['missingAgreement', 'citizen'],
    ['clinicClosed', 'clinic'],
    ['clinicClosing', 'clinic'],
    ['unknownClinic', 'clinic'],
    ['tooManyTries', 'clinic'],
    ['missingProfile', 'profile'],
    ['unknownUnit', 'profile'],
    ['alreadyInQueue', 'reason'],
  ] as const)('%s: %s', (code, step) => {
    const mended = run([{ ...refusedJoin(code), at: 7000 }], at('sending'));
    expect(stepOf(mended)).toBe(step);
    expect(mended.context).toMatchObject({
      refusal: code,
      consultation: null,
      lastActivityAt: 7000,
    });
  });

  it('T4: on the way without CPR, the citizen is mended at the agreement', () => {
    const typed: TabletEvent = { type: 'TYPED', at: 0, draft: { way: 'withoutCpr', agreed: true } };
    const sent = run([typed, { type: 'SUBMITTED', at: 0, consultationId }], run([], at('reason')));
    expect(stepOf(run([refusedJoin('missingAgreement')], sent))).toBe('withoutCpr');
    expect(stepOf(run([refusedJoin('clinicClosed')], sent))).toBe('clinic');
  });
});
