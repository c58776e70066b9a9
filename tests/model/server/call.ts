import { callMachine } from '@naervaer/machines/call';
import type { CallEvent, CallSnapshot } from '@naervaer/machines/call';
import type { ConsultationId, MediaPeer } from '@naervaer/machines/protocol';
import { initialTransition, transition } from 'xstate';
import { eventually } from '../../support/eventually.ts';
import { joinWithoutCpr } from '../../support/samples.ts';
import type { Level } from '../level.ts';
import { callWalk } from '../walks/index.ts';
import { askGrant, openPeer } from './broker-peer.ts';
import type { BrokerPeer } from './broker-peer.ts';
import { clinicWorld, DOCTORS, tidy, WAITERS } from './clinic-world.ts';
import type { ClinicWorld } from './clinic-world.ts';
import type { Person } from './person.ts';
import { poolOf } from './pool.ts';
import { expectOutcome, openPractice } from './practice.ts';

type Machine = typeof callMachine;

/**
 * The waiter's side of one call. The machine is the tab's own; here it hears of the other side what
 * the server shows, and the server is asked whether what the machine says is true there too.
 */
interface CallWorld {
  readonly clinic: ClinicWorld;
  readonly doctor: Person;
  readonly waiter: Person;
  readonly consultationId: ConsultationId;
  call: CallSnapshot;
  /** By the tab's clock. */
  at: number;
  own: BrokerPeer | undefined;
  other: BrokerPeer | undefined;
}

/** What the browser tells by itself: sound, picture, permissions, time. */
type Own = 'MEDIA_DENIED' | 'STREAM_FLOWS' | 'FLOW_STOPPED' | 'RETRY' | 'DEADLINE';

const GRANT_FORBIDDEN = 403;

function tell(world: CallWorld, event: CallEvent): void {
  world.call = transition(callMachine, world.call, event)[0];
  world.at = event.at;
}

const on = ({ clinic, consultationId }: CallWorld) => ({
  clinicId: clinic.practice.clinicId,
  consultationId,
});

const peersSeen = ({ waiter, consultationId }: CallWorld): readonly MediaPeer[] | undefined =>
  waiter.consultation(consultationId)?.peers;

const isListed = (world: CallWorld, side: MediaPeer['side'], peer: BrokerPeer): boolean =>
  peersSeen(world)?.some((seen) => seen.side === side && seen.peerId === peer.grant.peerId) ??
  false;

/** A grant, and a line to the broker with it. */
async function arrive(world: CallWorld, person: Person): Promise<BrokerPeer> {
  const grant = await askGrant(person, on(world));
  if (typeof grant === 'number') throw new Error(`no grant: ${grant}`);
  return openPeer(world.clinic.practice.origin, grant);
}

async function mediaReady(world: CallWorld, event: CallEvent): Promise<void> {
  if (world.call.value === 'acquiring') {
    const peer = await arrive(world, world.waiter);
    world.own = peer;
    await eventually('the own peer in the view', () => isListed(world, 'waiter', peer));
    const told = await world.waiter.ask({ type: 'enterCall', ...on(world) });
    expectOutcome(told, { status: 'accepted' });
  }
  tell(world, event);
}

/** The other side's page opens, reloads or closes; the machine hears what the view then names. */
async function peerChanged(world: CallWorld, { at, isPresent }: PeerChanged): Promise<void> {
  const before = world.other;
  if (isPresent) {
    // A page that reloads comes with a new id; its old line is ended as browsers do it.
    const peer = await arrive(world, world.doctor);
    before?.close();
    await eventually('the other peer in the view', () => isListed(world, 'clinician', peer));
    world.other = peer;
  } else {
    before?.close();
    world.other = undefined;
    await eventually('the other peer gone from the view', () => {
      const peers = peersSeen(world);
      return peers !== undefined && !peers.some(({ side }) => side === 'clinician');
    });
  }
  const isSeen = peersSeen(world)?.some(({ side }) => side === 'clinician') ?? false;
  tell(world, { type: 'PEER_CHANGED', at, isPresent: isSeen });
}
type PeerChanged = Extract<CallEvent, { type: 'PEER_CHANGED' }>;

/** Nothing of it reaches the server, which must be undisturbed: see the states. */
async function own(
  world: CallWorld,
  { event }: { readonly event: Extract<CallEvent, { type: Own }> },
): Promise<void> {
  const { own, other } = world;
  if (event.type === 'DEADLINE') {
    await world.clinic.practice.skip(Math.max(0, event.at - world.at));
  }
  if (event.type === 'RETRY' && world.call.value === 'failed' && own !== undefined) {
    // The same grant while the old line looks open: the broker ends that one first.
    world.own = await openPeer(world.clinic.practice.origin, own.grant);
    await eventually('the old line ended', () => !own.isOpen);
  }
  if (event.type === 'STREAM_FLOWS' && own !== undefined && other !== undefined) {
    // Before sound and picture there is an offer, which only the broker can have brought.
    other.offer(own);
    await eventually('the offer of the other side', () => own.hasOfferOf(other));
  }
  tell(world, event);
}

