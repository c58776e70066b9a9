import { ENDED_IS_KEPT } from '@naervaer/machines/clinic';
import { PLACE_IS_KEPT } from '@naervaer/machines/consultation';
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '@naervaer/machines/protocol';
import type {
  CommandInput,
  ConsultationState,
  Outcome,
  RefusalCode,
} from '@naervaer/machines/protocol';
import { GRACE_MS } from '@naervaer/sync-server/presence/index.ts';
import { eventually } from '../../support/eventually.ts';
import { joinCommand } from '../../../apps/tablet/join.ts';
import { joinOnBehalf } from '../../support/samples.ts';
import { expectOutcome } from './practice.ts';
import {
  atClinic,
  deviceOf,
  hear,
  keep,
  land,
  offline,
  on,
  openIn,
  secondOf,
  send,
  setMode,
  ydernummerOf,
} from './tablet-world.ts';
import type { TabletWorld } from './tablet-world.ts';

/** A day that no month has. */
const NO_DATE = '990199-0000';
const MINUTE = 60_000;

const ACCEPTED: Outcome = { status: 'accepted' };
const refusedWith = (code: RefusalCode): Outcome => ({ status: 'refused', code });

const spoilt = (world: TabletWorld): CommandInput =>
  joinOnBehalf(ydernummerOf(world), { number: NO_DATE, name: 'Example' });

/**
 * Causes a refusal of the join and hears it. An honest tablet asks the same of a number as the
 * server and never sends a bad one, so there what it holds is changed:
 *
 * - `invalidCpr`: another number under the same id.
 * - `clinicClosed`, `clinicClosing`: the clinic closes while the join stands on the tablet.
 * - `missingProfile`: a profile that was saved is never taken away while a server runs. The same
 *   join is said by a colleague who has none, and this tablet is told what the colleague heard.
 * - `consultationOver`: no server answers a join so. In the model it stands for whatever else; here
 *   that is `outdatedClient`, by a page from before an update.
 */
export async function causeJoinRefusal(world: TabletWorld, code: RefusalCode): Promise<Outcome> {
  const id = world.kept.join ?? keep(world, spoilt(world));
  const isKept = world.kept.join !== undefined;
  const command = joinCommand(world.tablet.context) ?? spoilt(world);
  delete world.kept.join;
  switch (code) {
    case 'invalidCpr':
      world.held.set(id, { v: PROTOCOL_VERSION, command: spoilt(world) });
      break;
    case 'clinicClosed':
      await setMode(world, 'closed');
      break;
    case 'clinicClosing':
      await setMode(world, 'closing');
      break;
    case 'consultationOver':
      world.held.set(id, { v: OLDEST_PROTOCOL_VERSION - 1, command });
      break;
    case 'missingProfile': {
      world.held.delete(id);
      await setMode(world, 'open');
      const [name = ''] = world.place.novices;
      const novice = await world.practice.device(name);
      const told = await novice.ask(command);
      novice.leave();
      await send(world);
      expectOutcome(told, refusedWith(code));
      return told;
    }
    default:
      throw new Error(`nothing here causes ${code}`);
  }
  await send(world);
  const told = await hear(world, id);
  expectOutcome(told, refusedWith(code === 'consultationOver' ? 'outdatedClient' : code));
  await settleLeave(world, isKept);
  return told;
}

/** A leave that was kept behind the join: there was nothing to leave, unless another device joined. */
async function settleLeave(world: TabletWorld, isUnheardOf: boolean): Promise<void> {
  const { leave } = world.kept;
  if (leave === undefined) return;
  delete world.kept.leave;
  expectOutcome(await hear(world, leave), isUnheardOf ? refusedWith('forbidden') : ACCEPTED);
}

/** The kept join, sent and taken. */
export async function causeJoin(world: TabletWorld): Promise<Outcome> {
  const { join } = world.kept;
  if (join === undefined) throw new Error('no join is kept');
  await land(world);
  return hear(world, join);
}

