import { initialTransition, transition } from 'xstate';
import type { PeerId } from '../../protocol/index.ts';
import type { PairEvent, Told } from './events.ts';
import type { Role } from './legs.ts';
import { pairMachine } from './machine.ts';
import type { PairSnapshot } from './machine.ts';
import type { Measure } from './measure.ts';

/** A pair that goes through a course: for tests beside the machine. */
export const PEER = 'peer' as PeerId;
export const OTHER_PEER = 'other-peer' as PeerId;
export const FIRST = 100;

export const WHOLE: Measure = {
  availableKbps: 3_000,
  lossOut: 0,
  lossIn: 0,
  roundTripMs: 40,
  concealed: 0,
  frames: 25,
  energy: 0.1,
  soundPackets: 50,
};
export const TOLD: Told = {
  isUnheard: false,
  isWeak: false,
  isMicrophoneOn: true,
  isCameraOn: true,
};

export const firstPair = (role: Role): PairSnapshot =>
  initialTransition(pairMachine, { role, generation: FIRST })[0];

export const run = (from: PairSnapshot, ...events: readonly PairEvent[]): PairSnapshot =>
  events.reduce((snapshot, event) => transition(pairMachine, snapshot, event)[0], from);

/** Own media is there and the other side is named, at 0. */
export const present = (role: Role): PairSnapshot =>
  run(
    firstPair(role),
    { type: 'READY_CHANGED', at: 0, isReady: true },
    { type: 'PEER_CHANGED', at: 0, peerId: PEER },
  );
/** … and reached: a leader's first leg, FIRST + 1, is on trial. */
export const reached = (role: Role): PairSnapshot =>
  run(present(role), { type: 'REACH_CHANGED', at: 0, isReached: true });
/** … and FIRST + 1 flows since 1000. */
export const connected = (role: Role): PairSnapshot =>
  run(
    reached(role),
    { type: 'CALL_CAME', at: 0, peerId: PEER, generation: FIRST + 1 },
    { type: 'LEG_FLOWS', at: 1_000, generation: FIRST + 1 },
  );

/** One measure a second, the first at `from`. */
export const measuredFor = (
  from: number,
  seconds: number,
  change: Partial<Measure> = {},
): PairEvent[] =>
  Array.from({ length: seconds }, (_, index) => ({
    type: 'MEASURED' as const,
    at: from + index * 1_000,
    measure: { ...WHOLE, ...change },
  }));

export const deadline = (at: number) => ({ type: 'DEADLINE', at }) as const;
export const ready = (at: number, isReady: boolean) =>
  ({ type: 'READY_CHANGED', at, isReady }) as const;
export const named = (at: number, peerId: PeerId | null) =>
  ({ type: 'PEER_CHANGED', at, peerId }) as const;
export const reach = (at: number, isReached: boolean) =>
  ({ type: 'REACH_CHANGED', at, isReached }) as const;
export const came = (at: number, generation: number, peerId = PEER) =>
  ({ type: 'CALL_CAME', at, peerId, generation }) as const;
export const flows = (at: number, generation: number) =>
  ({ type: 'LEG_FLOWS', at, generation }) as const;
export const stopped = (at: number, generation = FIRST + 1) =>
  ({ type: 'LEG_STOPPED', at, generation }) as const;
export const died = (at: number, generation: number) =>
  ({ type: 'LEG_DIED', at, generation }) as const;
