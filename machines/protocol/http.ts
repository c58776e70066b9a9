import * as v from 'valibot';
import {
  ClinicId,
  ConsultationId,
  Fingerprint,
  Instant,
  OrganisationId,
  PartyId,
  PeerId,
  PersonId,
  RoomId,
  SessionId,
  UnitId,
} from './ids.ts';
import { Ydernummer } from './identifiers.ts';
import { OrganisationKind } from './administration.ts';
import { PartySide } from './views.ts';
import { CareArea, JobRole } from './words.ts';

/**
 * The few things that are plain HTTP: who I am, the directory, tokens. Every write is a POST with
 * `content-type: application/json` and the page's own `Origin`. A refusal is
 * `{ code: EdgeCode }` with a 4xx or 5xx status.
 */

export const Profile = v.strictObject({
  jobRole: JobRole,
  unitId: UnitId,
  unitName: v.string(),
});
export type Profile = v.InferOutput<typeof Profile>;

/** `GET /api/session` → who is signed in, or `null` for nobody. */
export const SessionInfo = v.strictObject({
  sessionId: SessionId,
  personId: PersonId,
  name: v.string(),
  role: v.picklist(['caregiver', 'clinician', 'administrator']),
  organisation: v.strictObject({ id: OrganisationId, name: v.string() }),
  /** Where a caregiver may work; empty for clinicians. */
  units: v.array(v.strictObject({ id: UnitId, name: v.string(), careArea: CareArea })),
  /** Where a clinician works, or what an administrator administrates; empty for caregivers. */
  clinics: v.array(v.strictObject({ id: ClinicId, name: v.string(), ydernummer: Ydernummer })),
  profile: v.nullable(Profile),
  /** Consultations of this person that are not over, so that another device finds them (T7). */
  open: v.array(v.strictObject({ consultationId: ConsultationId, clinicId: ClinicId })),
  /** 32 bytes, base64: encrypts what this session keeps in the browser (DC4). */
  vaultKey: v.string(),
  now: Instant,
  expiresAt: Instant,
});
export type SessionInfo = v.InferOutput<typeof SessionInfo>;

/** `GET /api/directory`, public: what a sign-in page and an offline tablet need to know. */
export const Directory = v.strictObject({
  mode: v.picklist(['demo', 'production']),
  organisations: v.array(
    v.strictObject({
      id: OrganisationId,
      name: v.string(),
      kind: OrganisationKind,
      /** Whom to ask when something does not work: words and a telephone number. */
      support: v.string(),
    }),
  ),
  clinics: v.array(
    v.strictObject({ id: ClinicId, name: v.string(), ydernummer: Ydernummer, address: v.string() }),
  ),
});
export type Directory = v.InferOutput<typeof Directory>;

/** `POST /api/sync-token` → a token for the sync connection (SE2); 401 `signedOut`. */
export const SyncToken = v.strictObject({ token: v.string(), expiresAt: Instant });
export type SyncToken = v.InferOutput<typeof SyncToken>;

/** `POST /api/media` asks for a peer id in the room of a called or ongoing consultation (C7). */
export const MediaRequest = v.strictObject({
  clinicId: ClinicId,
  consultationId: ConsultationId,
  /** Of the certificate that this tab will show to the others. */
  fingerprint: Fingerprint,
});
export type MediaRequest = v.InferOutput<typeof MediaRequest>;

/** As WebRTC's `RTCIceServer`. */
export const IceServer = v.strictObject({
  urls: v.array(v.string()),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
});
export type IceServer = v.InferOutput<typeof IceServer>;

export const MediaGrant = v.strictObject({
  roomId: RoomId,
  partyId: PartyId,
  side: PartySide,
  peerId: PeerId,
  /** Travels as PeerJS' `token`; bound to peer id and room. */
  token: v.string(),
  iceServers: v.array(IceServer),
  /** `relay` when the operator refuses every other candidate. */
  iceTransportPolicy: v.picklist(['all', 'relay']),
  /** When the credentials of `iceServers` end; the call's line renews them. */
  relayUntil: Instant,
  /** Of the token. */
  expiresAt: Instant,
});
export type MediaGrant = v.InferOutput<typeof MediaGrant>;

/**
 * `POST /api/relay-check` → relay credentials for a device check before any call: one entry for each
 * transport, so that each can be tried by itself. Empty when there is no relay.
 */
export const RelayCheck = v.strictObject({ iceServers: v.array(IceServer), expiresAt: Instant });
export type RelayCheck = v.InferOutput<typeof RelayCheck>;

/** `POST /api/sign-out` → where the browser goes next: the provider's logout (RP-initiated). */
export const SignedOut = v.strictObject({ location: v.string() });
export type SignedOut = v.InferOutput<typeof SignedOut>;
