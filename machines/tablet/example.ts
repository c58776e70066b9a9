import { initialTransition, transition } from 'xstate';
import type {
  ClinicId,
  ConsultationId,
  ConsultationState,
  RefusalCode,
  Ydernummer,
} from '../protocol/index.ts';
import type { ChosenClinic, TabletEvent } from './events.ts';
import { tabletMachine } from './machine.ts';
import type { TabletSnapshot, TabletStep } from './machine.ts';

/** One course from sign-in to the end: for tests, generated paths and explorers of the model. */
export const consultationId = '0197a000-0000-7000-8000-000000000001' as ConsultationId;
export const choose: ChosenClinic = {
  clinicId: 'example-clinic' as ClinicId,
  name: 'Example clinic',
  ydernummer: '057584' as Ydernummer,
};

type SignedIn = Extract<TabletEvent, { type: 'SIGNED_IN' }>;
export const signIn = (given: Partial<SignedIn> = {}): SignedIn => ({
  type: 'SIGNED_IN',
  at: 0,
  isDemo: true,
  hasProfile: true,
  isDeviceKnown: false,
  open: null,
  ...given,
});
export const named: TabletEvent = {
  type: 'TYPED',
  at: 0,
  draft: { number: '720341-1234', name: 'Example', consented: true },
};
export const agreed: TabletEvent = { type: 'TYPED', at: 0, draft: { agreed: true } };
export const reasoned: TabletEvent = { type: 'TYPED', at: 0, draft: { reason: 'Example' } };
export const open: TabletEvent = { type: 'LOBBY_CHANGED', at: 0, mode: 'open' };
export const view = (state: ConsultationState): TabletEvent => ({
  type: 'VIEW_CHANGED',
  at: 0,
  state,
});
export const refusedJoin = (code: RefusalCode): TabletEvent => ({
  type: 'OUTCOME',
  at: 0,
  of: 'join',
  outcome: { status: 'refused', code },
});

const goOn: TabletEvent = { type: 'CONTINUE', at: 0 };
const COURSE: readonly (readonly [TabletStep, readonly TabletEvent[]])[] = [
  ['citizen', [signIn()]],
  ['clinic', [named, goOn]],
  ['check', [{ type: 'CLINIC_CHOSEN', at: 0, clinic: choose }, open, goOn]],
  ['reason', [goOn, reasoned]],
  ['sending', [{ type: 'SUBMITTED', at: 0, consultationId }]],
  ['waiting', [view('waiting')]],
  ['call', [view('called')]],
  ['done', [view('ended')]],
];

/** The events that lead from the very beginning to a step of the straight course. */
export function throughTo(step: TabletStep): readonly TabletEvent[] {
  const to = COURSE.findIndex(([name]) => name === step);
  return COURSE.slice(0, to + 1).flatMap(([, events]) => events);
}

export const run = (events: readonly TabletEvent[], from?: TabletSnapshot): TabletSnapshot =>
  events.reduce(
    (snapshot, event) => transition(tabletMachine, snapshot, event)[0],
    from ?? initialTransition(tabletMachine)[0],
  );
/** The tablet in a step of the straight course. */
export const tabletAt = (step: TabletStep): TabletSnapshot => run(throughTo(step));
/** The tablet without CPR, at the step after the agreement. */
export const withoutCprAt = (step: 'withoutCpr' | 'clinic'): TabletSnapshot =>
  run([signIn(), { type: 'WITHOUT_CPR', at: 0 }, ...(step === 'clinic' ? [agreed, goOn] : [])]);
