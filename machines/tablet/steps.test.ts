import { describe, expect, it } from 'vitest';
import { BLANK } from './context.ts';
import type { TabletEvent } from './events.ts';
import {
  agreed,
  choose,
  consultationId,
  named,
  reasoned,
  refusedJoin,
  run,
  signIn,
  tabletAt,
  view,
  withoutCprAt,
} from './example.ts';
import { stepOf, tabletMachine } from './machine.ts';
import type { TabletSnapshot, TabletStep } from './machine.ts';

/** An event as a test writes it, at the second when it matters. */
type Told = TabletEvent extends infer E ? (E extends TabletEvent ? Omit<E, 'at'> : never) : never;
const NOW = 50_000;
const now = (event: Told): TabletEvent => ({ ...event, at: NOW });
const leaving = run([{ type: 'LEAVE', at: 0 }], tabletAt('waiting'));
const end = (state: 'rejected' | 'cancelled' | 'expired') =>
  run([view(state)], tabletAt('waiting'));
const known = run(
  [
    { type: 'BACK', at: 0 },
    { type: 'BACK', at: 0 },
  ],
  tabletAt('reason'),
);
const refused = (code: 'unknownConsultation' | 'forbidden' | 'alreadyEntered') =>
  ({ type: 'OUTCOME', of: 'leave', outcome: { status: 'refused', code } }) as const;

/** Where a person stands, what they do, where it leads, and whether an old refusal is forgotten. */
const STEPS: readonly (readonly [string, TabletSnapshot, Told, TabletStep, boolean])[] = [
  [
    'a profile saved',
    run([signIn({ hasProfile: false })]),
    { type: 'PROFILE_SAVED' },
    'citizen',
    true,
  ],
  ['typing a citizen', tabletAt('citizen'), named, 'citizen', true],
  ['editing the profile', tabletAt('citizen'), { type: 'EDIT_PROFILE' }, 'profile', false],
  ['choosing no CPR', tabletAt('citizen'), { type: 'WITHOUT_CPR' }, 'withoutCpr', true],
  ['a citizen named', run([named], tabletAt('citizen')), { type: 'CONTINUE' }, 'clinic', true],
  ['typing the agreement', withoutCprAt('withoutCpr'), agreed, 'withoutCpr', true],
  ['back to CPR', withoutCprAt('withoutCpr'), { type: 'BACK' }, 'citizen', true],
  ['an agreement', run([agreed], withoutCprAt('withoutCpr')), { type: 'CONTINUE' }, 'clinic', true],
  [
    'choosing a clinic',
    tabletAt('clinic'),
    { type: 'CLINIC_CHOSEN', clinic: choose },
    'clinic',
    true,
  ],
  ['back from the clinic', tabletAt('clinic'), { type: 'BACK' }, 'citizen', false],
  ['back from it without CPR', withoutCprAt('clinic'), { type: 'BACK' }, 'withoutCpr', false],
  [
    'a clinic chosen',
    run([{ type: 'BACK', at: 0 }], tabletAt('check')),
    { type: 'CONTINUE' },
    'check',
    true,
  ],
  [
    'the same, device known',
    run([{ type: 'BACK', at: 0 }], tabletAt('reason')),
    { type: 'CONTINUE' },
    'reason',
    true,
  ],
  ['back from the check', tabletAt('check'), { type: 'BACK' }, 'clinic', false],
  ['the check passed', tabletAt('check'), { type: 'CONTINUE' }, 'reason', false],
  ['typing the reason', tabletAt('reason'), reasoned, 'reason', true],
  ['checking again', tabletAt('reason'), { type: 'RECHECK' }, 'check', false],
  ['back from the reason', tabletAt('reason'), { type: 'BACK' }, 'clinic', false],
  ['starting', tabletAt('reason'), { type: 'SUBMITTED', consultationId }, 'sending', true],
  ['a touch', tabletAt('reason'), { type: 'ACTIVITY' }, 'reason', false],
  ['logging out the citizen', tabletAt('reason'), { type: 'LOG_CITIZEN_OUT' }, 'citizen', true],
  ['logging out while leaving', leaving, { type: 'LOG_CITIZEN_OUT' }, 'citizen', true],
  ['hanging up', tabletAt('call'), { type: 'HANG_UP' }, 'done', false],
  ['the next after a call', tabletAt('done'), { type: 'NEXT_CITIZEN' }, 'citizen', true],
  ['the next after a rejection', end('rejected'), { type: 'NEXT_CITIZEN' }, 'citizen', true],
  ['the next after leaving', end('cancelled'), { type: 'NEXT_CITIZEN' }, 'citizen', true],
  ['the next after a lost place', end('expired'), { type: 'NEXT_CITIZEN' }, 'citizen', true],
  ['a join withdrawn', leaving, { type: 'WITHDRAWN' }, 'cancelled', false],
  [
    'having left',
    leaving,
    { type: 'OUTCOME', of: 'leave', outcome: { status: 'accepted' } },
    'cancelled',
    false,
  ],
  ['leaving what was refused', leaving, refusedJoin('notStored'), 'cancelled', false],
  ['leaving what nobody knows', leaving, refused('unknownConsultation'), 'cancelled', false],
  ['leaving what is not ours', leaving, refused('forbidden'), 'cancelled', false],
];

