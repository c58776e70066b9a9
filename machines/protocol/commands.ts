import * as v from 'valibot';
import { ClinicId, CommandId, ConsultationId, UnitId } from './ids.ts';
import { Ydernummer } from './identifiers.ts';
import { DeviceCheck, Instead, JobRole, Part, Present } from './words.ts';

/**
 * All that goes up (CM1): what a person wants, as a closed union. The message of every check is the
 * refusal code that the person's screen explains, so that the edge that parses is the edge that
 * refuses.
 */

const text = (max: number, missing: string) =>
  v.pipe(v.string('malformed'), v.trim(), v.minLength(1, missing), v.maxLength(max, 'tooLarge'));

/** Longest texts, in UTF-16 units. The forms stop typing there; the server refuses beyond. */
export const LIMITS = { name: 120, reason: 500, note: 280, message: 200 } as const;

/** The version of the declaration's wording that the caregiver saw; recorded with the consent. */
export const ATTESTATION_VERSION = 'da-2026-11';

const Attestation = v.strictObject(
  {
    version: v.picklist([ATTESTATION_VERSION], 'missingAttestation'),
    consented: v.literal(true, 'missingAttestation'),
  },
  (issue) => (issue.received === 'undefined' ? 'missingAttestation' : 'malformed'),
);

/** The citizen on whose behalf a caregiver joins (T3). `number` as typed; the server reads it. */
const CitizenInput = v.strictObject(
  {
    number: v.pipe(
      v.string('invalidCpr'),
      v.minLength(1, 'invalidCpr'),
      v.maxLength(20, 'invalidCpr'),
    ),
    name: text(LIMITS.name, 'missingName'),
  },
  'malformed',
);

const joining = {
  ydernummer: Ydernummer,
  reason: text(LIMITS.reason, 'missingReason'),
  part: Part,
  present: v.pipe(v.array(Present, 'malformed'), v.maxLength(4, 'malformed')),
  check: DeviceCheck,
};

const inClinic = { clinicId: ClinicId };
const onConsultation = { clinicId: ClinicId, consultationId: ConsultationId };
const command = <const T extends string, const E extends v.ObjectEntries>(type: T, entries: E) =>
  v.strictObject({ type: v.literal(type), ...entries }, 'malformed');

export const Command = v.variant(
  'type',
  [
    // caregiver
    command('saveProfile', { jobRole: JobRole, unitId: UnitId }),
    command('joinOnBehalf', { ...joining, citizen: CitizenInput, attestation: Attestation }),
    command('joinWithoutCpr', { ...joining, agreed: v.literal(true, 'missingAgreement') }),
    command('leaveQueue', onConsultation),
    // clinician
    command('openClinic', inClinic),
    command('closeClinic', inClinic),
    command('claim', onConsultation),
    command('release', onConsultation),
    command('reject', {
      ...onConsultation,
      instead: Instead,
      note: v.pipe(v.string('malformed'), v.trim(), v.maxLength(LIMITS.note, 'tooLarge')),
    }),
    command('tellWaiters', {
      ...inClinic,
      /** One waiter, or null for everybody who waits. */
      consultationId: v.nullable(ConsultationId),
      /** Minutes late, or null when `text` says it all. */
      late: v.nullable(v.picklist([5, 10, 15, 20, 30, 45, 60], 'malformed')),
      text: v.pipe(v.string('malformed'), v.trim(), v.maxLength(LIMITS.message, 'tooLarge')),
    }),
    // both sides of a call
    command('enterCall', onConsultation),
    command('endCall', onConsultation),
  ],
  'malformed',
);
export type Command = v.InferOutput<typeof Command>;
export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;
/** A command as a client writes it, before the server's parse. */
export type CommandInput = v.InferInput<typeof Command>;

/** One entry of a session's outbox. `v` is the protocol version that the client speaks. */
export const Envelope = v.strictObject(
  { id: CommandId, v: v.pipe(v.number('malformed'), v.integer('malformed')), command: Command },
  'malformed',
);
export type Envelope = v.InferOutput<typeof Envelope>;

/** Bounds of a session's outbox (SE3). */
export const OUTBOX_LIMITS = {
  /** Entries waiting at once. */
  entries: 64,
  /** Bytes of one entry as JSON. Beyond: refused `tooLarge`. */
  entryBytes: 8 * 1024,
} as const;
