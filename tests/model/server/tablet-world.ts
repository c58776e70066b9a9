import { newCommandId, PROTOCOL_VERSION } from '@naervaer/machines/protocol';
import type {
  ClinicMode,
  CommandId,
  CommandInput,
  ConsultationId,
  Outcome,
} from '@naervaer/machines/protocol';
import { tabletMachine } from '@naervaer/machines/tablet';
import type { TabletEvent, TabletSnapshot } from '@naervaer/machines/tablet';
import { initialTransition, transition } from 'xstate';
import { eventually } from '../../support/eventually.ts';
import { joinWithoutCpr } from '../../support/samples.ts';
import { haveProfile } from './clinic-world.ts';
import type { Person } from './person.ts';
import { expectOutcome, OBSERVER } from './practice.ts';
import type { Practice } from './practice.ts';

/** Who is at the tablet, and who makes happen what it then hears. */
export const CAREGIVER = 'Mette Skovbjerg';
export const COLLEAGUE = 'Jonas Kærgaard';
const DOCTOR = 'Anne Klitgård';

/** What one tablet after the other uses. */
export interface TabletPlace {
  readonly practice: Practice;
  /** Caregivers who never saved a profile; whoever saves one is taken out. */
  readonly novices: string[];
  close(): Promise<void>;
}

/**
 * One tablet and the people around it. The machine is the tablet's own and real; it hears what the
 * device's real client hears, in the words of apps/tablet/attend.ts.
 */
export interface TabletWorld {
  readonly place: TabletPlace;
  readonly practice: Practice;
  readonly observer: Person;
  readonly doctor: Person;
  /** Waits only so that a clinic that closes has somebody to finish. */
  readonly colleague: Person;
  tablet: TabletSnapshot;
  /** By the tablet's clock. */
  at: number;
  /** Who is, or was last, at the tablet. */
  who: string;
  /** The tablet's browser, from the sign-in to the end of the session. */
  device: Person | undefined;
  /** Another device of the same person (T7). */
  second: Person | undefined;
  /** Which commands of the present course stand on the tablet only. */
  readonly kept: { join?: CommandId; leave?: CommandId };
  /**
   * The entries of a tablet out of reach, in the order in which they were said (T12). As in the kit,
   * they come into the shared document only when there is a line: what is there may be on its way.
   */
  readonly held: Map<CommandId, { readonly v: number; readonly command: CommandInput }>;
}

export async function tabletWorld(place: TabletPlace): Promise<TabletWorld> {
  const { practice } = place;
  const colleague = await practice.person(COLLEAGUE);
  await haveProfile(colleague);
  const known = await practice.person(CAREGIVER);
  await haveProfile(known);
  known.go();
  return {
    place,
    practice,
    observer: await practice.person(OBSERVER),
    doctor: await practice.person(DOCTOR),
    colleague,
    tablet: initialTransition(tabletMachine)[0],
    at: 0,
    who: CAREGIVER,
    device: undefined,
    second: undefined,
    kept: {},
    held: new Map(),
  };
}

/** Tells the machine, as the course of the app does; and ends the session when it says so (T9). */
export async function tell(world: TabletWorld, event: TabletEvent): Promise<void> {
  [world.tablet] = transition(tabletMachine, world.tablet, event);
  world.at = event.at;
  if (world.tablet.value === 'signingOut') await signOut(world);
}

export const deviceOf = ({ device }: TabletWorld): Person => {
  if (device === undefined) throw new Error('nobody is signed in on the tablet');
  return device;
};

export async function signOut({ device }: TabletWorld): Promise<void> {
  if (device === undefined || device.isGone) return;
  const answer = await device.client.person.post('/api/sign-out', {});
  if (!answer.ok) throw new Error(`signed out: ${answer.status}`);
  // SE2: a session that is over is disconnected at once.
  await eventually('the line of a session that is over, closed', () => !device.client.isOnline());
  device.leave();
}

