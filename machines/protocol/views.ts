import * as v from 'valibot';
import { ClinicId, ConsultationId, Fingerprint, Instant, PartyId, PeerId, RoomId } from './ids.ts';
import { Ydernummer } from './identifiers.ts';
import { CareArea, DeviceCheck, Instead, JobRole, Part, Present, Way } from './words.ts';

/**
 * All that comes down: one schema per view document. A role sees only the fields that its screen
 * needs (DC3). Times are the server's; a client shows spans by the offset it learned at sign-in.
 */

export const ClinicMode = v.picklist(['closed', 'open', 'closing']);
export type ClinicMode = v.InferOutput<typeof ClinicMode>;

/** Where one consultation stands. The four ends never change (MA4). */
export const ConsultationState = v.picklist([
  'waiting',
  'called',
  'ongoing',
  'interrupted',
  'ended',
  'rejected',
  'cancelled',
  'expired',
]);
export type ConsultationState = v.InferOutput<typeof ConsultationState>;

/** A message from the clinic: minutes late and/or words (B6). */
export const WaiterMessage = v.strictObject({
  late: v.nullable(v.number()),
  text: v.string(),
  at: Instant,
});
export type WaiterMessage = v.InferOutput<typeof WaiterMessage>;

/** Honest range of the wait, in whole minutes. `estimated`: from too few calls to be the pace. */
export const WaitRange = v.strictObject({
  low: v.number(),
  high: v.number(),
  isEstimated: v.boolean(),
});
export type WaitRange = v.InferOutput<typeof WaitRange>;

/** One person who waits or is being helped, as a clinician of the clinic sees it (B2). */
export const BoardRow = v.strictObject({
  consultationId: ConsultationId,
  way: Way,
  state: ConsultationState,
  /** 1…n while waiting, null otherwise. */
  position: v.nullable(v.number()),
  citizen: v.nullable(v.strictObject({ name: v.string(), number: v.string() })),
  caregiver: v.strictObject({
    name: v.string(),
    jobRole: JobRole,
    workplace: v.string(),
    organisation: v.string(),
    careArea: CareArea,
  }),
  reason: v.string(),
  part: Part,
  present: v.array(Present),
  check: DeviceCheck,
  joinedAt: Instant,
  /** Since when the waiter's device is out of reach; null while here. */
  awaySince: v.nullable(Instant),
  /** When an away waiter's place ends; null while here. */
  expiresAt: v.nullable(Instant),
  holder: v.nullable(v.strictObject({ personId: v.string(), name: v.string() })),
  calledAt: v.nullable(Instant),
  startedAt: v.nullable(Instant),
  message: v.nullable(WaiterMessage),
});
export type BoardRow = v.InferOutput<typeof BoardRow>;

/** `board/{clinicId}/{epoch}`: the clinic itself, beside one key per row. */
export const BoardHead = v.strictObject({
  clinicId: ClinicId,
  name: v.string(),
  ydernummer: Ydernummer,
  mode: ClinicMode,
  message: v.nullable(WaiterMessage),
});
export type BoardHead = v.InferOutput<typeof BoardHead>;

export interface BoardView {
  readonly head: BoardHead;
  /** Waiting rows first in queue order, then those in a call by start. */
  readonly rows: readonly BoardRow[];
}

/** `lobby/{clinicId}/{epoch}`: what anybody signed in may know of a clinic. Nothing personal. */
export const LobbyView = v.strictObject({
  clinicId: ClinicId,
  name: v.string(),
  mode: ClinicMode,
  message: v.nullable(WaiterMessage),
  queueLength: v.number(),
  /** The wait of somebody who joins now. */
  wait: WaitRange,
});
export type LobbyView = v.InferOutput<typeof LobbyView>;

/** As what somebody takes part in a call. */
export const PartySide = v.picklist(['clinician', 'waiter', 'guest']);
export type PartySide = v.InferOutput<typeof PartySide>;

/**
 * How the parties find each other at the broker, and by what each knows that it is the other:
 * whoever answers with another certificate is not.
 */
export const MediaPeer = v.strictObject({
  partyId: PartyId,
  side: PartySide,
  peerId: PeerId,
  fingerprint: Fingerprint,
  /**
   * Its session was ended by somebody else: what still flows to that tab is cut by whoever reads
   * this, because no server is in the way of it (SE2).
   */
  isPutOut: v.exactOptional(v.literal(true)),
});
export type MediaPeer = v.InferOutput<typeof MediaPeer>;

/** `consultation/{id}/{epoch}`: what its participants see. No citizen, no reason (DC3). */
export const ConsultationView = v.strictObject({
  consultationId: ConsultationId,
  clinicId: ClinicId,
  clinicName: v.string(),
  mode: ClinicMode,
  state: ConsultationState,
  position: v.nullable(v.number()),
  wait: v.nullable(WaitRange),
  message: v.nullable(WaiterMessage),
  clinician: v.nullable(v.string()),
  waiter: v.string(),
  roomId: v.nullable(RoomId),
  peers: v.array(MediaPeer),
  /** Which side of a call is out of reach, while `interrupted`. */
  missing: v.nullable(v.picklist(['clinician', 'waiter', 'both'])),
  /** When an unattended state ends by itself: an away place, an interrupted call. */
  deadline: v.nullable(Instant),
  startedAt: v.nullable(Instant),
  /** What happens instead, once `rejected`. */
  rejection: v.nullable(v.strictObject({ instead: Instead, note: v.string() })),
  endedBy: v.nullable(v.picklist(['clinician', 'waiter', 'system'])),
});
export type ConsultationView = v.InferOutput<typeof ConsultationView>;
