import { persistTablet, restoreTablet, stepOf, tabletMachine } from '@naervaer/machines/tablet';
import type { TabletEvent, TabletSnapshot } from '@naervaer/machines/tablet';
import {
  agreed,
  choose,
  consultationId,
  named,
  open,
  reasoned,
  refusedJoin,
  signIn,
  view,
} from '../../machines/tablet/example.ts';
import { initialTransition, transition } from 'xstate';
import { expect, test } from 'vitest';
import { coverageOf } from './coverage.ts';

const at = 0;
const deadline = (idle: number): TabletEvent => ({ type: 'DEADLINE', at: idle });
const outcome = (of: 'join' | 'leave', status: 'accepted' | 'refused'): TabletEvent => ({
  type: 'OUTCOME',
  at,
  of,
  outcome: status === 'accepted' ? { status } : { status, code: 'consultationOver' },
});

const EVERYWHERE: readonly TabletEvent[] = [
  { type: 'ACTIVITY', at },
  deadline(90_000),
  deadline(120_000),
  deadline(270_000),
  deadline(300_000),
  { type: 'SIGN_OUT', at },
  { type: 'SIGNED_OUT', at },
  { type: 'LOG_CITIZEN_OUT', at },
  { type: 'BACK', at },
  { type: 'CONTINUE', at },
  { type: 'LEAVE', at },
  { type: 'WITHDRAWN', at },
  { type: 'HANG_UP', at },
  { type: 'NEXT_CITIZEN', at },
  { type: 'PROFILE_SAVED', at },
  { type: 'EDIT_PROFILE', at },
  { type: 'WITHOUT_CPR', at },
  { type: 'RECHECK', at },
  { type: 'SUBMITTED', at, consultationId },
  { type: 'CLINIC_CHOSEN', at, clinic: choose },
  { type: 'CHECKED', at, check: { camera: 'ok', microphone: 'ok', speaker: 'ok', network: 'ok' } },
  signIn(),
  signIn({ hasProfile: false }),
  signIn({ open: { consultationId, clinicId: choose.clinicId } }),
  named,
  agreed,
  reasoned,
  open,
  { type: 'LOBBY_CHANGED', at, mode: 'closed' },
  ...(['waiting', 'called', 'ended', 'rejected', 'cancelled', 'expired'] as const).map(view),
  refusedJoin('invalidCpr'),
  refusedJoin('clinicClosed'),
  refusedJoin('missingProfile'),
  outcome('join', 'accepted'),
  outcome('join', 'refused'),
  outcome('leave', 'accepted'),
  outcome('leave', 'refused'),
  {
    type: 'OUTCOME',
    at,
    of: 'leave',
    outcome: { status: 'refused', code: 'unknownConsultation' },
  },
];

const coverage = coverageOf({
  name: 'tablet',
  machine: tabletMachine,
  events: () => EVERYWHERE,
  sameAs: ({ value, context: { draft, ...context } }) =>
    JSON.stringify([
      value,
      [draft.way, draft.name !== '', draft.agreed, draft.reason !== ''],
      [context.clinic !== null, context.clinicMode, context.isDeviceKnown],
      context.countdown?.of,
    ]),
});

test('M3: generated paths reach every state and every transition of the tablet', () => {
  console.log(coverage.line);
  expect(coverage.missing).toEqual([]);
});

const isDesk = (snapshot: TabletSnapshot): boolean => snapshot.matches('desk');

test('T9: on every path, a citizen who is logged out has left nothing', () => {
  for (const { state } of coverage.paths.filter(({ state }) => isDesk(state))) {
    const [out] = transition(tabletMachine, state, { type: 'LOG_CITIZEN_OUT', at });
    const kept = JSON.stringify(persistTablet(out));
    expect(stepOf(out)).toBe('citizen');
    expect(kept).not.toContain('720341');
    expect(kept).not.toContain('Example');
    expect(kept).not.toContain(consultationId);
  }
});

test('T7: every path goes on the same after a reload at each of its steps', () => {
  for (const { events, state } of coverage.paths) {
    const [first] = initialTransition(tabletMachine);
    const reached = events.reduce((snapshot, event) => {
      const kept: unknown = JSON.parse(JSON.stringify(persistTablet(snapshot)));
      const restored = kept === null ? snapshot : (restoreTablet(kept) ?? first);
      // The clinic's mode comes anew from the lobby after a reload.
      const { clinicMode: mode } = snapshot.context;
      const [heard] = transition(tabletMachine, restored, { type: 'LOBBY_CHANGED', at, mode });
      return transition(tabletMachine, heard, event)[0];
    }, first);
    expect(reached.value).toEqual(state.value);
  }
});