export async function secondOf(world: TabletWorld): Promise<Person> {
  world.second ??= await world.practice.device(world.who);
  await world.second.come();
  return world.second;
}

export const openIn = ({ tablet }: TabletWorld): ConsultationId => {
  const { consultation } = tablet.context;
  if (consultation === null) throw new Error('the tablet has no consultation');
  return consultation.consultationId;
};

export const on = (world: TabletWorld) => ({
  clinicId: world.practice.clinicId,
  consultationId: openIn(world),
});

/** What a clinic can do by a colleague who has nothing else to do. */
export async function atClinic({ observer }: TabletWorld, command: CommandInput): Promise<void> {
  expectOutcome(await observer.ask(command), { status: 'accepted' });
}

/** Nobody waits and nobody is in a call. */
export async function clear({ observer, doctor, practice }: TabletWorld): Promise<void> {
  const { clinicId } = practice;
  await practice.settle();
  const board = await eventually('the board', () => observer.board(clinicId));
  for (const { consultationId, holder } of board.rows) {
    const on = { clinicId, consultationId };
    if (holder === null) await observer.ask({ type: 'reject', ...on, instead: 'phone', note: '' });
    else await doctor.ask({ type: 'endCall', ...on });
  }
  await eventually('an empty board', () => observer.board(clinicId)?.rows.length === 0);
}

export const ydernummerOf = ({ observer }: TabletWorld): string =>
  observer.client.person.info.clinics[0]?.ydernummer ?? '';

export async function setMode(world: TabletWorld, mode: ClinicMode): Promise<void> {
  const { observer, colleague, practice } = world;
  const { clinicId } = practice;
  await practice.settle();
  const now = (): ClinicMode | undefined => observer.board(clinicId)?.head.mode;
  const before = await eventually('the board', now);
  if (before === mode) return;
  if (before !== 'open' && mode !== 'closed')
    await atClinic(world, { type: 'openClinic', clinicId });
  if (mode === 'closing') {
    const told = await colleague.ask(joinWithoutCpr(ydernummerOf(world)));
    expectOutcome(told, { status: 'accepted' });
  }
  if (mode === 'closed') await clear(world);
  if (mode !== 'open' && now() !== 'closed') {
    await practice.settle();
    if (now() === 'open') await atClinic(world, { type: 'closeClinic', clinicId });
  }
  await eventually(`a clinic that is ${mode}`, () => now() === mode);
}

/** Out of reach; what is asked from now on is kept on the tablet. */
export async function offline(world: TabletWorld): Promise<void> {
  const device = deviceOf(world);
  device.go();
  await eventually('the tablet without a line', () => !device.client.isOnline());
}

export function keep({ held }: TabletWorld, command: CommandInput): CommandId {
  const id = newCommandId();
  held.set(id, { v: PROTOCOL_VERSION, command });
  return id;
}

/** In reach again: what is held is offered. */
export async function send(world: TabletWorld): Promise<void> {
  const device = deviceOf(world);
  await device.come();
  for (const [id, entry] of world.held) device.client.putRaw(id, { id, ...entry });
  world.held.clear();
}

/** The join is with the clinic, and nothing else of the tablet's is. */
export async function land(world: TabletWorld): Promise<void> {
  const { kept } = world;
  if (kept.leave !== undefined) world.held.delete(kept.leave);
  delete kept.leave;
  if (kept.join !== undefined) {
    await setMode(world, 'open');
    const { join } = kept;
    delete kept.join;
    await send(world);
    expectOutcome(await deviceOf(world).client.outcome(join), { status: 'accepted' });
  }
  await send(world);
}

/** Says that the tablet's own consultation was joined by another device, and is waited for. */
export async function joinElsewhere(world: TabletWorld): Promise<void> {
  const second = await secondOf(world);
  const told = await second.ask(joinWithoutCpr(ydernummerOf(world)));
  expectOutcome(told, { status: 'accepted' });
}

export const hear = (world: TabletWorld, id: CommandId): Promise<Outcome> =>
  deviceOf(world).client.outcome(id);
