import { v7 } from 'uuid';
import * as v from 'valibot';

/**
 * Every id that crosses a boundary is branded, so that a clinic's id can never stand where a
 * consultation's id belongs. The brands exist at compile time only.
 */
const uuid = v.pipe(v.string('malformed'), v.uuid('malformed'));
const slug = v.pipe(v.string('malformed'), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'malformed'));

/** Made once, in the client, for what one person wanted once (CM2). UUIDv7: sorts by creation. */
export const CommandId = v.pipe(uuid, v.brand('CommandId'));
export type CommandId = v.InferOutput<typeof CommandId>;

/** A consultation bears the id of the command that asked for it. */
export const ConsultationId = v.pipe(uuid, v.brand('ConsultationId'));
export type ConsultationId = v.InferOutput<typeof ConsultationId>;

export const ClinicId = v.pipe(slug, v.brand('ClinicId'));
export type ClinicId = v.InferOutput<typeof ClinicId>;

export const OrganisationId = v.pipe(slug, v.brand('OrganisationId'));
export type OrganisationId = v.InferOutput<typeof OrganisationId>;

export const UnitId = v.pipe(slug, v.brand('UnitId'));
export type UnitId = v.InferOutput<typeof UnitId>;

/** A person as one organisation's identity provider knows them: `{organisation}.{subject hash}`. */
export const PersonId = v.pipe(
  v.string('malformed'),
  v.regex(/^[a-z0-9][a-z0-9.-]{0,127}$/, 'malformed'),
  v.brand('PersonId'),
);
export type PersonId = v.InferOutput<typeof PersonId>;

/** One sign-in in one browser. Public: it names the session's document, it opens nothing. */
export const SessionId = v.pipe(uuid, v.brand('SessionId'));
export type SessionId = v.InferOutput<typeof SessionId>;

/** One media room, made by one clinician's start and never used again (C7). */
export const RoomId = v.pipe(uuid, v.brand('RoomId'));
export type RoomId = v.InferOutput<typeof RoomId>;

/** One browser tab's address at the signalling broker. Issued by the server, never chosen. */
export const PeerId = v.pipe(
  v.string('malformed'),
  v.regex(/^[a-z0-9-]{16,64}$/, 'malformed'),
  v.brand('PeerId'),
);
export type PeerId = v.InferOutput<typeof PeerId>;

/** One party of one call, whatever tab it is in: a reload changes the peer, not the party. */
export const PartyId = v.pipe(
  v.string('malformed'),
  v.regex(/^[a-z0-9-]{1,64}$/, 'malformed'),
  v.brand('PartyId'),
);
export type PartyId = v.InferOutput<typeof PartyId>;

/** One photo on its way between two tabs; made by the sending tab for this once. */
export const PhotoId = v.pipe(uuid, v.brand('PhotoId'));
export type PhotoId = v.InferOutput<typeof PhotoId>;

/**
 * SHA-256 of the certificate that a tab brings to all its connections, as SDP writes it
 * (`a=fingerprint`, RFC 8122): upper case. Not an id of a person: each tab makes its own.
 */
export const Fingerprint = v.pipe(
  v.string('malformed'),
  v.regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/, 'malformed'),
);
export type Fingerprint = v.InferOutput<typeof Fingerprint>;

/** Counts the writers of view documents; a higher epoch supersedes every lower one (DC2). */
export const Epoch = v.pipe(v.number(), v.integer(), v.minValue(0), v.brand('Epoch'));
export type Epoch = v.InferOutput<typeof Epoch>;

/** Milliseconds since 1970-01-01 UTC by the server's clock, the only one that orders (CM4). */
export const Instant = v.pipe(v.number(), v.integer(), v.minValue(0));
export type Instant = v.InferOutput<typeof Instant>;

export const newCommandId = (): CommandId => v7() as CommandId;

/** The time in a UUIDv7, in milliseconds: what it sorts by. */
export const timeOfId = (id: string): number =>
  Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/**
 * An id made at `now` that sorts after all of `time` or before: a device whose clock is set back must
 * not turn the order of what was said around (CM4).
 */
export const newCommandIdAfter = (time: number, now: number): CommandId =>
  v7({ msecs: Math.max(now, time + 1) }) as CommandId;

export const newSessionId = (): SessionId => v7() as SessionId;
// Rooms need no order: with no state of the process in them, a simulation can repeat them.
export const newRoomId = (): RoomId => v7({}) as RoomId;
export const newPeerId = (): PeerId => v7() as PeerId;

/** A consultation bears the id of the command that asked for it, so a client knows it offline. */
export const consultationIdOf = (join: CommandId): ConsultationId =>
  join as string as ConsultationId;

/** The join that a consultation came from: `consultationIdOf` backwards. */
export const joinIdOf = (consultation: ConsultationId): CommandId =>
  consultation as string as CommandId;
