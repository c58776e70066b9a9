import { describe, expect, it } from 'vitest';
import type { ConsultationState, RefusalCode } from '../protocol/index.ts';
import { BLANK } from './context.ts';
import { nextDeadline } from './deadlines.ts';
import type { TabletEvent } from './events.ts';
import { hasCitizen } from './guards.ts';
import { stepOf } from './machine.ts';
import {
  choose,
  consultationId,
  named,
  open,
  refusedJoin,
  run,
  signIn,
  tabletAt as at,
  throughTo,
  view,
} from './example.ts';

const deadline = (time: number): TabletEvent => ({ type: 'DEADLINE', at: time });

describe('the course of the tablet', () => {
  it('goes from sign-in to the queue, the call and the end', () => {
    expect(stepOf(at('citizen'))).toBe('citizen');
    expect(stepOf(at('clinic'))).toBe('clinic');
    expect(stepOf(at('check'))).toBe('check');
    expect(stepOf(at('reason'))).toBe('reason');
    expect(stepOf(at('sending'))).toBe('sending');
    expect(stepOf(at('waiting'))).toBe('waiting');
    expect(stepOf(at('call'))).toBe('call');
    expect(stepOf(at('done'))).toBe('done');
  });

  it('T2: asks for role and workplace when none is saved', () => {
    expect(stepOf(run([signIn({ hasProfile: false })]))).toBe('profile');
  });

  it('T7: a device without memory of the consultation goes straight to the queue', () => {
    const snapshot = run([signIn({ open: { consultationId, clinicId: choose.clinicId } })]);
    expect(stepOf(snapshot)).toBe('waiting');
    expect(snapshot.context.consultation?.consultationId).toBe(consultationId);
  });

  it('T3: does not go on without number, name and declaration', () => {
    const typed = (draft: object): TabletEvent => ({ type: 'TYPED', at: 0, draft });
    const goOn: TabletEvent = { type: 'CONTINUE', at: 0 };
    for (const missing of [{ number: '300241-1234' }, { name: ' ' }, { consented: false }])
      expect(stepOf(run([signIn(), named, typed(missing), goOn]))).toBe('citizen');
    expect(stepOf(run([signIn(), named, goOn]))).toBe('clinic');
  });

  it('T4: leaving the CPR way empties what was typed of it', () => {
    const { context } = run([signIn(), named, { type: 'WITHOUT_CPR', at: 0 }]);
    expect(context.draft).toEqual({ ...BLANK, way: 'withoutCpr' });
  });

  it.each(['closed', 'closing'] as const)(
    'MA4: a clinic that is %s cannot be joined, before or after the reason is typed',
    (mode) => {
      const shut: TabletEvent = { type: 'LOBBY_CHANGED', at: 0, mode };
      expect(stepOf(run([shut, { type: 'CONTINUE', at: 0 }], at('clinic')))).toBe('clinic');
      const submit: TabletEvent = { type: 'SUBMITTED', at: 0, consultationId };
      expect(stepOf(run([shut, submit], at('reason')))).toBe('reason');
      expect(stepOf(run([shut, open, submit], at('reason')))).toBe('sending');
    },
  );

  it('T12: a clinic nobody can ask, offline, may be joined; the server decides', () => {
    const unknown: TabletEvent = { type: 'LOBBY_CHANGED', at: 0, mode: null };
    const submit: TabletEvent = { type: 'SUBMITTED', at: 0, consultationId };
    expect(stepOf(run([unknown, submit], at('reason')))).toBe('sending');
  });

  it('T5: a device that is known is not asked again', () => {
    const events = [signIn({ isDeviceKnown: true }), ...throughTo('check').slice(1)];
    expect(stepOf(run(events))).toBe('reason');
  });

  it.each([
    ['invalidCpr', 'citizen'],
    ['clinicClosed', 'clinic'],
    ['missingProfile', 'profile'],
    ['notStored', 'reason'],
  ] as const satisfies readonly (readonly [RefusalCode, string])[])(
    'MA3: a join refused with %s leads to %s, and nothing typed is lost',
    (code, step) => {
      const snapshot = run([refusedJoin(code)], at('sending'));
      expect(stepOf(snapshot)).toBe(step);
      expect(snapshot.context.refusal).toBe(code);
      expect(snapshot.context.draft.reason).not.toBe('');
      expect(snapshot.context.consultation).toBeNull();
    },
  );

  it.each([
    ['ended', 'done'],
    ['rejected', 'rejected'],
    ['cancelled', 'cancelled'],
    ['expired', 'expired'],
  ] as const satisfies readonly (readonly [ConsultationState, string])[])(
    'T11: %s in the queue shows %s',
    (state, step) => {
      expect(stepOf(run([view(state)], at('waiting')))).toBe(step);
    },
  );

  it('B7: put back in the queue, the place is kept', () => {
    expect(stepOf(run([view('waiting')], at('call')))).toBe('waiting');
  });

  it('keeps what was typed only until it has arrived', () => {
    expect(at('sending').context.draft.number).not.toBe('');
    expect(at('waiting').context.draft.number).toBe('');
  });

  it('T9: logging the citizen out leaves nothing of them', () => {
    for (const step of ['clinic', 'check', 'reason', 'done'] as const) {
      const { context } = run([{ type: 'LOG_CITIZEN_OUT', at: 0 }], at(step));
      expect(hasCitizen(context)).toBe(false);
      expect(context).toMatchObject({ draft: BLANK, clinic: null, consultation: null });
    }
  });

  it('T9: the next resident of the round meets the same clinic', () => {
    const { context } = run([{ type: 'NEXT_CITIZEN', at: 0 }], at('done'));
    expect(context.clinic).toEqual(choose);
    expect(context.draft).toEqual(BLANK);
  });
});

