import type { Instant, PartyId } from '../../protocol/index.ts';
import { isDue } from '../instants.ts';
import type { RoomEvent, RoomParty } from './events.ts';

export const FLOOR = {
  /** Whoever speaks this long while the last one is silent has the floor, in milliseconds. */
  takes: 2_000,
} as const;

/**
 * Kilobits a second for the own picture to each other party, by how many there are (V4): what goes
 * out, and what a tablet has to encode, stays the same however many they are.
 */
export const BUDGETS = [1_500, 600, 400, 250, 180] as const;
/** From this many others on, whoever does not speak sends half as much. */
export const LISTENERS_FROM = 3;

/** Who is in the room, and who has the floor. */
export interface Floor {
  readonly parties: readonly RoomParty[];
  /** Oneself included. */
  readonly holder: PartyId | null;
  /** Who is about to take the floor, and when. */
  readonly next: { readonly partyId: PartyId; readonly at: Instant } | null;
  /** The last other one who had the floor: the large picture. */
  readonly speaker: PartyId | null;
}

export const emptyFloor: Floor = { parties: [], holder: null, next: null, speaker: null };

const given = (floor: Floor, self: PartyId, to: PartyId): Floor => ({
  ...floor,
  holder: to,
  next: null,
  // Nobody sees oneself large.
  speaker: to === self ? floor.speaker : to,
});

/** The candidate stays as long as it speaks, so that two who speak at once do not hold each other off. */
function candidate({ parties, holder, next }: Floor, at: Instant): Floor['next'] {
  const speaking = parties.filter(({ isSpeaking }) => isSpeaking).map(({ partyId }) => partyId);
  if (holder !== null && speaking.includes(holder)) return null;
  if (next !== null && speaking.includes(next.partyId)) return next;
  const [partyId] = speaking;
  return partyId === undefined ? null : { partyId, at: at + FLOOR.takes };
}

export function floorAfter(floor: Floor, self: PartyId, event: RoomEvent): Floor {
  const { at } = event;
  if (event.type === 'PARTIES_CHANGED') {
    const isHere = (id: PartyId | null): PartyId | null =>
      event.parties.some(({ partyId }) => partyId === id) ? id : null;
    const left: Floor = {
      ...floor,
      parties: event.parties,
      holder: isHere(floor.holder),
      speaker: isHere(floor.speaker),
    };
    return { ...left, next: candidate(left, at) };
  }
  if (event.type !== 'DEADLINE' || floor.next === null || !isDue(floor.next.at, at)) return floor;
  return given(floor, self, floor.next.partyId);
}

/** Nothing for oneself; each other party the same (V4). */
export function budgetsOf({ parties, holder }: Floor, self: PartyId): Record<PartyId, number> {
  const others = parties.filter(({ partyId }) => partyId !== self);
  const full = BUDGETS[Math.min(others.length, BUDGETS.length) - 1] ?? 0;
  const isListener = holder !== null && holder !== self && others.length >= LISTENERS_FROM;
  const budget = isListener ? full / 2 : full;
  return Object.fromEntries(others.map(({ partyId }) => [partyId, budget]));
}

export const speakerOf = ({ parties, speaker }: Floor, self: PartyId): PartyId | null =>
  parties.filter(({ partyId }) => partyId !== self).length > 1 ? speaker : null;
