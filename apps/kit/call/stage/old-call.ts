import type { RoomCall } from '../types.ts';

/** Every call is a room by now; this goes with the last caller. */
export const roomOf = (call: RoomCall): RoomCall => call;