describe('the steps of the desk', () => {
  it.each(STEPS)('T9: %s is activity, and leads on', (_, from, event, step, forgets) => {
    const before = tabletMachine.resolveState({
      value: from.value,
      context: {
        ...from.context,
        refusal: 'tooLarge',
        countdown: { of: 'citizen', endsAt: NOW + 1 },
      },
    });
    const after = run([now(event)], before);
    expect(stepOf(after)).toBe(step);
    expect(after.context).toMatchObject({
      lastActivityAt: NOW,
      countdown: null,
      refusal: forgets ? null : 'tooLarge',
    });
  });

  it('T3, T4: does not go on without what the step asks for', () => {
    const goOn: TabletEvent = { type: 'CONTINUE', at: 0 };
    expect(stepOf(run([goOn], withoutCprAt('withoutCpr')))).toBe('withoutCpr');
    expect(stepOf(run([goOn], tabletAt('clinic')))).toBe('clinic');
    const typed: TabletEvent = {
      type: 'TYPED',
      at: 0,
      draft: { number: '720341-1234', name: 'X' },
    };
    expect(stepOf(run([signIn(), typed, goOn]))).toBe('citizen');
    const submit: TabletEvent = { type: 'SUBMITTED', at: 0, consultationId };
    for (const draft of [{ reason: ' ' }, { reason: '' }, { consented: false }])
      expect(stepOf(run([{ type: 'TYPED', at: 0, draft }, submit], tabletAt('reason')))).toBe(
        'reason',
      );
  });

  it('T4: going back to CPR takes the agreement back and keeps the rest', () => {
    const typed: TabletEvent = { type: 'TYPED', at: 0, draft: { agreed: true, reason: 'Example' } };
    const { context } = run([typed, { type: 'BACK', at: 0 }], withoutCprAt('withoutCpr'));
    expect(context.draft).toEqual({ ...BLANK, reason: 'Example' });
  });

  it('T5: what the check found is kept, and a device checked once is known', () => {
    const check = { camera: 'ok', microphone: 'weak', speaker: 'failed', network: 'ok' } as const;
    const { context } = run([{ type: 'CHECKED', at: 0, check }], tabletAt('check'));
    expect(context).toMatchObject({ check, isDeviceKnown: false });
    expect(known.context.isDeviceKnown).toBe(true);
  });

  it('T4: the next one of a round without CPR is without CPR too', () => {
    const sent = run(
      [
        { type: 'CLINIC_CHOSEN', at: 0, clinic: choose },
        { type: 'CONTINUE', at: 0 },
        { type: 'CONTINUE', at: 0 },
        reasoned,
        { type: 'SUBMITTED', at: 0, consultationId },
        view('ended'),
      ],
      withoutCprAt('clinic'),
    );
    const next = run([now({ type: 'NEXT_CITIZEN' })], sent);
    expect(stepOf(next)).toBe('withoutCpr');
    expect(next.context).toMatchObject({
      draft: { ...BLANK, way: 'withoutCpr' },
      clinic: choose,
      consultation: null,
      lastActivityAt: NOW,
    });
  });
});

describe('who is signed in', () => {
  it('T1: a sign-in begins anew, with what the session says', () => {
    const begun = run([{ ...signIn({ isDemo: true, isDeviceKnown: true }), at: NOW }]);
    expect(begun.context).toMatchObject({ isDemo: true, isDeviceKnown: true, lastActivityAt: NOW });
    const nobody = run([]);
    expect(nobody.context).toMatchObject({ isDemo: false, isDeviceKnown: false });
  });

  it.each(['profile', 'open'] as const)('T7: also on the way to the %s', (way) => {
    const open = { consultationId, clinicId: choose.clinicId };
    const signedIn = way === 'open' ? signIn({ open }) : signIn({ hasProfile: false });
    expect(run([{ ...signedIn, at: NOW }]).context).toMatchObject({
      isDemo: true,
      lastActivityAt: NOW,
    });
  });

  it.each(['citizen', 'reason', 'sending', 'waiting', 'call', 'done'] as const)(
    'T9: a session that is over leaves nothing in %s',
    (step) => {
      const out = run([{ type: 'SIGNED_OUT', at: 0 }], tabletAt(step));
      expect(stepOf(out)).toBe('signedOut');
      expect(out.context).toEqual(run([]).context);
    },
  );

  it('T9: signing out leaves nothing, at once', () => {
    const out = run([{ type: 'SIGN_OUT', at: 0 }], tabletAt('reason'));
    expect(stepOf(out)).toBe('signingOut');
    expect(out.context).toEqual(run([]).context);
  });
});
