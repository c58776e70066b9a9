import { ordersOf } from '@naervaer/machines/call';
import type { PairEvent, PairSnapshot, pairMachine, Told } from '@naervaer/machines/call';
import type { Walk } from '../coverage.ts';
import { callWalk, PEER } from '../walks/call.ts';

const told = (isWeak: boolean): Told => ({
  isUnheard: false,
  isWeak,
  isMicrophoneOn: true,
  isCameraOn: true,
});

/** What the doctor, the other side, the camera and the network between them can do now. */
function events(snapshot: PairSnapshot): readonly PairEvent[] {
  const { value, context } = snapshot;
  const { legs, patienceUntil } = context;
  if (value === 'ended') return [];
  const at = Math.max(1_000, legs.carrying?.stoppedAt ?? 0, legs.attempt?.startedAt ?? 0);
  // Nothing comes before the camera: the pair itself begins with it.
  if (!legs.isReady) return [{ type: 'READY_CHANGED', at, isReady: true }];
  const ended: PairEvent = { type: 'ENDED', at };
  const woke: PairEvent = { type: 'WOKE', at };
  const peer: PairEvent = { type: 'PEER_CHANGED', at, peerId: legs.peerId === null ? PEER : null };
  // Whoever is there answers the knock by itself.
  if (legs.peerId !== null && legs.reached === null)
    return [{ type: 'REACH_CHANGED', at, isReached: true }];
  const { attempt } = ordersOf(snapshot);
  const generation = attempt?.generation ?? legs.carrying?.generation;
  const flows: PairEvent[] =
    legs.peerId === null || generation === undefined ? [] : [{ type: 'LEG_FLOWS', at, generation }];
  const passes: PairEvent[] =
    patienceUntil === null ? [] : [{ type: 'DEADLINE', at: patienceUntil }];
  switch (value) {
    case 'connecting':
    case 'healing':
      return [peer, woke, ...flows, ...passes, ended];
    case 'connected':
      return [
        peer,
        woke,
        { type: 'LEG_STOPPED', at, generation: legs.carrying?.generation ?? 0 },
        // Whoever cannot be told of it would not be weak on both screens.
        ...(legs.peerId === null ? [] : [{ type: 'TOLD', at, told: told(true) } as const]),
        ended,
      ];
    case 'weak':
      return [{ type: 'TOLD', at, told: told(false) }, woke, ended];
    case 'failed':
      // Without the other side there is nothing to try again.
      return [
        peer,
        woke,
        ...flows,
        ...(legs.peerId === null ? [] : [{ type: 'RETRY', at } as const]),
        ended,
      ];
  }
}

export const callBrowserWalk: Walk<typeof pairMachine> = { ...callWalk, events };
