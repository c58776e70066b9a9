import { assertEvent, assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { BLANK, initialContext } from './context.ts';
import type { TabletContext } from './context.ts';
import { IDLE } from './idle.ts';
import type { ConsultationState, RefusalCode } from '../protocol/index.ts';
import type { Asked, TabletEvent } from './events.ts';
import * as is from './guards.ts';

const isOf = (event: TabletEvent, of: Asked): boolean => {
  assertEvent(event, 'OUTCOME');
  return event.of === of;
};

/** Why the server took a command back; null when it did not. */
const refusalIn = (event: TabletEvent): RefusalCode | null => {
  assertEvent(event, 'OUTCOME');
  return event.outcome.status === 'refused' ? event.outcome.code : null;
};

/** Where the server says that the consultation stands. */
const stateIn = (event: TabletEvent): ConsultationState => {
  assertEvent(event, 'VIEW_CHANGED');
  return event.state;
};

const definition = setup({
  types: { context: {} as TabletContext, events: {} as TabletEvent },
  guards: {
    hasOpen: ({ event }) => {
      assertEvent(event, 'SIGNED_IN');
      return event.open !== null;
    },
    lacksProfile: ({ event }) => {
      assertEvent(event, 'SIGNED_IN');
      return !event.hasProfile;
    },
    isCitizenNamed: ({ context }) => is.isCitizenNamed(context),
    isWithoutCpr: ({ context }) => context.draft.way === 'withoutCpr',
    mayGoOnUnchecked: ({ context }) => is.mayGoOnFromClinic(context) && context.isDeviceKnown,
    mayGoOnFromClinic: ({ context }) => is.mayGoOnFromClinic(context),
    maySubmit: ({ context }) => is.maySubmit(context),
    isAccepted: ({ event }, { of }: { of: Asked }) => isOf(event, of) && refusalIn(event) === null,
    isRefused: ({ event }, { of }: { of: Asked }) => isOf(event, of) && refusalIn(event) !== null,
    /** There is nothing to leave: the join never came to the clinic. */
    isUnheardOf: ({ event }) =>
      isOf(event, 'leave') &&
      (refusalIn(event) === 'unknownConsultation' || refusalIn(event) === 'forbidden'),
    isMendedAt: ({ context, event }, { step }: { step: is.Mend }) => {
      const code = refusalIn(event);
      return isOf(event, 'join') && code !== null && is.mendOf(code, context.draft.way) === step;
    },
    isInQueue: ({ event }) => stateIn(event) === 'waiting',
    isInCall: ({ event }) =>
      stateIn(event) === 'called' ||
      stateIn(event) === 'ongoing' ||
      stateIn(event) === 'interrupted',
    isOver: ({ event }, { as }: { as: 'ended' | 'rejected' | 'cancelled' | 'expired' }) =>
      stateIn(event) === as,
    isStaffDue: ({ context, event }) => is.isStaffDue(context, event.at),
    isCitizenDue: ({ context, event }) => is.isCitizenDue(context, event.at),
    isStaffCountdownDue: ({ context, event }) => is.isStaffCountdownDue(context, event.at),
    isCitizenCountdownDue: ({ context, event }) => is.isCitizenCountdownDue(context, event.at),
  },
  actions: {
    begin: assign(({ event }) => {
      assertEvent(event, 'SIGNED_IN');
      return {
        ...initialContext,
        isDemo: event.isDemo,
        isDeviceKnown: event.isDeviceKnown,
        consultation: event.open,
        lastActivityAt: event.at,
      };
    }),
    touch: assign(({ event }) => ({ lastActivityAt: event.at, countdown: null })),
    type: assign(({ context, event }) => {
      assertEvent(event, 'TYPED');
      return { draft: { ...context.draft, ...event.draft }, refusal: null };
    }),
    chooseClinic: assign(({ event }) => {
      assertEvent(event, 'CLINIC_CHOSEN');
      return { clinic: event.clinic, clinicMode: null, refusal: null };
    }),
    hearLobby: assign(({ event }) => {
      assertEvent(event, 'LOBBY_CHANGED');
      return { clinicMode: event.mode };
    }),
    keepCheck: assign(({ event }) => {
      assertEvent(event, 'CHECKED');
      return { check: event.check };
    }),
    knowDevice: assign({ isDeviceKnown: true }),
    submit: assign(({ context: { clinic }, event }) => {
      assertEvent(event, 'SUBMITTED');
      const { consultationId } = event;
      return {
        consultation: clinic && { consultationId, clinicId: clinic.clinicId },
        refusal: null,
      };
    }),
    explain: assign(({ event }) => ({ refusal: refusalIn(event) })),
    forgetConsultation: assign({ consultation: null }),
    forgetRefusal: assign({ refusal: null }),
    /** What was typed has arrived at the clinic: nothing keeps it here any longer. */
    forgetDraft: assign(({ context }) => ({ draft: { ...BLANK, way: context.draft.way } })),
    forgetCitizen: assign({
      draft: BLANK,
      clinic: null,
      clinicMode: null,
      consultation: null,
      refusal: null,
      countdown: null,
    }),
    /** The next one of the same round meets the same clinic, and nothing of the one before. */
    nextCitizen: assign(({ context }) => ({
      draft: { ...BLANK, way: context.draft.way },
      consultation: null,
      refusal: null,
    })),
    chooseWithCpr: assign(({ context }) => ({
      draft: { ...context.draft, way: 'withCpr' as const, agreed: false },
      refusal: null,
    })),
    /** Without CPR means without: what was typed of it goes at once. */
    chooseWithoutCpr: assign(({ context }) => ({
      draft: {
        ...context.draft,
        way: 'withoutCpr' as const,
        number: '',
        name: '',
        consented: false,
      },
      refusal: null,
    })),
    forgetEverything: assign(initialContext),
    warnStaff: assign(({ context }) => ({
      countdown: { of: 'staff' as const, endsAt: context.lastActivityAt + IDLE.staff },
    })),
    warnCitizen: assign(({ context }) => ({
      countdown: { of: 'citizen' as const, endsAt: context.lastActivityAt + IDLE.citizen },
    })),
  },
});

const toEnds = [
  { guard: { type: 'isOver', params: { as: 'ended' } }, target: '#done', actions: 'touch' },
  { guard: { type: 'isOver', params: { as: 'rejected' } }, target: '#rejected', actions: 'touch' },
  {
    guard: { type: 'isOver', params: { as: 'cancelled' } },
    target: '#cancelled',
    actions: 'touch',
  },
  { guard: { type: 'isOver', params: { as: 'expired' } }, target: '#expired', actions: 'touch' },
] as const;

const mendAt = (step: is.Mend) =>
  ({
    guard: { type: 'isMendedAt', params: { step } },
    target: `#${step}`,
    actions: ['explain', 'forgetConsultation', 'touch'],
  }) as const;

const afterwards = {
  NEXT_CITIZEN: [
    { guard: 'isWithoutCpr', target: 'withoutCpr', actions: ['nextCitizen', 'touch'] },
    { target: 'citizen', actions: ['nextCitizen', 'touch'] },
  ],
} as const;

/**
 * The course of a care worker's tablet (T1–T9). A screen is a function of its state. `desk` is where
 * idleness counts; `attended` is where it never does: a join on its way, the queue, the call.
 */
export const tabletMachine = definition.createMachine({
  id: 'tablet',
  context: initialContext,
  initial: 'signedOut',
  on: { SIGNED_OUT: { target: '.signedOut', actions: 'forgetEverything' } },
  states: {
    signedOut: {
      on: {
        SIGNED_IN: [
          { guard: 'hasOpen', target: 'attended.waiting', actions: 'begin' },
          { guard: 'lacksProfile', target: 'desk.profile', actions: 'begin' },
          { target: 'desk.citizen', actions: 'begin' },
        ],
      },
    },
    /** The host ends the session meanwhile; nothing of anybody is in the context any more. */
    signingOut: { entry: 'forgetEverything' },
    desk: {
      initial: 'citizen',
      on: {
        ACTIVITY: { actions: 'touch' },
        LOBBY_CHANGED: { actions: 'hearLobby' },
        CHECKED: { actions: 'keepCheck' },
        SIGN_OUT: { target: 'signingOut' },
        LOG_CITIZEN_OUT: { target: '.citizen', actions: ['forgetCitizen', 'touch'] },
        DEADLINE: [
          { guard: 'isStaffDue', target: 'signingOut' },
          { guard: 'isCitizenDue', target: '.citizen', actions: 'forgetCitizen' },
          { guard: 'isCitizenCountdownDue', actions: 'warnCitizen' },
        ],
      },
      states: {
        profile: {
          id: 'profile',
          on: {
            DEADLINE: { guard: 'isStaffCountdownDue', actions: 'warnStaff' },
            PROFILE_SAVED: { target: 'citizen', actions: ['forgetRefusal', 'touch'] },
          },
        },
        citizen: {
          id: 'citizen',
          on: {
            DEADLINE: { guard: 'isStaffCountdownDue', actions: 'warnStaff' },
            TYPED: { actions: ['type', 'touch'] },
            EDIT_PROFILE: { target: 'profile', actions: 'touch' },
            WITHOUT_CPR: { target: 'withoutCpr', actions: ['chooseWithoutCpr', 'touch'] },
            CONTINUE: {
              guard: 'isCitizenNamed',
              target: 'clinic',
              actions: ['forgetRefusal', 'touch'],
            },
          },
        },
        withoutCpr: {
          id: 'withoutCpr',
          on: {
            TYPED: { actions: ['type', 'touch'] },
            BACK: { target: 'citizen', actions: ['chooseWithCpr', 'touch'] },
            CONTINUE: {
              guard: 'isCitizenNamed',
              target: 'clinic',
              actions: ['forgetRefusal', 'touch'],
            },
          },
        },
        clinic: {
          id: 'clinic',
          on: {
            CLINIC_CHOSEN: { actions: ['chooseClinic', 'touch'] },
            BACK: [
              { guard: 'isWithoutCpr', target: 'withoutCpr', actions: 'touch' },
              { target: 'citizen', actions: 'touch' },
            ],
            CONTINUE: [
              {
                guard: 'mayGoOnUnchecked',
                target: 'reason',
                actions: ['forgetRefusal', 'touch'],
              },
              { guard: 'mayGoOnFromClinic', target: 'check', actions: ['forgetRefusal', 'touch'] },
            ],
          },
        },
        check: {
          on: {
            BACK: { target: 'clinic', actions: 'touch' },
            CONTINUE: { target: 'reason', actions: ['knowDevice', 'touch'] },
          },
        },
        reason: {
          id: 'reason',
          on: {
            TYPED: { actions: ['type', 'touch'] },
            RECHECK: { target: 'check', actions: 'touch' },
            BACK: { target: 'clinic', actions: 'touch' },
            SUBMITTED: {
              guard: 'maySubmit',
              target: '#attended.sending',
              actions: ['submit', 'touch'],
            },
          },
        },
        done: { id: 'done', entry: 'forgetDraft', on: afterwards },
        rejected: { id: 'rejected', entry: 'forgetDraft', on: afterwards },
        cancelled: {
          id: 'cancelled',
          entry: 'forgetDraft',
          on: {
            ...afterwards,
            // Whose join never left this tablet has no citizen here any more, and is still signed in.
            DEADLINE: { guard: 'isStaffCountdownDue', actions: 'warnStaff' },
          },
        },
        expired: { id: 'expired', entry: 'forgetDraft', on: afterwards },
      },
    },
    attended: {
      id: 'attended',
      initial: 'waiting',
      states: {
        /** Kept on the tablet or on its way: the draft stays until the outcome is there. */
        sending: {
          on: {
            OUTCOME: [
              { guard: { type: 'isAccepted', params: { of: 'join' } }, target: 'waiting' },
              mendAt('citizen'),
              mendAt('withoutCpr'),
              mendAt('clinic'),
              mendAt('profile'),
              mendAt('reason'),
            ],
            VIEW_CHANGED: [
              { guard: 'isInQueue', target: 'waiting' },
              { guard: 'isInCall', target: 'call' },
              ...toEnds,
            ],
            LEAVE: { target: 'leaving' },
          },
        },
        waiting: {
          entry: 'forgetDraft',
          on: {
            VIEW_CHANGED: [{ guard: 'isInCall', target: 'call' }, ...toEnds],
            LEAVE: { target: 'leaving', actions: 'forgetRefusal' },
          },
        },
        /** Until the server knows it, the place is still held: the screen says so. */
        leaving: {
          entry: 'forgetDraft',
          on: {
            // Both commands stay in the outbox; the next citizen need not wait for the network.
            LOG_CITIZEN_OUT: { target: '#citizen', actions: ['forgetCitizen', 'touch'] },
            OUTCOME: [
              {
                guard: { type: 'isAccepted', params: { of: 'leave' } },
                target: '#cancelled',
                actions: 'touch',
              },
              {
                guard: { type: 'isRefused', params: { of: 'join' } },
                target: '#cancelled',
                actions: 'touch',
              },
              {
                guard: 'isUnheardOf',
                target: '#cancelled',
                actions: ['forgetConsultation', 'touch'],
              },
              {
                guard: { type: 'isRefused', params: { of: 'leave' } },
                target: 'waiting',
                actions: 'explain',
              },
            ],
            VIEW_CHANGED: [{ guard: 'isInCall', target: 'call' }, ...toEnds],
            WITHDRAWN: { target: '#cancelled', actions: ['forgetConsultation', 'touch'] },
          },
        },
        call: {
          entry: 'forgetDraft',
          on: {
            // Put back in the queue by the clinic (B7): the place is kept.
            VIEW_CHANGED: [{ guard: 'isInQueue', target: 'waiting' }, ...toEnds],
            HANG_UP: { target: '#done', actions: 'touch' },
          },
        },
      },
    },
  },
});

export type TabletSnapshot = SnapshotFrom<typeof tabletMachine>;
export type TabletStep =
  | 'signedOut'
  | 'signingOut'
  | 'profile'
  | 'citizen'
  | 'withoutCpr'
  | 'clinic'
  | 'check'
  | 'reason'
  | 'sending'
  | 'waiting'
  | 'leaving'
  | 'call'
  | 'done'
  | 'rejected'
  | 'cancelled'
  | 'expired';

/** The one name that a screen is chosen by. */
export function stepOf(snapshot: TabletSnapshot): TabletStep {
  const { value } = snapshot;
  if (typeof value === 'string') return value;
  return 'desk' in value ? value.desk : value.attended;
}
