import { pairMachine, roomMachine } from '@naervaer/machines/call';
import type { PairSnapshot, PairState, Role, RoomSnapshot } from '@naervaer/machines/call';
import { consultationIn, initialClinic, openEntriesOf } from '@naervaer/machines/clinic';
import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import type { Consultation } from '@naervaer/machines/consultation';
import type { ConsultationId, PartyId } from '@naervaer/machines/protocol';
import { stepOf, tabletMachine } from '@naervaer/machines/tablet';
import type { TabletSnapshot, TabletStep } from '@naervaer/machines/tablet';
import { initialTransition } from 'xstate';
import { CLINIC } from '../people.ts';

/** Who is in the acceptance test: two devices with a person each, and a second of both. */
export type TabletName = 'one' | 'two';
export type DoctorName = 'anne' | 'henrik';
export type CaregiverName = 'mette' | 'jonas';

/** A page with a call: its own devices, and its pair with the other side. */
export interface CallPage {
  readonly room: RoomSnapshot;
  readonly pair: PairSnapshot;
}

export interface Tablet {
  readonly person: CaregiverName;
  readonly snapshot: TabletSnapshot;
  readonly isOnline: boolean;
  /** In front, and not behind another tab. */
  readonly isSeen: boolean;
  /** A second tab of the same session, from which one can log out. */
  readonly hasSpare: boolean;
  /** This device has been through the guided check. */
  readonly isDeviceKnown: boolean;
  readonly isSpeakerBroken: boolean;
  /** What the browser does when a page wants the camera. */
  readonly camera: 'allowed' | 'asks' | 'blocked';
  readonly call: CallPage | null;
  /** The camera is open and `enterCall` was said. */
  readonly isInCall: boolean;
  /** Said without a network; the tablet itself has moved on. */
  readonly unsent: { readonly type: 'LEAVE' | 'END'; readonly id: ConsultationId } | null;
  /** The number is that of the citizen on the other tablet. */
  readonly isSameCitizen: boolean;
}

export interface Doctor {
  readonly isOnline: boolean;
  readonly call: CallPage | null;
  readonly callOf: ConsultationId | null;
  readonly isInCall: boolean;
  /** The message window that is open: to whom. */
  readonly telling: ConsultationId | null;
}

/**
 * Everything of an acceptance test that the machines know of: one clinic, its doctors, the tablets,
 * and the calls between them. Plain values; a move makes a new one.
 */
export interface World {
  readonly now: number;
  readonly clinic: ClinicSnapshot;
  readonly tablets: Readonly<Record<TabletName, Tablet>>;
  readonly doctors: Readonly<Record<DoctorName, Doctor>>;
  /** Who has said where they work. */
  readonly profiles: readonly CaregiverName[];
  /** Consultations so far; the next one gets the next number. */
  readonly joins: number;
  /** The demo was started with a relay that leads nowhere. */
  readonly isRelayDead: boolean;
}

export const TABLETS: readonly TabletName[] = ['one', 'two'];
export const DOCTORS: readonly DoctorName[] = ['anne', 'henrik'];

/** The clinic's side leads. */
export const firstCall = (role: Role): CallPage => ({
  room: initialTransition(roomMachine, { self: role as string as PartyId })[0],
  pair: initialTransition(pairMachine, { role, generation: 0 })[0],
});
/** What the page is at: without own devices there is no pair to speak of. */
export const stateOfCall = ({ room, pair }: CallPage): PairState | 'acquiring' | 'denied' =>
  room.value === 'acquiring' || room.value === 'denied' ? room.value : pair.value;
export const isPeerNamed = ({ pair }: CallPage): boolean => pair.context.legs.peerId !== null;

export const firstTablet = (): TabletSnapshot => initialTransition(tabletMachine)[0];

const tablet = (person: CaregiverName): Tablet => ({
  person,
  snapshot: firstTablet(),
  isOnline: true,
  isSeen: true,
  hasSpare: false,
  isDeviceKnown: false,
  isSpeakerBroken: false,
  camera: 'allowed',
  call: null,
  isInCall: false,
  unsent: null,
  isSameCitizen: false,
});

const doctor: Doctor = {
  isOnline: true,
  call: null,
  callOf: null,
  isInCall: false,
  telling: null,
};

/** A demo that has just been started: closed, nobody signed in at a tablet. */
export const firstWorld = (): World => ({
  now: 1_000_000,
  clinic: initialClinic(CLINIC),
  tablets: { one: tablet('mette'), two: tablet('jonas') },
  doctors: { anne: doctor, henrik: doctor },
  profiles: [],
  joins: 0,
  isRelayDead: false,
});

export const stepAt = (world: World, name: TabletName): TabletStep =>
  stepOf(world.tablets[name].snapshot);

export function consultationAt(world: World, name: TabletName): Consultation | undefined {
  const { consultation } = world.tablets[name].snapshot.context;
  return consultation === null
    ? undefined
    : consultationIn(world.clinic.context, consultation.consultationId);
}

/** The open consultation of a person, whatever device they hold. */
export const openOf = (world: World, person: CaregiverName): ConsultationId | undefined =>
  openEntriesOf(world.clinic.context).find(
    ([, { context }]) => context.request.waiter.name === person,
  )?.[0];

/** The open consultation whose row says this person. */
export const rowOf = (world: World, person: CaregiverName): Consultation | undefined => {
  const id = openOf(world, person);
  return id === undefined ? undefined : consultationIn(world.clinic.context, id);
};
