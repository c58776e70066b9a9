import { assertEvent, assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import type { Instant } from '../../protocol/index.ts';
import { earliest } from '../instants.ts';
import { aroundAfter, firstContext, openAfter, withoutDevices } from './context.ts';
import type { RoomContext, RoomInput } from './context.ts';
import { nextRetake } from './devices.ts';
import type { RoomEvent } from './events.ts';

const definition = setup({
  types: {
    context: {} as RoomContext,
    events: {} as RoomEvent,
    input: {} as RoomInput,
  },
  actions: {
    note: assign(({ context, event }) => aroundAfter(context, event)),
    take: assign(({ context, event }) => openAfter(context, event)),
    noteDenied: assign(({ event }) => {
      assertEvent(event, 'MEDIA_DENIED');
      return { denied: event.reason };
    }),
    forgetDenied: assign({ denied: null }),
    letGo: assign(({ context }) => withoutDevices(context)),
  },
});

/**
 * One tab's own devices and the room around them (C1, C2, V4): what is taken, who has the floor, how
 * much of the picture goes to each. One `pairMachine` for each other party stands beside it.
 */
export const roomMachine = definition.createMachine({
  id: 'room',
  context: ({ input }) => firstContext(input),
  initial: 'acquiring',
  on: {
    ADMITTED_CHANGED: { actions: 'note' },
    PARTIES_CHANGED: { actions: 'note' },
    DEADLINE: { actions: 'note' },
    ENDED: '.ended',
  },
  states: {
    /** A permission question may stay open as long as it likes. */
    acquiring: {
      on: {
        MEDIA_READY: 'open',
        MEDIA_DENIED: { target: 'denied', actions: 'noteDenied' },
        TAKEN_ELSEWHERE: 'elsewhere',
      },
    },
    denied: {
      on: { RETRY: { target: 'acquiring', actions: 'forgetDenied' } },
    },
    open: {
      on: {
        DEVICE_LOST: { actions: 'take' },
        DEVICE_BACK: { actions: 'take' },
        LIGHT: { actions: 'take' },
        LOUDNESS: { actions: 'take' },
        RETRY: { actions: 'take' },
        DEADLINE: { actions: 'take' },
        TAKEN_ELSEWHERE: { target: 'elsewhere', actions: 'letGo' },
      },
    },
    /**
     * Two tabs of one party never fight for a call: this one has no camera open and says where the
     * call is, until the person takes it here.
     */
    elsewhere: {
      on: { TAKE_HERE: 'acquiring' },
    },
    ended: { type: 'final' },
  },
});

export type RoomSnapshot = SnapshotFrom<typeof roomMachine>;

/** When the host has to say `DEADLINE` next; null: not at all (MA2). */
export const nextRoomDeadline = ({ value, context }: RoomSnapshot): Instant | null =>
  value === 'ended'
    ? null
    : earliest(context.floor.next?.at ?? null, value === 'open' ? nextRetake(context.lost) : null);
