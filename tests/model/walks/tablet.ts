import { tabletMachine } from '@naervaer/machines/tablet';
import type { TabletEvent } from '@naervaer/machines/tablet';
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
} from '../../../machines/tablet/example.ts';
import type { Walk } from '../coverage.ts';

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
  deadline(30_000),
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

/** One care worker's tablet, with everything that can happen to it in every state. */
export const tabletWalk: Walk<typeof tabletMachine> = {
  name: 'tablet',
  machine: tabletMachine,
  events: () => EVERYWHERE,
  sameAs: ({ value, context: { draft, ...context } }) =>
    JSON.stringify([
      value,
      [draft.way, draft.name !== '', draft.agreed, draft.reason !== ''],
      [context.clinic !== null, context.clinicMode, context.isDeviceKnown],
      context.consultation !== null,
      context.countdown?.of,
    ]),
};
