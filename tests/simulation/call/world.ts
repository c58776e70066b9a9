import { ordersOf, pairMachine, roomMachine } from '@naervaer/machines/call';
import type { Measure } from '@naervaer/machines/call';
import type { PartyId, PeerId } from '@naervaer/machines/protocol';
import { initialTransition } from 'xstate';
import { seededRandom } from '../../support/random.ts';
import { createClock } from './clock.ts';
import { tell, tellRoom } from './host.ts';
import { inTab } from './later.ts';
import type { Device, Fault, Pair, Tab, Weather, World } from './types.ts';
import { send, startMedia, tabOf } from './wire.ts';

export const CALM: Weather = { delay: 60, lost: 0, doubled: 0 };
const PARTIES = ['clinician', 'guest-1', 'guest-2', 'waiter'] as const;
const KNOCK_MS = 500;
const UNHEARD_MS = 2_500;

const leads = (own: string, other: string): boolean =>
  own === 'clinician' || (other !== 'clinician' && own < other);

/** The server shows the newest peers to every tab that it reaches. */
function show(world: World): void {
  for (const { tab } of world.devices) if (tab !== undefined) showTo(world, tab);
}

function showTo(world: World, tab: Tab): void {
  inTab(world, tab, 10 + world.random.below(world.weather.delay), () => {
    if (!tab.device.isOnline || !world.isServerUp) return;
    for (const pair of tab.pairs.values()) {
      const peerId = world.peers.get(pair.other) ?? null;
      if (peerId === pair.named) continue;
      // Who is forgotten and named again is the same one, and answered a moment ago.
      if (peerId !== null && peerId !== pair.knocked) pair.isReached = false;
      pair.named = peerId;
      tell(world, pair, { type: 'PEER_CHANGED', at: world.clock.now, peerId });
    }
  });
}

/** The tab has a line to the server: it is listed, and reads what it missed. */
export function arrive(world: World, tab: Tab): void {
  inTab(world, tab, 20 + world.random.below(world.weather.delay), () => {
    const { isOnline, partyId } = tab.device;
    if (!isOnline || !world.isServerUp) return;
    if (tab.room.value === 'open') world.peers.set(partyId, tab.peerId);
    show(world);
  });
}

function knock(world: World, pair: Pair): void {
  const { tab, named } = pair;
  const far = tabOf(world, named);
  const { now } = world.clock;
  if (pair.isReached && now - pair.hereAt > UNHEARD_MS) {
    pair.isReached = false;
    tell(world, pair, { type: 'REACH_CHANGED', at: now, isReached: false });
  }
  if (far !== undefined)
    send(world, tab, far, () =>
      send(world, far, tab, () => {
        if (pair.named !== far.peerId) return;
        pair.hereAt = world.clock.now;
        if (pair.isReached) return;
        pair.isReached = true;
        pair.knocked = far.peerId;
        tell(world, pair, { type: 'REACH_CHANGED', at: world.clock.now, isReached: true });
      }),
    );
  inTab(world, tab, KNOCK_MS, () => knock(world, pair));
}

function measure({ random, weather }: World): Measure {
  const isBad = weather.lost > 0 && random.next() < 0.4;
  return {
    availableKbps: random.next() < 0.1 ? null : 30 + random.below(isBad ? 300 : 2_500),
    lossOut: random.next() < 0.1 ? null : random.next() * (isBad ? 0.4 : 0.05),
    lossIn: random.next() * (isBad ? 0.3 : 0.05),
    roundTripMs: random.next() < 0.1 ? null : 20 + random.below(isBad ? 1_500 : 200),
    concealed: random.next() * (isBad ? 0.2 : 0.02),
    frames: random.below(30),
    energy: random.next() < 0.3 ? 0 : random.next(),
    soundPackets: random.below(50),
  };
}

