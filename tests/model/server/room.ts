import { roomMachine } from '@naervaer/machines/call';
import type { RoomEvent, RoomSnapshot } from '@naervaer/machines/call';
import { initialTransition, transition } from 'xstate';
import type { AnyStep, Level } from '../level.ts';
import { sameForAll } from '../pure/same.ts';
import { OTHER, roomWalk } from '../walks/room.ts';
import { agree, arrive, closeRoom, endCall, leave, openRoom, passTo } from './call-world.ts';
import type { CallRoom } from './call-world.ts';
import { poolOf } from './pool.ts';
import { openPractice } from './practice.ts';

type Machine = typeof roomMachine;

/** The care worker's tab: it goes to the broker with its camera, and reads who else is there. */
interface RoomWorld {
  readonly room: CallRoom;
  own: RoomSnapshot;
}

async function act({ room }: RoomWorld, event: RoomEvent): Promise<void> {
  switch (event.type) {
    case 'MEDIA_READY':
      await arrive(room, 'waiter');
      return;
    case 'TAKEN_ELSEWHERE':
      if (room.peers.has('waiter')) await leave(room, 'waiter');
      return;
    case 'PARTIES_CHANGED': {
      const isThere = event.parties.some(({ partyId }) => partyId === OTHER);
      if (isThere && !room.peers.has('clinician')) await arrive(room, 'clinician');
      if (!isThere && room.peers.has('clinician')) await leave(room, 'clinician');
      return;
    }
    case 'DEADLINE':
      await passTo(room, event.at);
      return;
    case 'ENDED':
      await endCall(room);
      return;
    default:
  }
}

async function looks({ room, own }: RoomWorld, { value }: RoomSnapshot): Promise<void> {
  if (own.value !== value) throw new Error(`${own.value} instead of ${value}`);
  const isIn = room.peers.has('waiter');
  if (value !== 'ended' && isIn !== (value === 'open'))
    throw new Error('the own peer is where it should not be');
  await agree(room);
}

/** One tab of a call over the real broker; devices are told by the test. */
export function roomLevel(): Level<Machine, RoomWorld> {
  const practices = poolOf(openPractice);
  return {
    async begin() {
      const room = await openRoom(await practices.take());
      return { room, own: initialTransition(roomMachine, roomWalk.input)[0] };
    },
    events: sameForAll<Machine, RoomWorld>(
      [
        ...(['MEDIA_READY', 'MEDIA_DENIED', 'DEVICE_LOST', 'DEVICE_BACK'] as const),
        ...(['ADMITTED_CHANGED', 'PARTIES_CHANGED', 'LIGHT', 'LOUDNESS'] as const),
        ...(['TAKEN_ELSEWHERE', 'TAKE_HERE', 'RETRY', 'DEADLINE', 'ENDED'] as const),
      ],
      async (world, { event, isRefused }: Pick<AnyStep<Machine>, 'event' | 'isRefused'>) => {
        if (isRefused) return;
        await act(world, event);
        world.own = transition(roomMachine, world.own, event)[0];
        world.room.at = event.at;
      },
    ),
    states: { acquiring: looks, denied: looks, open: looks, elsewhere: looks, ended: looks },
    async end({ room }) {
      await closeRoom(room);
      practices.give(room.clinic.practice);
    },
    close: () => practices.close(),
  };
}
