import { stepOf } from '@naervaer/machines/tablet';
import type { tabletMachine, TabletEvent, TabletSnapshot } from '@naervaer/machines/tablet';
import { CLINICS, DEMO_PEOPLE } from '@naervaer/sync-server/demo/people.ts';
import type { Directory } from '@naervaer/machines/protocol';
import { eventually } from '../../support/eventually.ts';
import { joinCommand } from '../../../apps/tablet/join.ts';
import type { Level } from '../level.ts';
import { tabletWalk } from '../walks/index.ts';
import { poolOf } from './pool.ts';
import { expectOutcome, openPractice } from './practice.ts';
import {
  causeJoin,
  causeJoinRefusal,
  causeLeave,
  causeLeaveRefusal,
  causeState,
} from './tablet-causes.ts';
import * as truth from './tablet-truth.ts';
import {
  CAREGIVER,
  clear,
  deviceOf,
  joinElsewhere,
  keep,
  offline,
  on,
  send,
  setMode,
  signOut,
  tabletWorld,
  tell,
} from './tablet-world.ts';
import type { TabletWorld } from './tablet-world.ts';

type Machine = typeof tabletMachine;
type EventOf<TType extends TabletEvent['type']> = Extract<TabletEvent, { type: TType }>;
type Act<TType extends TabletEvent['type']> = (
  world: TabletWorld,
  event: EventOf<TType>,
) => Promise<void>;

interface Told<TEvent extends TabletEvent> {
  readonly event: TEvent;
  readonly isRefused: boolean;
}

/** The device's own: a hand on the screen, a camera, a clock. Nothing goes to the server. */
const own = (world: TabletWorld, event: TabletEvent): Promise<void> => tell(world, event);

/** T9: idle for so long, at the server too. */
const idle: Act<'DEADLINE'> = async (world, event) => {
  await world.practice.skip(Math.max(0, event.at - world.at));
  await tell(world, event);
};

async function publicDirectory(origin: string): Promise<Directory> {
  return (await (await fetch(`${origin}/api/directory`)).json()) as Directory;
}

/** A real sign-in, and what the server then says of the person (T1, T2, T7). */
const signIn: Act<'SIGNED_IN'> = async (world, event) => {
  const { practice } = world;
  world.device?.leave();
  world.second?.leave();
  world.second = undefined;
  delete world.kept.join;
  delete world.kept.leave;
  world.held.clear();
  await clear(world);
  world.who = event.hasProfile ? CAREGIVER : (world.place.novices[0] ?? '');
  if (event.open !== null) {
    await setMode(world, 'open');
    await joinElsewhere(world);
  }
  const device = await practice.device(world.who);
  world.device = device;
  const session = await device.session();
  const { mode } = await publicDirectory(practice.origin);
  await tell(world, {
    type: 'SIGNED_IN',
    at: event.at,
    isDemo: mode === 'demo',
    hasProfile: session?.profile !== null,
    isDeviceKnown: event.isDeviceKnown,
    open: session?.open[0] ?? null,
  });
};

/** The session ends, whoever ended it; the tablet hears it by its closed line (SE2). */
const signedOut: Act<'SIGNED_OUT'> = async (world, event) => {
  await signOut(world);
  await tell(world, event);
};

const saveProfile: Act<'PROFILE_SAVED'> = async (world, event) => {
  const device = deviceOf(world);
  await device.come();
  const [unit] = (await device.session())?.units ?? [];
  if (unit === undefined) throw new Error(`${world.who} works nowhere`);
  const told = await device.ask({ type: 'saveProfile', jobRole: 'nurse', unitId: unit.id });
  expectOutcome(told, { status: 'accepted' });
  const index = world.place.novices.indexOf(world.who);
  if (index !== -1) world.place.novices.splice(index, 1);
  await tell(world, event);
};

const chooseClinic: Act<'CLINIC_CHOSEN'> = async (world, event) => {
  const { clinics } = await publicDirectory(world.practice.origin);
  const found = clinics.find(({ id }) => id === world.practice.clinicId);
  if (found === undefined) throw new Error('a clinic that is not in the directory');
  const { id: clinicId, name, ydernummer } = found;
  const clinic = event.clinic === null ? null : { clinicId, name, ydernummer };
  await tell(world, { ...event, clinic });
};

/** Null is what a tablet without a line knows of a clinic. */
const hearLobby: Act<'LOBBY_CHANGED'> = async (world, event) => {
  const device = deviceOf(world);
  if (event.mode === null) await offline(world);
  else {
    await device.come();
    await setMode(world, event.mode);
    const { clinicId } = world.practice;
    await eventually(`a lobby that is ${event.mode}`, () => {
      return device.lobby(clinicId)?.mode === event.mode;
    });
  }
  await tell(world, event);
};

