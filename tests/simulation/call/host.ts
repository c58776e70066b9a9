import {
  nextPairDeadline,
  nextRoomDeadline,
  ordersOf,
  pairMachine,
  roomMachine,
  roomOrdersOf,
} from '@naervaer/machines/call';
import type { PairEvent, PairSnapshot, RoomEvent } from '@naervaer/machines/call';
import { transition } from 'xstate';
import { inTab } from './later.ts';
import { checkPair, checkRoom } from './rules.ts';
import type { End, Pair, Tab, World } from './types.ts';
import { linkEnds, sendCall, tellClosed } from './wire.ts';

/** The machine as it is, or with somebody's mistake in it. */
function stepped({ fault }: World, before: PairSnapshot, event: PairEvent): PairSnapshot {
  if (fault === 'neverGivesUp' && event.type === 'DEADLINE') return before;
  const { value, context } = before;
  const changed =
    fault === 'answersStale'
      ? { ...context, legs: { ...context.legs, answered: {} } }
      : fault === 'callsUnreached' && context.legs.peerId !== null
        ? { ...context, legs: { ...context.legs, reached: { peerId: context.legs.peerId, at: 0 } } }
        : undefined;
  const from =
    changed === undefined ? before : pairMachine.resolveState({ value, context: changed });
  return transition(pairMachine, from, event)[0];
}

/** One event into a pair's machine, and its orders followed. */
export function tell(world: World, pair: Pair, event: PairEvent): void {
  if (pair.snapshot.status !== 'active') return;
  const before = pair.snapshot;
  pair.snapshot = stepped(world, before, event);
  world.taken += 1;
  if (event.type !== 'MEASURED')
    world.log.push(
      `${event.at} ${pair.tab.peerId}→${pair.other} ${JSON.stringify(event)} ${String(pair.snapshot.value)}`,
    );
  checkPair(world, pair, before, event);
  follow(world, pair);
}

function closeEnd(world: World, end: End): void {
  end.isOpen = false;
  end.pair.ends.delete(end.generation);
  tellClosed(world, end, (far) => died(world, far));
}

/** The other side closed it, or the transport failed and said so. */
export function died(world: World, end: End): void {
  if (!end.isOpen) return;
  end.isOpen = false;
  const { pair, generation } = end;
  if (pair.ends.get(generation) === end) pair.ends.delete(generation);
  if (pair.calls.get(generation) === end) pair.calls.delete(generation);
  tell(world, pair, { type: 'LEG_DIED', at: world.clock.now, generation });
}

const newEnd = (pair: Pair, { peerId, generation }: Pick<End, 'peerId' | 'generation'>): End => ({
  pair,
  peerId,
  generation,
  address: pair.tab.device.address,
  far: undefined,
  isOpen: true,
  isFlowing: false,
  heardAt: 0,
});

/** Does what the orders say, as the browser does. */
function follow(world: World, pair: Pair): void {
  const { attempt, carrying, held } = ordersOf(pair.snapshot);
  for (const end of pair.ends.values()) {
    const isWanted =
      end.generation === carrying ||
      (end.generation === attempt?.generation && end.peerId === attempt.peerId);
    if (!isWanted) closeEnd(world, end);
  }
  if (attempt !== null && pair.ends.get(attempt.generation)?.peerId !== attempt.peerId) {
    const call = pair.calls.get(attempt.generation);
    if (pair.role === 'leader') {
      const end = newEnd(pair, attempt);
      pair.ends.set(end.generation, end);
      sendCall(world, end, (to, from) => came(world, to, from));
    } else if (call?.peerId === attempt.peerId) {
      pair.calls.delete(attempt.generation);
      pair.ends.set(attempt.generation, call);
      linkEnds(world, call);
    }
  }
  for (const [generation] of pair.calls)
    if (generation !== held?.generation) pair.calls.delete(generation);
  const due = nextPairDeadline(pair.snapshot);
  if (due === null || due === pair.timer) return;
  pair.timer = due;
  inTab(world, pair.tab, due - world.clock.now, () => {
    if (pair.timer !== due) return;
    pair.timer = null;
    if (nextPairDeadline(pair.snapshot) === due)
      tell(world, pair, { type: 'DEADLINE', at: world.clock.now });
  });
}

/** A call reaches the tab that it was sent to. */
function came(world: World, tab: Tab, from: End): void {
  const pair = tab.pairs.get(from.pair.tab.device.partyId);
  if (pair === undefined) return;
  const { generation } = from;
  const { peerId } = from.pair.tab;
  const end = { ...newEnd(pair, { peerId, generation }), far: from };
  pair.calls.set(generation, end);
  tell(world, pair, { type: 'CALL_CAME', at: world.clock.now, peerId, generation });
}

/** One event into the room's machine, and its orders followed. */
export function tellRoom(world: World, tab: Tab, event: RoomEvent): void {
  if (tab.room.status !== 'active') return;
  const before = tab.room;
  tab.room = transition(roomMachine, before, event)[0];
  world.taken += 1;
  checkRoom(tab, event);
  const { acquire, budgets } = roomOrdersOf(tab.room);
  for (const kind of acquire) {
    const isNamedAnew = !roomOrdersOf(before).acquire.includes(kind);
    if (before.value !== 'open' || tab.room.value !== 'open' || !isNamedAnew) continue;
    inTab(world, tab, 100 + world.random.below(3_000), () => {
      if (world.random.next() < 0.5)
        tellRoom(world, tab, { type: 'DEVICE_BACK', at: world.clock.now, kind });
    });
  }
  const isOpen = tab.room.value === 'open';
  for (const pair of tab.pairs.values()) {
    if (isOpen !== (before.value === 'open'))
      tell(world, pair, { type: 'READY_CHANGED', at: world.clock.now, isReady: isOpen });
    const allowed = budgets[pair.other];
    if (allowed === undefined || allowed === pair.budget) continue;
    pair.budget = allowed;
    const budget = world.fault === 'overBudget' ? allowed * 4 : allowed;
    tell(world, pair, { type: 'BUDGET_CHANGED', at: world.clock.now, budget });
  }
  const due = nextRoomDeadline(tab.room);
  if (due === null || due === nextRoomDeadline(before)) return;
  inTab(world, tab, due - world.clock.now, () => {
    if (nextRoomDeadline(tab.room) === due)
      tellRoom(world, tab, { type: 'DEADLINE', at: world.clock.now });
  });
}