/** Everything that is kept, sent; the leave is taken. */
export async function causeLeave(world: TabletWorld): Promise<Outcome> {
  const { join, leave } = world.kept;
  if (leave === undefined) throw new Error('no leave is kept');
  if (join !== undefined) await setMode(world, 'open');
  delete world.kept.join;
  delete world.kept.leave;
  await send(world);
  // CM4: in the order in which they were said.
  if (join !== undefined) expectOutcome(await hear(world, join), ACCEPTED);
  const told = await hear(world, leave);
  expectOutcome(told, ACCEPTED);
  return told;
}

/**
 * - `consultationOver`: the clinic rejects the waiter while the leave stands on the tablet.
 * - `unknownConsultation`: an hour after its end the clinic has forgotten it. To somebody who has no
 *   part in it the server says `forbidden`, whatever there is (SE1); the tablet takes both alike.
 */
export async function causeLeaveRefusal(world: TabletWorld, code: RefusalCode): Promise<Outcome> {
  await land(world);
  await atClinic(world, { type: 'reject', ...on(world), instead: 'phone', note: '' });
  if (code === 'unknownConsultation') await world.practice.skip(ENDED_IS_KEPT + MINUTE);
  else if (code !== 'consultationOver') throw new Error(`nothing here causes ${code}`);
  await world.practice.settle();
  await offline(world);
  const leave = keep(world, { type: 'leaveQueue', ...on(world) });
  await send(world);
  const told = await hear(world, leave);
  expectOutcome(told, refusedWith(code === 'unknownConsultation' ? 'forbidden' : code));
  return told;
}

type Causes = Readonly<Record<ConsultationState, (world: TabletWorld) => Promise<void>>>;

const stateOf = (world: TabletWorld): ConsultationState | undefined =>
  world.observer.consultation(openIn(world))?.state;

async function call(world: TabletWorld): Promise<void> {
  if (stateOf(world) === 'waiting')
    expectOutcome(await world.doctor.ask({ type: 'claim', ...on(world) }), ACCEPTED);
}

/** Who makes a consultation be in a state, so that the tablet reads it in its view. */
const CAUSES: Causes = {
  async waiting(world) {
    if (stateOf(world) === 'called')
      expectOutcome(await world.doctor.ask({ type: 'release', ...on(world) }), ACCEPTED);
  },
  called: call,
  async ongoing(world) {
    await call(world);
    for (const person of [world.doctor, deviceOf(world)])
      expectOutcome(await person.ask({ type: 'enterCall', ...on(world) }), ACCEPTED);
  },
  async interrupted(world) {
    await CAUSES.ongoing(world);
    await world.practice.lose(world.doctor);
    await world.practice.skip(GRACE_MS + 100);
  },
  async ended(world) {
    await call(world);
    await world.doctor.come();
    expectOutcome(await world.doctor.ask({ type: 'endCall', ...on(world) }), ACCEPTED);
  },
  async rejected(world) {
    const { doctor } = world;
    const told = await doctor.ask({ type: 'reject', ...on(world), instead: 'phone', note: '' });
    expectOutcome(told, ACCEPTED);
  },
  /** By another device of the same person. */
  async cancelled(world) {
    const second = await secondOf(world);
    expectOutcome(await second.ask({ type: 'leaveQueue', ...on(world) }), ACCEPTED);
  },
  async expired(world) {
    const { practice, second, device } = world;
    await CAUSES.waiting(world);
    await practice.lose(...[second, device].filter((one) => one !== undefined));
    await practice.skip(GRACE_MS + 100);
    await practice.settle();
    await practice.skip(PLACE_IS_KEPT);
  },
};

/** Makes it so, and waits until the tablet's own view says it. @returns what the view says */
export async function causeState(
  world: TabletWorld,
  state: ConsultationState,
): Promise<ConsultationState> {
  await land(world);
  await eventually('the consultation', () => stateOf(world));
  // It may be so already, and only not be heard.
  if (stateOf(world) !== state) await CAUSES[state](world);
  await world.practice.settle();
  const device = deviceOf(world);
  await device.come();
  await world.doctor.come();
  const id = openIn(world);
  await eventually(`${state} in the tablet's view`, () => device.consultation(id)?.state === state);
  return device.consultation(id)?.state ?? state;
}