async function ended(world: CallWorld, event: CallEvent): Promise<void> {
  if (world.call.value !== 'ended') {
    expectOutcome(await world.doctor.ask({ type: 'endCall', ...on(world) }), {
      status: 'accepted',
    });
  }
  await eventually('the end on the screen', () => {
    return world.waiter.consultation(world.consultationId)?.state === 'ended';
  });
  // C7: a room is made for one call, and nobody enters it afterwards.
  for (const person of [world.waiter, world.doctor]) {
    const grant = await askGrant(person, on(world));
    if (grant !== GRANT_FORBIDDEN) throw new Error(`a grant after the end for ${person.name}`);
  }
  tell(world, event);
}

/** The tab and the server agree on who is in the room. */
async function agree(world: CallWorld, snapshot: CallSnapshot): Promise<void> {
  const { value, context } = world.call;
  if (value !== snapshot.value || context.isPeerPresent !== snapshot.context.isPeerPresent) {
    throw new Error(`${JSON.stringify([value, context])} instead of ${snapshot.value}`);
  }
  await world.clinic.practice.settle();
  const isOver = value === 'ended';
  const expected = isOver
    ? []
    : [world.own, world.other].flatMap((peer) => peer?.grant.peerId ?? []);
  await eventually(`${expected.length} peers in the view`, () => {
    const seen = peersSeen(world)?.map(({ peerId }) => peerId);
    return seen?.length === expected.length && expected.every((id) => seen.includes(id));
  });
  if (isOver) {
    await eventually('the room closed', () => !world.own?.isOpen && !world.other?.isOpen);
    return;
  }
  if ((world.other !== undefined) !== context.isPeerPresent) throw new Error('another other side');
  const state = world.waiter.consultation(world.consultationId)?.state;
  const isIn = value !== 'acquiring' && value !== 'denied';
  if (isIn !== (world.own !== undefined)) throw new Error('the own peer is where it should not be');
  if (state !== (isIn ? 'ongoing' : 'called')) throw new Error(`the server says ${state}`);
}

/** One call over the real broker; what only a browser has is told by the test. */
export function callLevel(): Level<Machine, CallWorld> {
  const practices = poolOf(openPractice);
  return {
    walk: {
      ...callWalk,
      // Nobody gets into the room of a call that is over.
      events: (snapshot) =>
        callWalk
          .events(snapshot)
          .filter(
            (event) =>
              snapshot.value !== 'ended' || event.type !== 'PEER_CHANGED' || !event.isPresent,
          ),
    },
    async begin() {
      const clinic = await clinicWorld(await practices.take());
      await tidy(clinic);
      const { clinicId } = clinic.practice;
      const [doctorId] = DOCTORS;
      const [waiterId] = WAITERS;
      if (doctorId === undefined || waiterId === undefined) throw new Error('nobody to call');
      const doctor = await clinic.played(doctorId);
      const waiter = await clinic.played(waiterId);
      const { ydernummer } = doctor.client.person.info.clinics[0] ?? { ydernummer: '' };
      await doctor.ask({ type: 'openClinic', clinicId });
      const id = waiter.client.send(joinWithoutCpr(ydernummer));
      await waiter.client.outcome(id);
      const consultationId = id as string as ConsultationId;
      await doctor.ask({ type: 'claim', clinicId, consultationId });
      // The clinician's page enters at the start; the waiter's with its camera.
      await doctor.ask({ type: 'enterCall', clinicId, consultationId });
      const [call] = initialTransition(callMachine);
      const nobody = { own: undefined, other: undefined };
      return { clinic, doctor, waiter, consultationId, call, at: 0, ...nobody };
    },
    events: {
      MEDIA_READY: (world, { event }) => mediaReady(world, event),
      MEDIA_DENIED: own,
      PEER_CHANGED: (world, { event }) => peerChanged(world, event),
      STREAM_FLOWS: own,
      FLOW_STOPPED: own,
      RETRY: own,
      DEADLINE: own,
      ENDED: (world, { event }) => ended(world, event),
    },
    states: {
      acquiring: agree,
      denied: agree,
      connecting: agree,
      connected: agree,
      recovering: agree,
      failed: agree,
      ended: agree,
    },
    async end(world) {
      world.own?.close();
      world.other?.close();
      await tidy(world.clinic);
      practices.give(world.clinic.practice);
    },
    close: () => practices.close(),
  };
}
