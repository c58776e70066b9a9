import * as v from 'valibot';
import {
  ClinicId,
  ClinicMode,
  ConsultationId,
  DeviceCheck,
  Instant,
  Part,
  Present,
  REFUSAL_CODES,
  Ydernummer,
} from '../protocol/index.ts';

/** What is being typed. Everything here is the citizen's and goes when the citizen does (T9). */
export const Draft = v.strictObject({
  way: v.picklist(['withCpr', 'withoutCpr']),
  /** As typed; the server reads it. */
  number: v.string(),
  name: v.string(),
  consented: v.boolean(),
  agreed: v.boolean(),
  present: v.array(Present),
  reason: v.string(),
  part: Part,
});
export type Draft = v.InferOutput<typeof Draft>;

export const BLANK: Draft = {
  way: 'withCpr',
  number: '',
  name: '',
  consented: false,
  agreed: false,
  present: [],
  reason: '',
  part: 'withCitizen',
};

export const UNCHECKED: DeviceCheck = {
  camera: 'unknown',
  microphone: 'unknown',
  speaker: 'unknown',
  network: 'unknown',
};

export const TabletContext = v.strictObject({
  isDemo: v.boolean(),
  draft: Draft,
  clinic: v.nullable(
    v.strictObject({ clinicId: ClinicId, name: v.string(), ydernummer: Ydernummer }),
  ),
  /** Null: not known, as offline. Then the join is kept and the server decides. */
  clinicMode: v.nullable(ClinicMode),
  isDeviceKnown: v.boolean(),
  check: DeviceCheck,
  consultation: v.nullable(v.strictObject({ consultationId: ConsultationId, clinicId: ClinicId })),
  /** Why the server took the last command back, until the person changes something. */
  refusal: v.nullable(v.picklist(REFUSAL_CODES)),
  lastActivityAt: Instant,
  /** Running down since 30 seconds before `endsAt`. */
  countdown: v.nullable(v.strictObject({ of: v.picklist(['citizen', 'staff']), endsAt: Instant })),
});
export type TabletContext = v.InferOutput<typeof TabletContext>;

export const initialContext: TabletContext = {
  isDemo: false,
  draft: BLANK,
  clinic: null,
  clinicMode: null,
  isDeviceKnown: false,
  check: UNCHECKED,
  consultation: null,
  refusal: null,
  lastActivityAt: 0,
  countdown: null,
};
