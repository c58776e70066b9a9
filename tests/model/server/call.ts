import { pairMachine } from '@naervaer/machines/call';
import type { PairEvent, PairSnapshot } from '@naervaer/machines/call';
import { initialTransition, transition } from 'xstate';
import type { AnyStep, Level } from '../level.ts';
import { sameForAll } from '../pure/same.ts';
import { callWalk } from '../walks/index.ts';
import {
  agree,
  arrive,
  closeRoom,
  comeAgain,
  endCall,
  knock,
  leave,
  openRoom,
  passTo,
  place,
} from './call-world.ts';
import type { CallRoom } from './call-world.ts';
import { poolOf } from './pool.ts';
import { openPractice } from './practice.ts';

type Machine = typeof pairMachine;

/** The doctor's side, which leads: its own line, its knocks and its offers are real. */
interface CallWorld {
  readonly room: CallRoom;
  pair: PairSnapshot;
}

/** What a tab does of which the server hears. The rest is its browser's, and disturbs nobody. */
async function act(world: CallWorld, event: PairEvent): Promise<void> {
  const { room, pair } = world;
  switch (event.type) {
    case 'READY_CHANGED':
      if (event.isReady && !room.peers.has('clinician')) await arrive(room, 'clinician');
      return;
    case 'PEER_CHANGED':
      if (event.peerId !== null) await arrive(room, 'waiter');
      else await leave(room, 'waiter');
      return;
    case 'REACH_CHANGED':
      if (event.isReached) await knock(room);
      return;
    case 'LEG_FLOWS':
      await place(room);
      return;
    case 'RETRY':
      if (pair.value === 'failed') await comeAgain(room);
      return;
    case 'DEADLINE':
      await passTo(room, event.at);
      return;
    case 'ENDED':
      await endCall(room);
      return;
    default:
  }
}

async function looks({ room, pair }: CallWorld, { value }: PairSnapshot): Promise<void> {
  if (pair.value !== value) throw new Error(`${pair.value} instead of ${value}`);
  await agree(room);
}

/** One pair over the real broker; what only a browser has is told by the test. */
export function callLevel(): Level<Machine, CallWorld> {
  const practices = poolOf(openPractice);
  return {
    async begin() {
      const room = await openRoom(await practices.take());
      return { room, pair: initialTransition(pairMachine, callWalk.input)[0] };
    },
    events: sameForAll<Machine, CallWorld>(
      [
        ...(['READY_CHANGED', 'PEER_CHANGED', 'REACH_CHANGED', 'CALL_CAME'] as const),
        ...(['LEG_FLOWS', 'LEG_STOPPED', 'LEG_DIED', 'MEASURED', 'TOLD'] as const),
        ...(['BUDGET_CHANGED', 'WOKE', 'CREDENTIALS', 'RETRY', 'DEADLINE', 'ENDED'] as const),
      ],
      async (world, { event, isRefused }: Pick<AnyStep<Machine>, 'event' | 'isRefused'>) => {
        if (isRefused) return;
        await act(world, event);
        world.pair = transition(pairMachine, world.pair, event)[0];
        world.room.at = event.at;
      },
    ),
    states: {
      connecting: looks,
      connected: looks,
      weak: looks,
      healing: looks,
      failed: looks,
      ended: looks,
    },
    async end({ room }) {
      await closeRoom(room);
      practices.give(room.clinic.practice);
    },
    close: () => practices.close(),
  };
}
