import { isOver } from '@naervaer/machines/consultation';
import { tabletMachine } from '@naervaer/machines/tablet';
import type { TabletSnapshot } from '@naervaer/machines/tablet';
import type { SessionInfo } from '@naervaer/machines/protocol';
import { transition } from 'xstate';
import { eventually } from '../../support/eventually.ts';
import { differencesOf } from './difference.ts';
import { deviceOf, on, openIn } from './tablet-world.ts';
import type { TabletWorld } from './tablet-world.ts';

/**
 * Whether the tablet says what is so: for each of its states, what must then be true at the server.
 */

/** What of the tablet the model tells; a refusal's code and the ids are the real ones. */
const essenceOf = ({ value, context }: TabletSnapshot) => {
  const { draft, clinic, clinicMode, isDemo, isDeviceKnown, check, countdown } = context;
  return {
    state: value,
    draft,
    hasClinic: clinic !== null,
    clinicMode,
    isDemo,
    isDeviceKnown,
    check,
    hasConsultation: context.consultation !== null,
    isRefused: context.refusal !== null,
    countdown: countdown?.of ?? null,
  };
};

type Truth = (world: TabletWorld, snapshot: TabletSnapshot) => Promise<void>;

const truth =
  (isSo: (world: TabletWorld) => Promise<void>): Truth =>
  async (world, snapshot) => {
    const left = differencesOf(essenceOf(world.tablet), essenceOf(snapshot));
    if (left.length > 0) throw new Error(`the tablet: ${left.join(', ')}`);
    await world.practice.settle();
    await isSo(world);
  };

/** SE2: the session is over, for whoever still has its cookie. */
export const nobody = truth(async ({ device }) => {
  const session = await device?.session();
  if (session) throw new Error('the session goes on');
});

async function sessionOf(world: TabletWorld): Promise<SessionInfo> {
  const session = await deviceOf(world).session();
  if (session === null) throw new Error('the session is over');
  return session;
}

async function expectNoneOpen(world: TabletWorld): Promise<void> {
  const { open } = await sessionOf(world);
  if (open.length > 0) throw new Error(`${open.length} open consultations at the server`);
}

/** At the desk nobody waits for this person, on no device. */
export const free = truth(expectNoneOpen);

/** So too, and what is chosen is open if the tablet says so. */
export const choosing = truth(async (world) => {
  await expectNoneOpen(world);
  const { clinicMode, clinic } = world.tablet.context;
  if (clinicMode === null || clinic === null) return;
  await eventually(`a lobby that is ${clinicMode}`, () => {
    return deviceOf(world).lobby(clinic.clinicId)?.mode === clinicMode;
  });
});

/** It ended as the tablet says. */
export const over = (state: 'ended' | 'rejected' | 'cancelled' | 'expired'): Truth =>
  truth(async (world) => {
    await expectNoneOpen(world);
    // Null where the clinic never heard of it, or has forgotten it.
    if (world.tablet.context.consultation === null) return;
    const id = openIn(world);
    // A join that was refused for good is no consultation: there is nothing to be read.
    if (state === 'cancelled' && !(await isKnown(world))) return;
    await eventually(`a consultation that is ${state}`, () => {
      return world.observer.consultation(id)?.state === state;
    });
  });

/** Whether the clinic has the consultation, which is over: its members are told which it is. */
async function isKnown(world: TabletWorld): Promise<boolean> {
  const told = await world.observer.ask({ type: 'claim', ...on(world) });
  return told.status === 'refused' && told.code === 'consultationOver';
}

/** The join stands on the tablet: the server has nothing, and has not answered (T12). */
export const keeping = truth(async (world) => {
  await expectNoneOpen(world);
  const { join } = world.kept;
  if (join === undefined || !world.held.has(join)) throw new Error('no join is kept');
});

/** A place in the queue; or, after a leave that came too late, the end is what it hears next. */
export const queueing = truth(async (world) => {
  const device = deviceOf(world);
  const id = openIn(world);
  if (world.tablet.context.refusal === null) {
    const { open } = await sessionOf(world);
    if (open[0]?.consultationId !== id) throw new Error('the server has no such consultation');
    await eventually('a place in the queue', () => {
      const view = device.consultation(id);
      return view?.state === 'waiting' && (view.position ?? 0) >= 1;
    });
    return;
  }
  const state = await eventually('the end in the view', () => {
    const view = device.consultation(id);
    return view !== undefined && isOver(view.state) ? view.state : undefined;
  });
  const event = { type: 'VIEW_CHANGED', at: world.at, state } as const;
  const [heard] = transition(tabletMachine, world.tablet, event);
  if (!heard.matches('desk')) throw new Error(`${state} is not heard`);
});

/** The leave stands on the tablet, and the place is still held. */
export const leaving = truth(async (world) => {
  const { leave } = world.kept;
  if (leave === undefined || !world.held.has(leave)) throw new Error('no leave is kept');
});

export const calling = truth(async (world) => {
  const id = openIn(world);
  await eventually('a call in the view', () => {
    const state = deviceOf(world).consultation(id)?.state;
    return state === 'called' || state === 'ongoing' || state === 'interrupted';
  });
});
