import { DENIED_REASONS, nextRoomDeadline, roomMachine } from '@naervaer/machines/call';
import type { RoomEvent } from '@naervaer/machines/call';
import type { PartyId } from '@naervaer/machines/protocol';
import type { Walk } from '../coverage.ts';

const at = 1_000;
export const SELF = 'waiter' as PartyId;
export const OTHER = 'clinician' as PartyId;

type RoomWalk = Walk<typeof roomMachine> & { readonly input: { self: PartyId } };

/** One tab's devices and the room around them: a camera that is denied, lost and found. */
export const roomWalk: RoomWalk = {
  name: 'room',
  machine: roomMachine,
  input: { self: SELF },
  events: (snapshot): readonly RoomEvent[] => [
    { type: 'MEDIA_READY', at, hasCamera: true, hasMicrophone: true },
    ...DENIED_REASONS.map((reason) => ({ type: 'MEDIA_DENIED' as const, at, reason })),
    { type: 'DEVICE_LOST', at, kind: 'camera' },
    { type: 'DEVICE_LOST', at, kind: 'microphone' },
    { type: 'DEVICE_BACK', at, kind: 'camera' },
    { type: 'DEVICE_BACK', at, kind: 'microphone' },
    { type: 'ADMITTED_CHANGED', at, isAdmitted: true },
    { type: 'ADMITTED_CHANGED', at, isAdmitted: false },
    ...[[SELF], [SELF, OTHER]].map((parties) => ({
      type: 'PARTIES_CHANGED' as const,
      at,
      parties: parties.map((partyId) => ({ partyId, isSpeaking: partyId === OTHER })),
    })),
    { type: 'LIGHT', at, luma: 0.05 },
    { type: 'LIGHT', at, luma: 0.5 },
    { type: 'LOUDNESS', at, peak: 0, isOn: true },
    { type: 'LOUDNESS', at, peak: 0.3, isOn: true },
    { type: 'TAKEN_ELSEWHERE', at },
    { type: 'TAKE_HERE', at },
    { type: 'RETRY', at },
    { type: 'DEADLINE', at: nextRoomDeadline(snapshot) ?? at },
    { type: 'ENDED', at },
  ],
  sameAs: ({ value, context }) =>
    JSON.stringify([
      value,
      [context.denied, context.isAdmitted, context.floor.parties.length, context.floor.holder],
      [context.lost.camera?.isNamed, context.lost.microphone?.isNamed],
      [context.own.darkSince !== null, context.own.silentSince !== null],
    ]),
};
