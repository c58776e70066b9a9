import type { ConsultationId, ConsultationState, RefusalCode } from '@naervaer/machines/protocol';
import { hasCitizen, isClinicShut, stepOf } from '@naervaer/machines/tablet';
import type { tabletMachine, TabletEvent, TabletSnapshot } from '@naervaer/machines/tablet';
import { agreed, choose, named, signIn } from '../../../machines/tablet/example.ts';
import { reasoned, refusedJoin, view } from '../../../machines/tablet/example.ts';
import type { Walk } from '../coverage.ts';
import { tabletWalk } from '../walks/index.ts';

const story = (n: number): ConsultationId =>
  `0197a000-0000-7000-8000-00000000000${n}` as ConsultationId;

/**
 * What becomes of a join is decided before it is sent, by things that the machine does not hold: so
 * the consultation's id says which story is played, and each has its own real causes.
 */
export const STORIES = {
  /** Kept without network until it is sent, and whatever comes then. */
  plain: story(1),
  /** Kept without network, and taken back before it was sent. */
  takenBack: story(2),
  /** Sent to a server whose disk is slow and then full; the tablet loses the network meanwhile. */
  unanswered: story(3),
  /** Another device of the same person went into the call while this one was leaving. */
  answeredElsewhere: story(4),
} as const;

const at = 0;
const e = (type: 'ACTIVITY' | 'BACK' | 'CONTINUE' | 'LEAVE' | 'HANG_UP'): TabletEvent => ({
  type,
  at,
});
const deadline = (idle: number): TabletEvent => ({ type: 'DEADLINE', at: idle });
const joined: TabletEvent = { type: 'OUTCOME', at, of: 'join', outcome: { status: 'accepted' } };
const left: TabletEvent = { type: 'OUTCOME', at, of: 'leave', outcome: { status: 'accepted' } };
const refusedLeave = (code: RefusalCode): TabletEvent => ({
  type: 'OUTCOME',
  at,
  of: 'leave',
  outcome: { status: 'refused', code },
});
const submitted = (consultationId: ConsultationId): TabletEvent => ({
  type: 'SUBMITTED',
  at,
  consultationId,
});
const checked = (camera: 'ok' | 'failed'): TabletEvent => ({
  type: 'CHECKED',
  at,
  check: { camera, microphone: camera, speaker: 'unknown', network: 'ok' },
});
const views = (...states: ConsultationState[]): TabletEvent[] => states.map(view);
const ENDS = ['ended', 'rejected', 'cancelled', 'expired'] as const;
/** The lid was closed for so long: 300,000 passes all bounds at once. */
const IDLE = [90_000, 120_000, 270_000, 300_000].map(deadline);

/** At the desk there is always a clock, hands, and a way out. */
function atDesk(snapshot: TabletSnapshot): TabletEvent[] {
  const { context } = snapshot;
  const isOver = ['done', 'rejected', 'cancelled', 'expired'].includes(stepOf(snapshot));
  const mayLook = context.clinic !== null && context.countdown === null && context.refusal === null;
  return [
    e('ACTIVITY'),
    ...IDLE,
    // The one button at the top: the citizen goes before the care worker does.
    ...(hasCitizen(context) || isOver
      ? [{ type: 'LOG_CITIZEN_OUT', at } as const]
      : [{ type: 'SIGN_OUT', at } as const]),
    // With a clinic chosen its lobby is watched, on whatever screen one is.
    ...(context.clinic === null
      ? []
      : [{ type: 'LOBBY_CHANGED', at, mode: isClinicShut(context) ? 'open' : 'closed' } as const]),
    // The silent check runs when a known device comes to the choice of the clinic.
    ...(context.isDeviceKnown && mayLook && !isOver && !isClinicShut(context) && mayReturn(snapshot)
      ? [checked('ok'), checked('failed')]
      : []),
  ];
}

/** From these screens one gets to the choice of the clinic and back while the check runs. */
function mayReturn(snapshot: TabletSnapshot): boolean {
  const { draft, check } = snapshot.context;
  const step = stepOf(snapshot);
  const isNamed = draft.way === 'withCpr' ? draft.name !== '' : draft.agreed;
  if (step === 'check') return check.camera === 'failed';
  // From the profile it is the citizen's screen that one comes to, whatever was agreed.
  if (step === 'profile') return draft.way === 'withCpr' && isNamed;
  return isNamed;
}

function onStep(snapshot: TabletSnapshot): readonly TabletEvent[] {
  const { context } = snapshot;
  const id = context.consultation?.consultationId;
  switch (stepOf(snapshot)) {
    case 'signedOut':
      return [
        signIn(),
        signIn({ hasProfile: false }),
        signIn({ open: { consultationId: STORIES.plain, clinicId: choose.clinicId } }),
      ];
    case 'signingOut':
      return [];
    case 'profile':
      return [{ type: 'PROFILE_SAVED', at }];
    case 'citizen':
      return [named, { type: 'EDIT_PROFILE', at }, { type: 'WITHOUT_CPR', at }, e('CONTINUE')];
    case 'withoutCpr':
      return [agreed, e('BACK'), e('CONTINUE')];
    case 'clinic':
      return [
        { type: 'CLINIC_CHOSEN', at, clinic: context.clinic === null ? choose : null },
        e('BACK'),
        e('CONTINUE'),
      ];
    case 'check':
      return [e('BACK'), e('CONTINUE')];
    case 'reason':
      return [
        reasoned,
        e('BACK'),
        ...(context.check.camera === 'failed' ? [{ type: 'RECHECK', at } as const] : []),
        ...Object.values(STORIES).map(submitted),
      ];
    case 'sending':
      if (id === STORIES.takenBack || id === STORIES.unanswered) return [e('LEAVE')];
      if (id === STORIES.answeredElsewhere) return [joined];
      return [
        joined,
        ...(context.draft.way === 'withCpr' ? [refusedJoin('citizenAlreadyWaiting')] : []),
        refusedJoin('clinicClosed'),
        refusedJoin('missingProfile'),
        refusedJoin('notStored'),
      ];
    case 'waiting':
      if (id === STORIES.answeredElsewhere) return [e('LEAVE')];
      return [...views('called', ...ENDS), e('LEAVE')];
    case 'leaving':
      if (id === STORIES.takenBack) return [{ type: 'WITHDRAWN', at }];
      if (id === STORIES.unanswered) return [refusedJoin('notStored')];
      if (id === STORIES.answeredElsewhere) return views('ongoing');
      return [
        left,
        refusedLeave('notStored'),
        refusedLeave('unknownConsultation'),
        ...views(...ENDS),
        { type: 'LOG_CITIZEN_OUT', at },
      ];
    case 'call':
      if (id === STORIES.answeredElsewhere) return [e('HANG_UP')];
      return [...views('waiting', ...ENDS), e('HANG_UP')];
    case 'done':
    case 'rejected':
    case 'cancelled':
    case 'expired':
      return [{ type: 'NEXT_CITIZEN', at }];
  }
}

/** What a care worker, the clinic, colleagues and time can do to a tablet that one looks at. */
export const tabletBrowserWalk: Walk<typeof tabletMachine> = {
  ...tabletWalk,
  events: (snapshot) => [
    ...onStep(snapshot),
    ...(snapshot.matches('desk') ? atDesk(snapshot) : []),
    { type: 'SIGNED_OUT', at },
  ],
  sameAs: (snapshot) => {
    const { consultation, check, refusal } = snapshot.context;
    const mine = [consultation?.consultationId, check.camera, refusal !== null];
    return JSON.stringify([tabletWalk.sameAs(snapshot), mine]);
  },
};
