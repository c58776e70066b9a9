import { inTab } from './later.ts';
import type { End, Link, Tab, World } from './types.ts';

const SILENT_MS = 1_500;
/** After so long without network ICE has failed for good, and says nothing. */
const FAILED_MS = 14_000;
const TICK_MS = 100;

const delay = ({ random, weather }: World): number => 10 + random.below(weather.delay);

/**
 * A message by way of the server. What meets a tab without network waits in its socket for it, or is
 * lost with the socket.
 */
export function send(world: World, from: Tab, to: Tab | undefined, arrive: () => void): void {
  if (!from.device.isOnline || !world.isServerUp || to === undefined) return;
  if (world.random.next() < world.weather.lost) return;
  const deliver = (tries: number): void =>
    inTab(world, to, delay(world), () => {
      if (to.device.isOnline && world.isServerUp) arrive();
      else if (tries < 20 && world.random.next() < 0.7) deliver(tries + 1);
    });
  deliver(0);
}

export const tabOf = ({ devices }: World, peerId: string | null): Tab | undefined =>
  devices.find(({ tab }) => tab?.peerId === peerId && tab.isOpen)?.tab;

/** The offer of a leg. */
export function sendCall(world: World, end: End, came: (to: Tab, from: End) => void): void {
  const times = world.random.next() < world.weather.doubled ? 2 : 1;
  for (let time = 0; time < times; time += 1) {
    const to = tabOf(world, end.peerId);
    send(world, end.pair.tab, to, () => {
      if (to !== undefined) came(to, end);
    });
  }
}

/** The answer to it: the leg is set up from when the leader has it. */
export function linkEnds(world: World, answered: End): void {
  const { far } = answered;
  if (far === undefined) return;
  send(world, answered.pair.tab, far.pair.tab, () => {
    if (!far.isOpen || far.far !== undefined) return;
    far.far = answered;
    world.links.add({
      ends: [far, answered],
      setup: 200 + world.random.below(world.weather.delay > 500 ? 3_000 : 600),
      upSince: null,
      downSince: null,
      isEstablished: false,
      isDead: false,
    });
  });
}

/** A transport that is closed tells the other end, when it gets through. */
export function tellClosed(world: World, end: End, died: (far: End) => void): void {
  const link = [...world.links].find(({ ends }) => ends.includes(end));
  if (link === undefined) return;
  world.links.delete(link);
  const [a, b] = link.ends;
  const far = a === end ? b : a;
  const isHeard = link.isEstablished && isUp(link) && world.random.next() < 0.8;
  if (isHeard) inTab(world, far.pair.tab, delay(world), () => died(far));
}

/** The network between the two ends as it was when they were made. */
const isUp = ({ ends }: Link): boolean =>
  ends.every(({ pair, address }) => {
    const { device, isOpen } = pair.tab;
    return isOpen && device.isOnline && !device.isAsleep && device.address === address;
  });

function carry(link: Link, now: number): void {
  if (!isUp(link)) {
    link.upSince = null;
    link.downSince ??= now;
    if (now - link.downSince > FAILED_MS) link.isDead = true;
    return;
  }
  link.downSince = null;
  link.upSince ??= now;
  if (!link.isEstablished && now - link.upSince >= link.setup) link.isEstablished = true;
  if (!link.isEstablished || link.isDead) return;
  // Whoever has closed its end sends nothing.
  const [a, b] = link.ends;
  if (b.isOpen) a.heardAt = now;
  if (a.isOpen) b.heardAt = now;
}

/** Sound and picture: what flows, and what has stopped for 1.5 seconds. */
export function startMedia(world: World, changed: (end: End, isFlowing: boolean) => void): void {
  const tick = (): void => {
    const { now } = world.clock;
    for (const link of world.links) {
      carry(link, now);
      for (const end of link.ends) {
        if (!end.isOpen || !end.pair.tab.isOpen || end.pair.tab.device.isAsleep) continue;
        const isFlowing = end.heardAt > 0 && now - end.heardAt < SILENT_MS;
        if (isFlowing === end.isFlowing) continue;
        end.isFlowing = isFlowing;
        changed(end, isFlowing);
      }
    }
    world.clock.after(TICK_MS, tick);
  };
  world.clock.after(TICK_MS, tick);
}
