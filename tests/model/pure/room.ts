import { nextRoomDeadline, roomMachine, roomOrdersOf } from '@naervaer/machines/call';
import type { Level } from '../level.ts';
import { roomWalk } from '../walks/room.ts';
import { keeperOf } from './kept.ts';
import type { Kept, TransitionOf } from './kept.ts';
import { sameForAll, so } from './same.ts';

type Machine = typeof roomMachine;

export const pureRoom = (step?: TransitionOf<Machine>): Level<Machine, Kept> => {
  const { begin, act, looksLike } = keeperOf(roomMachine, roomWalk.input, step);
  return {
    begin,
    events: sameForAll<Machine, Kept>(
      [
        ...(['MEDIA_READY', 'MEDIA_DENIED', 'DEVICE_LOST', 'DEVICE_BACK'] as const),
        ...(['ADMITTED_CHANGED', 'PARTIES_CHANGED', 'LIGHT', 'LOUDNESS'] as const),
        ...(['TAKEN_ELSEWHERE', 'TAKE_HERE', 'RETRY', 'DEADLINE', 'ENDED'] as const),
      ],
      act,
    ),
    states: {
      acquiring: looksLike((snapshot) => {
        so(roomOrdersOf(snapshot).acquire.length === 2, 'C1: no device is asked for');
      }),
      denied: looksLike((snapshot) => {
        so(snapshot.context.denied !== null, 'denied, and the screen cannot say why');
        so(roomOrdersOf(snapshot).acquire.length === 0, 'denied, and asked for all the same');
      }),
      open: looksLike(({ context }) => {
        so(context.denied === null, 'open, and called denied');
      }),
      elsewhere: looksLike((snapshot) => {
        so(roomOrdersOf(snapshot).acquire.length === 0, 'in another tab, and a camera asked for');
        so(Object.keys(roomOrdersOf(snapshot).budgets).length === 0, 'two tabs send a picture');
      }),
      ended: looksLike((snapshot) => {
        const { acquire, budgets } = roomOrdersOf(snapshot);
        so(acquire.length === 0 && Object.keys(budgets).length === 0, 'MA4: ended, and at work');
        so(nextRoomDeadline(snapshot) === null, 'MA2: something is due, and nothing is waited for');
      }),
    },
    end: async () => undefined,
    close: async () => undefined,
  };
};
