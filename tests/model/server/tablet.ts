import { hasCitizen, stepOf } from '@naervaer/machines/tablet';
import type { tabletMachine, TabletEvent, TabletSnapshot } from '@naervaer/machines/tablet';
import { DEMO_PEOPLE } from '@naervaer/sync-server/demo/people.ts';
import type { Level } from '../level.ts';
import { tabletWalk } from '../walks/index.ts';
import { poolOf } from './pool.ts';
import { openPractice } from './practice.ts';
import * as act from './tablet-acts.ts';
import * as truth from './tablet-truth.ts';
import { CAREGIVER, COLLEAGUE, setMode, tabletWorld, tell } from './tablet-world.ts';
import type { TabletWorld } from './tablet-world.ts';

type Machine = typeof tabletMachine;

interface Told<TEvent extends TabletEvent> {
  readonly event: TEvent;
  readonly isRefused: boolean;
}

/** Caregivers who have not saved a profile; a server keeps what was saved. */
const novicesOf = (): string[] =>
  DEMO_PEOPLE.filter(
    ({ role, hasRole, name }) =>
      role === 'caregiver' && hasRole && name !== CAREGIVER && name !== COLLEAGUE,
  ).map(({ name }) => name);
/** Fewer than one path may need: then the next one gets a new server. */
const FEWEST_NOVICES = 4;

/** After a leave that came too late the end is there to be heard, and nothing else is. */
const isTooLate = (snapshot: TabletSnapshot): boolean =>
  stepOf(snapshot) === 'waiting' && snapshot.context.refusal !== null;
function isPossible(snapshot: TabletSnapshot, event: TabletEvent): boolean {
  if (isTooLate(snapshot))
    return (
      event.type === 'SIGNED_OUT' || (event.type === 'VIEW_CHANGED' && event.state === 'rejected')
    );
  // Only where there is a citizen can one be logged out; else it would lead past the first profile.
  const isAtProfile = stepOf(snapshot) === 'profile';
  return !(isAtProfile && event.type === 'LOG_CITIZEN_OUT' && !hasCitizen(snapshot.context));
}

/** One care worker's tablet with a real session, a real outbox and real views. */
export function tabletLevel(): Level<Machine, TabletWorld> {
  const places = poolOf(async () => {
    const practice = await openPractice();
    return { practice, novices: novicesOf(), close: () => practice.close() };
  });

  /**
   * What the machine does not take is told as it stands in the walk: a late or a wrong word moves
   * neither the tablet nor anything at the server.
   */
  const taken =
    <TEvent extends TabletEvent>(act: (world: TabletWorld, event: TEvent) => Promise<void>) =>
    (world: TabletWorld, { event, isRefused }: Told<TEvent>): Promise<void> =>
      isRefused ? tell(world, event) : act(world, event);

  return {
    walk: {
      ...tabletWalk,
      events: (snapshot) =>
        tabletWalk.events(snapshot).filter((event) => isPossible(snapshot, event)),
      sameAs: (snapshot) => JSON.stringify([tabletWalk.sameAs(snapshot), isTooLate(snapshot)]),
    },
    begin: async () => {
      const world = await tabletWorld(await places.take());
      await setMode(world, 'closed');
      return world;
    },
    events: {
      SIGNED_IN: taken(act.signIn),
      SIGN_OUT: taken(act.own),
      SIGNED_OUT: taken(act.signedOut),
      PROFILE_SAVED: taken(act.saveProfile),
      EDIT_PROFILE: taken(act.own),
      TYPED: taken(act.own),
      WITHOUT_CPR: taken(act.own),
      CLINIC_CHOSEN: taken(act.chooseClinic),
      LOBBY_CHANGED: taken(act.hearLobby),
      CHECKED: taken(act.own),
      RECHECK: taken(act.own),
      CONTINUE: taken(act.own),
      BACK: taken(act.own),
      SUBMITTED: taken(act.submit),
      OUTCOME: taken(act.hearOutcome),
      VIEW_CHANGED: taken(act.hearView),
      LEAVE: taken(act.leave),
      WITHDRAWN: taken(act.withdraw),
      HANG_UP: taken(act.hangUp),
      NEXT_CITIZEN: taken(act.own),
      LOG_CITIZEN_OUT: taken(act.logCitizenOut),
      ACTIVITY: taken(act.own),
      DEADLINE: taken(act.idle),
    },
    states: {
      signedOut: truth.nobody,
      signingOut: truth.nobody,
      'desk.profile': truth.free,
      'desk.citizen': truth.free,
      'desk.withoutCpr': truth.free,
      'desk.clinic': truth.choosing,
      'desk.check': truth.choosing,
      'desk.reason': truth.choosing,
      'desk.done': truth.over('ended'),
      'desk.rejected': truth.over('rejected'),
      'desk.cancelled': truth.over('cancelled'),
      'desk.expired': truth.over('expired'),
      'attended.sending': truth.keeping,
      'attended.waiting': truth.queueing,
      'attended.leaving': truth.leaving,
      'attended.call': truth.calling,
    },
    async end(world) {
      world.device?.leave();
      world.second?.leave();
      for (const person of [world.observer, world.doctor, world.colleague]) {
        await person.come();
        person.forget();
      }
      if (world.place.novices.length >= FEWEST_NOVICES) places.give(world.place);
    },
    close: () => places.close(),
  };
}