/** Once a second: what a carrying leg measures, and what is said of it. */
function report(world: World, pair: Pair): void {
  const { carrying, isWeakHere, isOtherUnheard } = ordersOf(pair.snapshot);
  const end = carrying === null ? undefined : pair.ends.get(carrying);
  if (end?.isFlowing === true) {
    tell(world, pair, { type: 'MEASURED', at: world.clock.now, measure: measure(world) });
    const far = end.far?.pair;
    const told = {
      isUnheard: isOtherUnheard,
      isWeak: isWeakHere,
      isMicrophoneOn: true,
      isCameraOn: true,
    };
    if (far !== undefined && world.random.next() < 0.3)
      send(world, pair.tab, far.tab, () =>
        tell(world, far, { type: 'TOLD', at: world.clock.now, told }),
      );
  }
  inTab(world, pair.tab, 1_000, () => report(world, pair));
}

/** Camera and microphone are asked for; now and then they are denied first. */
function acquire(world: World, tab: Tab): void {
  inTab(world, tab, 50 + world.random.below(800), () => {
    const { now: at } = world.clock;
    if (world.weather.lost > 0 && world.random.next() < 0.2) {
      tellRoom(world, tab, { type: 'MEDIA_DENIED', at, reason: 'inUse' });
      inTab(world, tab, 1_000, () => {
        tellRoom(world, tab, { type: 'RETRY', at: world.clock.now });
        acquire(world, tab);
      });
      return;
    }
    tellRoom(world, tab, { type: 'MEDIA_READY', at, hasCamera: true, hasMicrophone: true });
    arrive(world, tab);
  });
}

export function openTab(world: World, device: Device): void {
  if (device.tab !== undefined) return;
  world.tabs += 1;
  const { partyId } = device;
  const tab: Tab = {
    peerId: `${partyId}.${world.tabs}` as PeerId,
    device,
    isOpen: true,
    room: initialTransition(roomMachine, { self: partyId })[0],
    pairs: new Map(),
  };
  device.tab = tab;
  for (const { partyId: other } of world.devices) {
    if (other === partyId) continue;
    const role = world.fault === 'bothLead' || leads(partyId, other) ? 'leader' : 'follower';
    const input = { role, generation: world.clock.now } as const;
    const pair: Pair = {
      tab,
      other,
      role,
      snapshot: initialTransition(pairMachine, input)[0],
      ends: new Map(),
      calls: new Map(),
      named: null,
      isReached: false,
      knocked: null,
      hereAt: 0,
      budget: undefined,
      timer: null,
      seen: { trials: new Map(), trial: null },
    };
    tab.pairs.set(other, pair);
    knock(world, pair);
    report(world, pair);
  }
  const parties = world.devices.map(({ partyId }) => ({ partyId, isSpeaking: false }));
  tellRoom(world, tab, { type: 'PARTIES_CHANGED', at: world.clock.now, parties });
  acquire(world, tab);
}

/** As a browser closes a page: nobody is told, but the broker sees the socket go. */
export function closeTab(world: World, device: Device): void {
  const { tab } = device;
  if (tab === undefined) return;
  tab.isOpen = false;
  device.tab = undefined;
  device.waiting.length = 0;
  world.clock.after(50 + world.random.below(5_000), () => {
    if (world.peers.get(device.partyId) !== tab.peerId) return;
    world.peers.set(device.partyId, null);
    show(world);
  });
}

export function createWorld(seed: number, parties: number, fault: Fault | undefined): World {
  const world: World = {
    clock: createClock(1_000_000),
    random: seededRandom(seed),
    fault,
    devices: [PARTIES[0], PARTIES[3], PARTIES[1], PARTIES[2]].slice(0, parties).map((name) => ({
      partyId: name as string as PartyId,
      isOnline: true,
      isAsleep: false,
      address: 0,
      tab: undefined,
      waiting: [],
    })),
    peers: new Map(),
    links: new Set(),
    weather: CALM,
    isServerUp: true,
    tabs: 0,
    taken: 0,
    log: [],
  };
  startMedia(world, ({ pair, generation }, isFlowing) => {
    const type = isFlowing ? 'LEG_FLOWS' : 'LEG_STOPPED';
    tell(world, pair, { type, at: world.clock.now, generation });
  });
  for (const device of world.devices) openTab(world, device);
  return world;
}
