import type { Store } from '@naervaer/storage';
import { RuleBroken } from './facts.ts';
import { chance } from './kernel/chance.ts';
import type { Rule } from './facts.ts';
import type { DeviceName, Step, Story } from './story.ts';
import { act, endProgram, endTab, openTab } from './world/act.ts';
import { processesOf } from './world/device.ts';
import type { Device } from './world/device.ts';
import type { Page } from './people/page.ts';
import { CLINICS, UNITS } from './world/town.ts';
import { createWorld } from './world/world.ts';
import type { Tally, Told, World } from './world/types.ts';

/** What became of one story. */
export interface Run {
  /** Undefined when no rule was broken. */
  readonly failure: Error | undefined;
  readonly told: readonly Told[];
  readonly tally: Tally;
  readonly hash: number;
  readonly tasks: number;
  /** Simulated. */
  readonly ms: number;
}

export interface RunOptions {
  readonly seed: number;
  readonly rules: readonly Rule[];
  readonly openStore?: () => Store;
  readonly isHashed?: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Nobody stays without a network for longer. */
const CUT_MS = 2 * HOUR;
/** A full disk is seen to. */
const EMPTIED_MS = 10 * MINUTE;
/** Long enough for every retry, every grace and every spread. */
const SETTLED_MS = 6 * MINUTE;

/** Plays a story. The same story, seed and code give the same run. */
export async function play(story: Story, options: RunOptions): Promise<Run> {
  const world = await createWorld(options);
  const { kernel } = world;
  const began = kernel.now;
  let failure: Error | undefined;
  const onRejection = (reason: unknown): void =>
    kernel.fail(reason instanceof Error ? reason : new Error(String(reason)));
  process.on('unhandledRejection', onRejection);
  try {
    world.startServer();
    await morning(world);
    for (const step of story) {
      world.step += 1;
      await take(world, options.seed, step);
    }
    world.step += 1;
    await settle(world);
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
  } finally {
    process.off('unhandledRejection', onRejection);
  }
  const { told, tally, hash } = world;
  return { failure, told, tally, hash, tasks: kernel.tasks, ms: kernel.now - began };
}

/** Before a story begins: profiles are saved, boards are looked at, and both clinics are open. */
async function morning(world: World): Promise<void> {
  const hands = (['Anna', 'Bo', 'Carla', 'Dan', 'Eva'] as const).map((name) =>
    deviceOf(world, name),
  );
  await world.kernel.runUntil(world.kernel.now + 2_000);
  for (const device of hands) {
    await world.signIn(device);
    openTab(world, device, 0);
  }
  await world.kernel.runUntil(world.kernel.now + 2_000);
  for (const device of hands) world.kernel.post(firstPage(device).process, 0, () => begin(device));
  await world.kernel.runUntil(world.kernel.now + 6_000);
}

function begin(device: Device): void {
  const page = firstPage(device);
  const { role, clinics } = device.owner.person;
  if (role === 'caregiver') {
    page.send({ type: 'saveProfile', jobRole: 'nurse', unitId: UNITS[0].id });
    device.memory.hasProfile = true;
    page.lobby(CLINICS[0].clinicId);
    return;
  }
  const clinicId = clinics.at(-1);
  if (clinicId === undefined) return;
  for (const each of clinics) page.board(each);
  page.send({ type: 'openClinic', clinicId });
}

function firstPage({ name, tabs }: Device): Page {
  const page = tabs.get(0);
  if (page === undefined) throw new Error(`${name} has no page`);
  return page;
}

const deviceOf = (world: World, name: DeviceName): Device => {
  const device = world.devices.get(name);
  if (device === undefined) throw new Error(`no device ${name}`);
  return device;
};

async function take(world: World, seed: number, step: Step): Promise<void> {
  const { kernel } = world;
  switch (step.do) {
    case 'wait':
      await pass(world, step.ms);
      break;
    case 'night':
      world.tell('the night passes');
      await pass(world, untilFive(kernel.now));
      break;
    case 'act':
      await act(world, deviceOf(world, step.on), step.choice);
      break;
    case 'reload':
    case 'close':
    case 'secondTab':
    case 'signOut':
    case 'revoke':
      handle(world, step.do, deviceOf(world, step.on));
      break;
    case 'cut':
      cut(world, seed, deviceOf(world, step.on), step.isKnown);
      break;
    case 'heal':
      heal(world, deviceOf(world, step.on));
      break;
    case 'kill':
      if (!world.isServerUp) break;
      if (step.when === 'now') world.killServer('the server is killed');
      else world.disk.crashNext = step.when;
      break;
    case 'stop':
      world.stopServer();
      break;
    case 'start':
      world.startServer();
      break;
    case 'diskFull':
      if (world.disk.isFull !== step.isFull)
        world.tell(step.isFull ? 'the disk is full' : 'the disk has room');
      world.disk.isFull = step.isFull;
      if (step.isFull) emptyLater(world);
      break;
    case 'jump':
      jump(world, step.on, step.ms);
      break;
  }
  // What was done is done at once; what comes of it takes time.
  await kernel.runUntil(kernel.now);
}

const untilFive = (now: number): number => DAY - ((now - 2 * HOUR - 5 * MINUTE) % DAY);

/** Time passes, in steps of an hour at most, so that rules see that it did. */
async function pass(world: World, ms: number): Promise<void> {
  const end = world.kernel.now + ms;
  while (world.kernel.now < end) {
    await world.kernel.runUntil(Math.min(end, world.kernel.now + HOUR));
    world.emit({ kind: 'passed', to: world.kernel.now, isServerUp: world.server !== undefined });
    world.look();
  }
}

/** Somebody sees to a disk that is full. */
function emptyLater(world: World): void {
  world.later(EMPTIED_MS, () => {
    if (world.disk.isFull) world.tell('the disk has room');
    world.disk.isFull = false;
  });
}

function handle(
  world: World,
  what: 'reload' | 'close' | 'secondTab' | 'signOut' | 'revoke',
  device: Device,
): void {
  const tabs = [...device.tabs.keys()];
  const [first] = tabs;
  if (device.session === undefined) return;
  switch (what) {
    case 'reload':
      if (device.program !== undefined || first === undefined) return;
      world.tell(`${device.name} reloads`);
      endTab(world, device, first);
      return openTab(world, device, first);
    case 'close':
      if (tabs.length > 0) world.tell(`${device.name}: the page is closed`);
      if (device.program !== undefined) world.tell(`${device.name} is ended`);
      endProgram(world, device);
      for (const tab of tabs) endTab(world, device, tab);
      return;
    case 'secondTab':
      if (tabs.length !== 1 || device.program !== undefined) return;
      world.tell(`${device.name} opens a second tab`);
      return openTab(world, device, (first ?? 0) + 1);
    case 'signOut': {
      const page = first === undefined ? undefined : device.tabs.get(first);
      if (page === undefined || page.isSignedOut) return;
      world.tell(`${device.name} signs out`);
      return void world.kernel.post(page.process, 0, () => page.signOut());
    }
    case 'revoke':
      world.tell(`the session of ${device.name} is revoked`);
      return world.revoke(device);
  }
}

function cut(world: World, seed: number, device: Device, isKnown: boolean): void {
  if (!device.link.isCut) {
    world.tally.cuts += 1;
    world.tell(`${device.name} has no network${isKnown ? ', and knows it' : ''}`);
    const { tally } = world;
    const span = CUT_MS * chance(seed, tally.cuts, 62) ** 2;
    world.later(span, () => heal(world, device));
  }
  device.link.cut();
  if (!isKnown || device.link.isKnownOffline) return;
  device.link.isKnownOffline = true;
  for (const process of processesOf(device))
    world.kernel.post(process, 0, () => process.tell('offline'));
}

function heal(world: World, device: Device): void {
  if (!device.link.isCut) return;
  const wasKnown = device.link.isKnownOffline;
  device.link.isKnownOffline = false;
  device.link.heal();
  world.tell(`${device.name} has network again`);
  if (!wasKnown) return;
  for (const process of processesOf(device))
    world.kernel.post(process, 0, () => process.tell('online'));
}

function jump(world: World, on: DeviceName | 'server', ms: number): void {
  const seconds = Math.abs(ms) / 1000;
  const span = seconds < 120 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
  const how = `is set ${ms < 0 ? 'back' : 'ahead'} by ${span}`;
  if (on === 'server') {
    world.tell(`the server's clock ${how}`);
    return world.jumpServer(ms);
  }
  const device = deviceOf(world, on);
  world.tell(`the clock of ${device.name} ${how}`);
  device.offset += ms;
}

/** All is healed, and everybody gets the time to see the same. */
async function settle(world: World): Promise<void> {
  world.tell('all is healed');
  world.disk.isFull = false;
  world.disk.crashNext = undefined;
  for (const device of world.devices.values()) heal(world, device);
  world.startServer();
  await pass(world, SETTLED_MS);
  const pages = [...world.devices.values()].flatMap(({ tabs }) =>
    [...tabs.values()].flatMap((page) =>
      page.isSignedOut ? [] : [{ page: page.fact, pending: page.pending() }],
    ),
  );
  world.emit({ kind: 'settled', pages });
  world.look();
  for (const { page, pending } of pages) {
    if (pending.length > 0) {
      throw new RuleBroken('CM2', `${page.device} still waits for an answer when all is healed`);
    }
  }
}
