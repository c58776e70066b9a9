import { nextPairDeadline, ordersOf, pairMachine } from '@naervaer/machines/call';
import type { Measure, PairEvent, PairSnapshot, Role, Told } from '@naervaer/machines/call';
import type { PeerId } from '@naervaer/machines/protocol';
import type { Walk } from '../coverage.ts';

/** Deadlines count from here. */
const START = 1_000;
export const PEER = 'peer-1' as PeerId;

export const WHOLE: Measure = {
  availableKbps: 2_000,
  lossOut: 0,
  lossIn: 0,
  roundTripMs: 40,
  concealed: 0,
  frames: 25,
  energy: 0.1,
  soundPackets: 50,
};
const told = (isWeak: boolean): Told => ({
  isUnheard: false,
  isWeak,
  isMicrophoneOn: true,
  isCameraOn: true,
});

/** The newest instant that a pair has seen, so that time does not run backwards in the walk. */
const nowIn = ({ context: { legs, sense } }: PairSnapshot): number =>
  Math.max(
    START,
    legs.attempt?.startedAt ?? 0,
    legs.carrying?.since ?? 0,
    legs.carrying?.stoppedAt ?? 0,
    sense.measuredAt ?? 0,
  );

const perLeg = (snapshot: PairSnapshot, at: number): readonly PairEvent[] => {
  const { attempt, carrying } = ordersOf(snapshot);
  const numbers = new Set([attempt?.generation ?? 1, carrying ?? 1]);
  return [...numbers].flatMap((generation) => [
    { type: 'LEG_FLOWS' as const, at, generation },
    { type: 'LEG_STOPPED' as const, at, generation },
    { type: 'LEG_DIED' as const, at, generation },
  ]);
};

type CallWalk = Walk<typeof pairMachine> & { readonly input: { role: Role; generation: number } };

/** One pair as one of the two sees it: another side that comes and goes, legs that flow and die. */
export const callWalkOf = (role: Role): CallWalk => ({
  name: 'call',
  machine: pairMachine,
  input: { role, generation: 0 },
  events: (snapshot): readonly PairEvent[] => {
    const at = nowIn(snapshot);
    const { answered } = snapshot.context.legs;
    return [
      { type: 'READY_CHANGED', at, isReady: true },
      { type: 'READY_CHANGED', at, isReady: false },
      { type: 'PEER_CHANGED', at, peerId: PEER },
      { type: 'PEER_CHANGED', at, peerId: null },
      { type: 'REACH_CHANGED', at, isReached: true },
      { type: 'REACH_CHANGED', at, isReached: false },
      { type: 'CALL_CAME', at, peerId: PEER, generation: (answered[PEER] ?? 0) + 1 },
      ...perLeg(snapshot, at),
      { type: 'MEASURED', at, measure: WHOLE },
      { type: 'TOLD', at, told: told(true) },
      { type: 'TOLD', at, told: told(false) },
      { type: 'BUDGET_CHANGED', at, budget: 600 },
      { type: 'WOKE', at },
      { type: 'CREDENTIALS', at, until: at + 120_000 },
      { type: 'RETRY', at },
      { type: 'DEADLINE', at: nextPairDeadline(snapshot) ?? at },
      { type: 'ENDED', at },
    ];
  },
  sameAs: ({ value, context: { legs, sense, patienceUntil } }) =>
    JSON.stringify([
      value,
      [legs.isReady, legs.peerId, legs.reached !== null],
      [legs.attempt !== null, legs.held !== null, legs.retryAt !== null],
      [legs.carrying !== null, legs.carrying?.stoppedAt === null, legs.handoverUntil !== null],
      [legs.renewAt !== null, legs.isRenewalDue],
      [sense.told?.isWeak, patienceUntil !== null],
    ]),
});

export const callWalk = callWalkOf('leader');
