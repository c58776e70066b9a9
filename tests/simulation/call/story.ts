import { roomOrdersOf } from '@naervaer/machines/call';
import type { PairEvent } from '@naervaer/machines/call';
import { seededRandom } from '../../support/random.ts';
import { died, tell, tellRoom } from './host.ts';
import type { Device, World } from './types.ts';
import { arrive, CALM, closeTab, openTab } from './world.ts';

export const HAPPENINGS = [
  'cut',
  'cutBoth',
  'sleep',
  'reload',
  'leave',
  'moved',
  'storm',
  'serverDies',
  'legDies',
  'deviceLost',
  'speaks',
  'woke',
  'retry',
  'credentials',
  'forgotten',
] as const;
type Happening = (typeof HAPPENINGS)[number];

/** What happens to whom, how long it lasts, and how long after the last one. */
export interface Step {
  readonly what: Happening;
  readonly who: number;
  readonly lasts: number;
  readonly after: number;
}

export interface Story {
  readonly parties: number;
  readonly steps: readonly Step[];
}

export function storyOf(seed: number): Story {
  const random = seededRandom(seed);
  const parties = 2 + (random.next() < 0.25 ? 1 + random.below(2) : 0);
  const steps = Array.from({ length: 1 + random.below(10) }, () => ({
    what: random.pick(HAPPENINGS) ?? 'cut',
    who: random.below(parties),
    lasts: Math.floor(100 * 600 ** random.next()),
    after: Math.floor(50 * 400 ** random.next()),
  }));
  return { parties, steps };
}

export function comeBack(world: World, device: Device): void {
  device.isOnline = true;
  const { tab } = device;
  if (tab !== undefined) arrive(world, tab);
}

export function wake(world: World, device: Device): void {
  if (!device.isAsleep) return;
  device.isAsleep = false;
  for (const task of device.waiting.splice(0)) task();
  toPairs(world, device, { type: 'WOKE', at: world.clock.now });
  if (device.tab !== undefined) arrive(world, device.tab);
}

function toPairs(world: World, { tab }: Device, event: PairEvent): void {
  for (const pair of tab?.pairs.values() ?? []) tell(world, pair, event);
}

export function take(world: World, { what, who, lasts }: Step): void {
  const device = world.devices[who];
  if (device === undefined) return;
  const { clock, random } = world;
  const { tab } = device;
  const at = clock.now;
  switch (what) {
    case 'cut':
      device.isOnline = false;
      clock.after(lasts, () => comeBack(world, device));
      return;
    case 'cutBoth':
      for (const each of world.devices) {
        each.isOnline = false;
        clock.after(lasts + random.below(1_000), () => comeBack(world, each));
      }
      return;
    case 'sleep':
      device.isAsleep = true;
      clock.after(lasts, () => wake(world, device));
      return;
    case 'reload':
    case 'leave':
      closeTab(world, device);
      clock.after(what === 'reload' ? 300 : lasts, () => openTab(world, device));
      return;
    case 'moved':
      device.address += 1;
      clock.after(random.below(500), () => toPairs(world, device, { type: 'WOKE', at: clock.now }));
      return;
    case 'storm':
      world.weather = { delay: 2_500, lost: 0.4, doubled: 0.3 };
      clock.after(lasts, () => {
        world.weather = CALM;
      });
      return;
    case 'serverDies':
      world.isServerUp = false;
      clock.after(Math.min(lasts, 20_000), () => {
        world.isServerUp = true;
        for (const each of world.devices) if (each.isOnline) comeBack(world, each);
      });
      return;
    case 'legDies': {
      const ends = [...(tab?.pairs.values() ?? [])].flatMap((pair) => [...pair.ends.values()]);
      const end = random.pick(ends);
      if (end !== undefined) died(world, end);
      return;
    }
    case 'deviceLost':
      if (tab !== undefined) {
        const kind = random.next() < 0.5 ? 'camera' : 'microphone';
        tellRoom(world, tab, { type: 'DEVICE_LOST', at, kind });
      }
      return;
    case 'speaks': {
      const parties = world.devices.map(({ partyId }, index) => ({
        partyId,
        isSpeaking: index === who,
      }));
      for (const each of world.devices)
        if (each.tab !== undefined)
          tellRoom(world, each.tab, { type: 'PARTIES_CHANGED', at, parties });
      return;
    }
    case 'credentials':
      toPairs(world, device, { type: 'CREDENTIALS', at, until: at + lasts });
      return;
    case 'forgotten':
      // The server thinks the peer is gone, and hears of it again later.
      world.peers.set(device.partyId, null);
      for (const each of world.devices) if (each.tab !== undefined) arrive(world, each.tab);
      clock.after(lasts, () => comeBack(world, device));
      return;
    case 'woke':
    case 'retry':
      toPairs(world, device, { type: what === 'woke' ? 'WOKE' : 'RETRY', at });
      if (tab !== undefined && what === 'retry' && roomOrdersOf(tab.room).acquire.length > 0)
        tellRoom(world, tab, { type: 'RETRY', at });
  }
}
