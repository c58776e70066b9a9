import {
  nextPairDeadline,
  nextRoomDeadline,
  ordersOf,
  pairMachine,
  RUNGS,
  roomOrdersOf,
} from '@naervaer/machines/call';
import type { PairEvent, PairSnapshot, RoomEvent } from '@naervaer/machines/call';
import { isDeepStrictEqual } from 'node:util';
import type { Pair, Tab, World } from './types.ts';

export class CallRuleBroken extends Error {
  override readonly name = 'CallRuleBroken';
}

function must(isSo: boolean, rule: string, pair?: Pair): void {
  if (isSo) return;
  const where = pair === undefined ? '' : `: ${pair.tab.peerId} and ${pair.other}`;
  throw new CallRuleBroken(`${rule}${where}`);
}

/** What is true after every event, whatever the network did. */
export function checkPair(world: World, pair: Pair, before: PairSnapshot, event: PairEvent): void {
  const { snapshot, seen, budget, role } = pair;
  const orders = ordersOf(snapshot);
  const { attempt, carrying, picture } = orders;
  const due = nextPairDeadline(snapshot);
  if (snapshot.value === 'ended') {
    const isSilent = attempt === null && carrying === null && orders.held === null;
    must(isSilent && picture === null, 'an ended pair orders nothing', pair);
    must(due === null, 'an ended pair waits for nothing', pair);
    return;
  }
  if (event.type === 'DEADLINE')
    must(due === null || due > event.at, 'MA2: a deadline that was told is due again', pair);
  if (attempt !== null && attempt.generation !== seen.trial) {
    const newest = seen.trials.get(attempt.peerId) ?? -1;
    must(attempt.generation > newest, 'C3: a number is used once, and they only grow', pair);
    must(attempt.peerId === pair.named, 'C3: a leg only to the peer that the view names', pair);
    must(role === 'follower' || pair.isReached, 'C3: nobody is called who is not reached', pair);
    must(attempt.generation !== carrying, 'one number names one leg', pair);
    seen.trials.set(attempt.peerId, attempt.generation);
  }
  seen.trial = attempt?.generation ?? null;
  if (picture !== null) {
    const isStep = RUNGS.some(({ picture: step }) => step?.height === picture.height);
    must(isStep, 'C2: a picture that is no step of the ladder', pair);
    if (budget !== undefined)
      must(picture.kbps <= budget, 'V4: a picture larger than the room allows', pair);
  }
  const { stoppedAt } = snapshot.context.legs.carrying ?? { stoppedAt: 0 };
  if (snapshot.value === 'connected' || snapshot.value === 'weak')
    must(
      stoppedAt === null || snapshot.context.legs.handoverUntil !== null,
      'C3: called connected, and nothing flows',
      pair,
    );
  else must(stoppedAt !== null, 'C3: it flows, and is not called connected', pair);
  // A replay of a part is enough: the machine is the same for all.
  if (world.taken % 97 === 0) {
    const { value, context } = JSON.parse(
      JSON.stringify({ value: snapshot.value, context: snapshot.context }),
    ) as Pick<PairSnapshot, 'value' | 'context'>;
    const restored = pairMachine.resolveState({ value, context });
    must(isDeepStrictEqual(ordersOf(restored), orders), 'MA2: a snapshot is its JSON', pair);
  }
  const isWorse = before.context.ladder.rung > snapshot.context.ladder.rung + 1;
  must(!isWorse, 'C2: the picture grows by more than one step', pair);
}

export function checkRoom({ room }: Tab, event: RoomEvent): void {
  const due = nextRoomDeadline(room);
  if (event.type === 'DEADLINE')
    must(due === null || due > event.at, 'MA2: a deadline that was told is due again');
  if (room.value !== 'ended') return;
  const { acquire, budgets } = roomOrdersOf(room);
  must(acquire.length === 0 && Object.keys(budgets).length === 0, 'an ended room orders nothing');
}

/** Why two parties whose network is whole do not have one call; undefined: they have. */
export function partedBy(world: World): string | undefined {
  for (const device of world.devices) {
    for (const pair of device.tab?.pairs.values() ?? []) {
      const other = world.devices.find(({ partyId }) => partyId === pair.other)?.tab;
      const far = other?.pairs.get(device.partyId);
      const [own, theirs] = [ordersOf(pair.snapshot), far && ordersOf(far.snapshot)];
      const said = `${device.partyId} (${String(pair.snapshot.value)}, ${own.carrying}) and ${pair.other} (${String(far?.snapshot.value)}, ${theirs?.carrying})`;
      if (own.carrying === null || own.carrying !== theirs?.carrying) return `${said} disagree`;
      if (!['connected', 'weak'].includes(String(pair.snapshot.value)))
        return `${said}: not joined`;
      const end = pair.ends.get(own.carrying);
      if (end?.isFlowing !== true || end.far !== far?.ends.get(own.carrying))
        return `${said}: nothing flows between`;
    }
  }
  return undefined;
}
