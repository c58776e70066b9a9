import { stepOf } from '@naervaer/machines/tablet';
import type { TabletEvent } from '@naervaer/machines/tablet';
import type { Directory } from '@naervaer/machines/protocol';
import { eventually } from '../../support/eventually.ts';
import { joinCommand } from '../../../apps/tablet/join.ts';
import { expectOutcome } from './practice.ts';
import {
  causeJoin,
  causeJoinRefusal,
  causeLeave,
  causeLeaveRefusal,
  causeState,
} from './tablet-causes.ts';
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
  tell,
} from './tablet-world.ts';
import type { TabletWorld } from './tablet-world.ts';

type EventOf<TType extends TabletEvent['type']> = Extract<TabletEvent, { type: TType }>;
type Act<TType extends TabletEvent['type']> = (
  world: TabletWorld,
  event: EventOf<TType>,
) => Promise<void>;

/** The device's own: a hand on the screen, a camera, a clock. Nothing goes to the server. */
export const own = (world: TabletWorld, event: TabletEvent): Promise<void> => tell(world, event);

/** T9: idle for so long, at the server too. */
export const idle: Act<'DEADLINE'> = async (world, event) => {
  await world.practice.skip(Math.max(0, event.at - world.at));
  await tell(world, event);
};

async function publicDirectory(origin: string): Promise<Directory> {
  return (await (await fetch(`${origin}/api/directory`)).json()) as Directory;
}

/** A real sign-in, and what the server then says of the person (T1, T2, T7). */
export const signIn: Act<'SIGNED_IN'> = async (world, event) => {
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
export const signedOut: Act<'SIGNED_OUT'> = async (world, event) => {
  await signOut(world);
  await tell(world, event);
};

export const saveProfile: Act<'PROFILE_SAVED'> = async (world, event) => {
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

export const chooseClinic: Act<'CLINIC_CHOSEN'> = async (world, event) => {
  const { clinics } = await publicDirectory(world.practice.origin);
  const found = clinics.find(({ id }) => id === world.practice.clinicId);
  if (found === undefined) throw new Error('a clinic that is not in the directory');
  const { id: clinicId, name, ydernummer } = found;
  const clinic = event.clinic === null ? null : { clinicId, name, ydernummer };
  await tell(world, { ...event, clinic });
};

/** Null is what a tablet without a line knows of a clinic. */
export const hearLobby: Act<'LOBBY_CHANGED'> = async (world, event) => {
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
export const submit: Act<'SUBMITTED'> = async (world, event) => {
  await offline(world);
  const command = joinCommand(world.tablet.context);
  if (command === undefined) throw new Error('nothing to join');
  const id = keep(world, command);
  world.kept.join = id;
  await tell(world, { ...event, consultationId: id as string as typeof event.consultationId });
};

/** So is the leave: the place is held until the server has heard it. */
export const leave: Act<'LEAVE'> = async (world, event) => {
  await offline(world);
  world.kept.leave = keep(world, { type: 'leaveQueue', ...on(world) });
  await tell(world, event);
};

export const hearOutcome: Act<'OUTCOME'> = async (world, event) => {
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

export const hearView: Act<'VIEW_CHANGED'> = async (world, event) =>
  tell(world, { ...event, state: await causeState(world, event.state) });

/**
 * The join never left the tablet, and nothing is said to anybody. A join that another device sent
 * cannot be withdrawn: there the model's tablet is told so all the same, and the leave goes out.
 */
export const withdraw: Act<'WITHDRAWN'> = async (world, event) => {
  const { kept } = world;
  if (kept.join === undefined) await causeLeave(world);
  delete kept.join;
  delete kept.leave;
  world.held.clear();
  await send(world);
  await tell(world, event);
};

export const hangUp: Act<'HANG_UP'> = async (world, event) => {
  const device = deviceOf(world);
  await device.come();
  expectOutcome(await device.ask({ type: 'endCall', ...on(world) }), { status: 'accepted' });
  await tell(world, event);
};

/** While leaving: both commands stay in the outbox and go out by themselves. */
export const logCitizenOut: Act<'LOG_CITIZEN_OUT'> = async (world, event) => {
  const isLeaving = stepOf(world.tablet) === 'leaving';
  await tell(world, event);
  if (isLeaving) await causeLeave(world);
};