describe('idleness', () => {
  const typed = run([signIn(), { ...named, at: 1000 }]);

  it('T9: a wake that comes too early does nothing', () => {
    expect(run([deadline(90_999)], typed)).toEqual(typed);
    const warned = run([deadline(91_000)], typed);
    expect(run([deadline(120_999)], warned).context.draft).toEqual(typed.context.draft);
    expect(run([deadline(269_999)], run([signIn()])).context.countdown).toBeNull();
    expect(stepOf(run([deadline(299_999)], run([signIn()])))).toBe('citizen');
  });

  it('T9: with no citizen on the tablet only the five minutes of the staff run', () => {
    const idle = run([signIn()]);
    expect(run([deadline(91_000)], idle).context.countdown).toBeNull();
    expect(run([deadline(121_000)], idle).context).toEqual(idle.context);
  });

  it('T9: the citizen who is logged out is gone from whatever step', () => {
    for (const step of ['clinic', 'check', 'reason', 'done'] as const) {
      const out = run([deadline(120_000)], at(step));
      expect(stepOf(out)).toBe('citizen');
      expect(out.context).toMatchObject({
        draft: BLANK,
        clinic: null,
        clinicMode: null,
        consultation: null,
        countdown: null,
      });
    }
  });

  it('T9: the profile’s page counts too, for the staff and for a citizen who is typed in', () => {
    const profile = run([signIn({ hasProfile: false })]);
    expect(run([deadline(269_999)], profile).context.countdown).toBeNull();
    const warned = run([deadline(270_000)], profile);
    expect(warned.context.countdown).toEqual({ of: 'staff', endsAt: 300_000 });
    expect(stepOf(run([deadline(300_000)], warned))).toBe('signingOut');
    const edited = run([{ type: 'EDIT_PROFILE', at: 1000 }], typed);
    expect(run([deadline(91_000)], edited).context.countdown?.of).toBe('citizen');
  });

  it('T9: counts down 30 seconds before 2 minutes, then logs the citizen out', () => {
    expect(nextDeadline(typed)).toBe(91_000);
    const warned = run([deadline(91_000)], typed);
    expect(warned.context.countdown).toEqual({ of: 'citizen', endsAt: 121_000 });
    expect(nextDeadline(warned)).toBe(121_000);
    const out = run([deadline(121_000)], warned);
    expect(hasCitizen(out.context)).toBe(false);
    expect(stepOf(out)).toBe('citizen');
    expect(nextDeadline(out)).toBe(271_000);
  });

  it('T9: staff who took an unsent join back are warned and signed out after five minutes too', () => {
    const sending = at('sending');
    const back = run(
      [
        { type: 'LEAVE', at: 0 },
        { type: 'WITHDRAWN', at: 0 },
      ],
      sending,
    );
    expect(stepOf(back)).toBe('cancelled');
    // Each wake leads on: one that changes nothing would be the last that the host sends.
    expect(nextDeadline(back)).toBe(270_000);
    const warned = run([deadline(270_000)], back);
    expect(warned.context.countdown).toEqual({ of: 'staff', endsAt: 300_000 });
    expect(nextDeadline(warned)).toBe(300_000);
    expect(stepOf(run([deadline(300_000)], warned))).toBe('signingOut');
  });

  it('T9: any touch takes the countdown away', () => {
    const touched = run([deadline(91_000), { type: 'ACTIVITY', at: 100_000 }], typed);
    expect(touched.context.countdown).toBeNull();
    expect(nextDeadline(touched)).toBe(190_000);
  });

  it('T9: signs the staff out after 5 minutes and forgets all, also after a long sleep', () => {
    const asleep = run([deadline(400_000)], typed);
    expect(stepOf(asleep)).toBe('signingOut');
    expect(hasCitizen(asleep.context)).toBe(false);
    const idle = run([deadline(270_000)], run([signIn()]));
    expect(idle.context.countdown).toEqual({ of: 'staff', endsAt: 300_000 });
    expect(stepOf(run([deadline(300_000)], idle))).toBe('signingOut');
  });

  it.each(['sending', 'waiting', 'call'] as const)('T9: never runs in %s', (step) => {
    const snapshot = at(step);
    expect(nextDeadline(snapshot)).toBeNull();
    expect(run([deadline(9_999_999)], snapshot).value).toEqual(snapshot.value);
  });

  it('T9: starts anew when the call is over', () => {
    expect(nextDeadline(run([{ ...view('ended'), at: 5_000_000 }], at('call')))).toBe(5_090_000);
  });
});
