import {
  nextDeadline,
  persistTablet,
  restoreTablet,
  stepOf,
  tabletMachine,
} from '@naervaer/machines/tablet';
import type { TabletEvent, TabletSnapshot } from '@naervaer/machines/tablet';
import { initialTransition, transition } from 'xstate';
import type { Level } from '../level.ts';
import { same, sameForAll, so } from './same.ts';

/** A tablet that is reloaded between any two events (T7). */
export interface PureTablet {
  /** Null while nobody is signed in: then nothing is kept, and it begins anew. */
  kept: string | null;
  /** What is not kept: which of the two states without anybody it is, and the clinic's mode. */
  unkept: TabletSnapshot;
}

type Machine = typeof tabletMachine;
type Check = Level<Machine, PureTablet>['states']['signedOut'];
type Transition = (before: TabletSnapshot, event: TabletEvent) => TabletSnapshot;

const step: Transition = (before, event) => transition(tabletMachine, before, event)[0];

function reloaded({ kept, unkept }: PureTablet): TabletSnapshot {
  if (kept === null) return unkept;
  const restored = restoreTablet(JSON.parse(kept));
  if (restored === undefined) throw new Error('T7: what was kept is not understood any more');
  // The clinic's mode comes anew from the lobby after a reload.
  const { clinicMode } = unkept.context;
  return tabletMachine.resolveState({
    value: restored.value,
    context: { ...restored.context, clinicMode },
  });
}

function keep(world: PureTablet, snapshot: TabletSnapshot): void {
  const kept = persistTablet(snapshot);
  world.kept = kept === null ? null : JSON.stringify(kept);
  world.unkept = snapshot;
}

const looksLike =
  (holds: (snapshot: TabletSnapshot, world: PureTablet) => void = () => undefined): Check =>
  async (world, model) => {
    const is = reloaded(world);
    same(is.value, model.value, 'the tablet’s step');
    same(is.context, model.context, 'what the tablet knows');
    holds(is, world);
  };

const nobody = looksLike((snapshot, { kept }) => {
  so(kept === null, 'T9: nobody is signed in, and something is kept');
  same(snapshot.context.draft, initialTransition(tabletMachine)[0].context.draft, 'the draft');
});
const desk = looksLike((snapshot) => {
  so(nextDeadline(snapshot) !== null, 'T9: nobody is ever logged out here');
});
const afterwards = looksLike((snapshot) => {
  const { draft } = snapshot.context;
  so(draft.name === '' && draft.number === '' && draft.reason === '', 'T9: it is still typed');
});
const attended = looksLike((snapshot) => {
  so(nextDeadline(snapshot) === null, 'T9: logged out in the queue or in a call');
  so(snapshot.context.consultation !== null, `${stepOf(snapshot)} without a consultation`);
});

export const pureTablet = (take: Transition = step): Level<Machine, PureTablet> => ({
  begin: async () => ({ kept: null, unkept: initialTransition(tabletMachine)[0] }),
  events: sameForAll<Machine, PureTablet>(
    [
      ...(['SIGNED_IN', 'SIGN_OUT', 'SIGNED_OUT', 'PROFILE_SAVED', 'EDIT_PROFILE'] as const),
      ...(['TYPED', 'WITHOUT_CPR', 'CLINIC_CHOSEN', 'LOBBY_CHANGED', 'CHECKED'] as const),
      ...(['RECHECK', 'CONTINUE', 'BACK', 'SUBMITTED', 'OUTCOME', 'VIEW_CHANGED'] as const),
      ...(['LEAVE', 'WITHDRAWN', 'HANG_UP', 'NEXT_CITIZEN', 'LOG_CITIZEN_OUT'] as const),
      ...(['ACTIVITY', 'DEADLINE'] as const),
    ],
    async (world, { event, isRefused }) => {
      const before = reloaded(world);
      so(before.can(event) === !isRefused, 'MA3: a reloaded tablet takes other events');
      keep(world, take(before, event));
    },
  ),
  states: {
    signedOut: nobody,
    signingOut: nobody,
    'desk.profile': desk,
    'desk.citizen': desk,
    'desk.withoutCpr': desk,
    'desk.clinic': desk,
    'desk.check': desk,
    'desk.reason': desk,
    'desk.done': afterwards,
    'desk.rejected': afterwards,
    'desk.cancelled': afterwards,
    'desk.expired': afterwards,
    'attended.sending': attended,
    'attended.waiting': attended,
    'attended.leaving': attended,
    'attended.call': attended,
  },
  end: async () => undefined,
  close: async () => undefined,
});
