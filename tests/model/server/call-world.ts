import type { ConsultationId, FromCallLine, MediaPeer } from '@naervaer/machines/protocol';
import { WebSocket } from 'ws';
import { eventually } from '../../support/eventually.ts';
import { joinWithoutCpr } from '../../support/samples.ts';
import { askGrant, openPeer } from './broker-peer.ts';
import type { BrokerPeer } from './broker-peer.ts';
import { clinicWorld, DOCTORS, tidy, WAITERS } from './clinic-world.ts';
import type { ClinicWorld } from './clinic-world.ts';
import type { Person } from './person.ts';
import type { Practice } from './practice.ts';
import { expectOutcome } from './practice.ts';

/**
 * One call over the real broker, with a doctor and a care worker. The machine is the tab's own; the
 * server is asked whether what the machine says of the room is true there too.
 */
export interface CallRoom {
  readonly clinic: ClinicWorld;
  readonly doctor: Person;
  readonly waiter: Person;
  readonly consultationId: ConsultationId;
  readonly peers: Map<MediaPeer['side'], BrokerPeer>;
  hasWaiterEntered: boolean;
  isOver: boolean;
  /** By the tab's clock. */
  at: number;
}

const GRANT_FORBIDDEN = 403;

const on = ({ clinic, consultationId }: CallRoom) => ({
  clinicId: clinic.practice.clinicId,
  consultationId,
});

const peersSeen = ({ waiter, consultationId }: CallRoom): readonly MediaPeer[] | undefined =>
  waiter.consultation(consultationId)?.peers;

/** Called by a doctor whose page is in; the care worker's comes with its camera. */
export async function openRoom(practice: Practice): Promise<CallRoom> {
  const clinic = await clinicWorld(practice);
  await tidy(clinic);
  const { clinicId } = practice;
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
  await doctor.ask({ type: 'enterCall', clinicId, consultationId });
  const nobody = { peers: new Map(), hasWaiterEntered: false, isOver: false, at: 0 };
  return { clinic, doctor, waiter, consultationId, ...nobody };
}

/** A page opens its call: a grant, a line to the broker, and the view names it to the others. */
export async function arrive(room: CallRoom, side: 'clinician' | 'waiter'): Promise<void> {
  const person = side === 'clinician' ? room.doctor : room.waiter;
  const grant = await askGrant(person, on(room));
  if (typeof grant === 'number') throw new Error(`no grant: ${grant}`);
  const peer = await openPeer(room.clinic.practice.origin, grant);
  // A page that reloads comes with a new id; its old line is ended as browsers do it.
  room.peers.get(side)?.close();
  room.peers.set(side, peer);
  await eventually(`the ${side}'s peer in the view`, () =>
    peersSeen(room)?.some((seen) => seen.side === side && seen.peerId === grant.peerId),
  );
  if (side === 'clinician' || room.hasWaiterEntered) return;
  room.hasWaiterEntered = true;
  expectOutcome(await room.waiter.ask({ type: 'enterCall', ...on(room) }), { status: 'accepted' });
}

export async function leave(room: CallRoom, side: 'clinician' | 'waiter'): Promise<void> {
  room.peers.get(side)?.close();
  room.peers.delete(side);
  await eventually(`the ${side}'s peer gone from the view`, () =>
    peersSeen(room)?.every((seen) => seen.side !== side),
  );
}

/** Before sound and picture there is an offer, which only the broker can have brought. */
export async function place(room: CallRoom): Promise<void> {
  const [own, other] = [room.peers.get('clinician'), room.peers.get('waiter')];
  if (own === undefined || other === undefined) return;
  own.offer(other);
  await eventually('the offer of the leader', () => other.hasOfferOf(own));
}

interface Line {
  readonly heard: readonly FromCallLine[];
  relay(to: BrokerPeer, type: 'knock' | 'here'): void;
  close(): void;
}

async function openLine(room: CallRoom, { grant }: BrokerPeer): Promise<Line> {
  const { origin } = room.clinic.practice;
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/call-line`, { origin });
  const heard: FromCallLine[] = [];
  socket.on('error', () => undefined);
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', token: grant.token })));
  await eventually('welcome on the call’s own line', () =>
    heard.some(({ type }) => type === 'welcome'),
  );
  return {
    heard,
    relay: (to, type) =>
      socket.send(JSON.stringify({ type: 'relay', to: to.grant.peerId, body: { type, n: 1 } })),
    close: () => socket.close(),
  };
}

/** A knock on the call's own line makes its round trip (C3). */
export async function knock(room: CallRoom): Promise<void> {
  const [own, other] = [room.peers.get('clinician'), room.peers.get('waiter')];
  if (own === undefined || other === undefined) return;
  const lines = [await openLine(room, own), await openLine(room, other)] as const;
  const isHeard = (line: Line, from: BrokerPeer, said: 'knock' | 'here'): boolean =>
    line.heard.some(
      (message) =>
        message.type === 'relay' &&
        message.from === from.grant.peerId &&
        message.body.type === said,
    );
  try {
    lines[0].relay(other, 'knock');
    await eventually('the knock', () => isHeard(lines[1], own, 'knock'));
    lines[1].relay(own, 'here');
    await eventually('the answer to the knock', () => isHeard(lines[0], other, 'here'));
  } finally {
    for (const line of lines) line.close();
  }
}

/** The same grant while the old line looks open: the broker ends that one first. */
export async function comeAgain(room: CallRoom): Promise<void> {
  const old = room.peers.get('clinician');
  if (old === undefined) return;
  room.peers.set('clinician', await openPeer(room.clinic.practice.origin, old.grant));
  await eventually('the old line ended', () => !old.isOpen);
}

export async function passTo(room: CallRoom, at: number): Promise<void> {
  await room.clinic.practice.skip(Math.max(0, at - room.at));
}

export async function endCall(room: CallRoom): Promise<void> {
  expectOutcome(await room.doctor.ask({ type: 'endCall', ...on(room) }), { status: 'accepted' });
  room.isOver = true;
  await eventually('the end on the screen', () => {
    return room.waiter.consultation(room.consultationId)?.state === 'ended';
  });
  // C7: a room is made for one call, and nobody enters it afterwards.
  for (const person of [room.waiter, room.doctor]) {
    const grant = await askGrant(person, on(room));
    if (grant !== GRANT_FORBIDDEN) throw new Error(`a grant after the end for ${person.name}`);
  }
}

/** The server shows those who are in the room, and nobody else; after the end nobody. */
export async function agree(room: CallRoom): Promise<void> {
  await room.clinic.practice.settle();
  const there = [...room.peers.values()];
  const expected = room.isOver ? [] : there.map(({ grant }) => grant.peerId);
  await eventually(`${expected.length} peers in the view`, () => {
    const seen = peersSeen(room)?.map(({ peerId }) => peerId);
    return seen?.length === expected.length && expected.every((id) => seen.includes(id));
  });
  if (room.isOver) {
    await eventually('the room closed', () => there.every(({ isOpen }) => !isOpen));
    return;
  }
  const state = room.waiter.consultation(room.consultationId)?.state;
  if (state !== (room.hasWaiterEntered ? 'ongoing' : 'called'))
    throw new Error(`the server says ${state}`);
}

export async function closeRoom(room: CallRoom): Promise<void> {
  for (const peer of room.peers.values()) peer.close();
  await tidy(room.clinic);
}