/** The join is put into the outbox of a tablet out of reach; the next event tells what comes of it. */
const submit: Act<'SUBMITTED'> = async (world, event) => {
  await offline(world);
  const command = joinCommand(world.tablet.context);
  if (command === undefined) throw new Error('nothing to join');
  const id = keep(world, command);
  world.kept.join = id;
  await tell(world, { ...event, consultationId: id as string as typeof event.consultationId });
};

/** So is the leave: the place is held until the server has heard it. */
const leave: Act<'LEAVE'> = async (world, event) => {
  await offline(world);
  world.kept.leave = keep(world, { type: 'leaveQueue', ...on(world) });
  await tell(world, event);
};

const hearOutcome: Act<'OUTCOME'> = async (world, event) => {
  const { of, outcome } = event;
  const isAccepted = outcome.status === 'accepted';
  const heard =
    of === 'join'
      ? isAccepted
        ? await causeJoin(world)
        : await causeJoinRefusal(world, outcome.code)
      : isAccepted
        ? await causeLeave(world)
        : await causeLeaveRefusal(world, outcome.code);
  await tell(world, { ...event, outcome: heard });
};

const hearView: Act<'VIEW_CHANGED'> = async (world, event) =>
  tell(world, { ...event, state: await causeState(world, event.state) });

/**
 * The join never left the tablet, and nothing is said to anybody. A join that another device sent
 * cannot be withdrawn: there the model's tablet is told so all the same, and the leave goes out.
 */
const withdraw: Act<'WITHDRAWN'> = async (world, event) => {
  const { kept } = world;
  if (kept.join === undefined) await causeLeave(world);
  delete kept.join;
  delete kept.leave;
  world.held.clear();
  await send(world);
  await tell(world, event);
};

const hangUp: Act<'HANG_UP'> = async (world, event) => {
  const device = deviceOf(world);
  await device.come();
  expectOutcome(await device.ask({ type: 'endCall', ...on(world) }), { status: 'accepted' });
  await tell(world, event);
};

/** While leaving: both commands stay in the outbox and go out by themselves. */
const logCitizenOut: Act<'LOG_CITIZEN_OUT'> = async (world, event) => {
  const isLeaving = stepOf(world.tablet) === 'leaving';
  await tell(world, event);
  if (isLeaving) await causeLeave(world);
};

/** Caregivers who have not saved a profile; a server keeps what was saved. */
const novicesOf = (): string[] =>
  DEMO_PEOPLE.filter(
    ({ role, hasRole, organisationId, name }) =>
      role === 'caregiver' && hasRole && organisationId !== CLINICS && name !== CAREGIVER,
  )
    .map(({ name }) => name)
    .slice(2);
/** Fewer than one path may need: then the next one gets a new server. */
const FEWEST_NOVICES = 4;

/** After a leave that came too late the end is there to be heard, and nothing else is. */
const isTooLate = (snapshot: TabletSnapshot): boolean =>
  stepOf(snapshot) === 'waiting' && snapshot.context.refusal !== null;
const isPossible = (snapshot: TabletSnapshot, event: TabletEvent): boolean =>
  !isTooLate(snapshot) ||
  event.type === 'SIGNED_OUT' ||
  (event.type === 'VIEW_CHANGED' && event.state === 'rejected');

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
      SIGNED_IN: taken(signIn),
      SIGN_OUT: taken(own),
      SIGNED_OUT: taken(signedOut),
      PROFILE_SAVED: taken(saveProfile),
      EDIT_PROFILE: taken(own),
      TYPED: taken(own),
      WITHOUT_CPR: taken(own),
      CLINIC_CHOSEN: taken(chooseClinic),
      LOBBY_CHANGED: taken(hearLobby),
      CHECKED: taken(own),
      RECHECK: taken(own),
      CONTINUE: taken(own),
      BACK: taken(own),
      SUBMITTED: taken(submit),
      OUTCOME: taken(hearOutcome),
      VIEW_CHANGED: taken(hearView),
      LEAVE: taken(leave),
      WITHDRAWN: taken(withdraw),
      HANG_UP: taken(hangUp),
      NEXT_CITIZEN: taken(own),
      LOG_CITIZEN_OUT: taken(logCitizenOut),
      ACTIVITY: taken(own),
      DEADLINE: taken(idle),
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
