import * as v from 'valibot';

/** The closed vocabularies of the product. A screen has a text for each member. */

export const WAYS = ['caregiverWithCpr', 'caregiverWithoutCpr', 'citizen', 'guest'] as const;
/** How a person came to the board (B1). `citizen` and `guest` have no way in yet. */
export const Way = v.picklist(WAYS, 'malformed');
export type Way = v.InferOutput<typeof Way>;

export const JOB_ROLES = [
  'nurse',
  'careAssistant',
  'careHelper',
  'pedagogue',
  'therapist',
  'other',
] as const;
/** A caregiver's profession, chosen once and shown to the clinic (T2, B2). */
export const JobRole = v.picklist(JOB_ROLES, 'malformed');
export type JobRole = v.InferOutput<typeof JobRole>;

export const CARE_AREAS = [
  'nursingHome',
  'homeNursing',
  'residentialHome',
  'acuteTeam',
  'rehabilitation',
  'other',
] as const;
export const CareArea = v.picklist(CARE_AREAS, 'malformed');
export type CareArea = v.InferOutput<typeof CareArea>;

export const PRESENT = ['relative', 'colleague', 'interpreter', 'guardian'] as const;
/** Who else is in the room with the citizen (T3). */
export const Present = v.picklist(PRESENT, 'malformed');
export type Present = v.InferOutput<typeof Present>;

export const PARTS = ['withCitizen', 'onPhone', 'reportsOnly'] as const;
/** What the caregiver does during the consultation (T6). */
export const Part = v.picklist(PARTS, 'malformed');
export type Part = v.InferOutput<typeof Part>;

export const INSTEAD = ['phone', 'attend', 'homeVisit', 'acuteTeam', 'newTime'] as const;
/** What happens instead of the video consultation that was rejected (B5). */
export const Instead = v.picklist(INSTEAD, 'missingInstead');
export type Instead = v.InferOutput<typeof Instead>;

export const CHECK_RESULTS = ['ok', 'weak', 'failed', 'unknown'] as const;
export const CheckResult = v.picklist(CHECK_RESULTS, 'malformed');
export type CheckResult = v.InferOutput<typeof CheckResult>;

/** The device check's result (T5), as the board shows it (B2). */
export const DeviceCheck = v.strictObject(
  {
    camera: CheckResult,
    microphone: CheckResult,
    speaker: CheckResult,
    network: CheckResult,
  },
  'malformed',
);
export type DeviceCheck = v.InferOutput<typeof DeviceCheck>;

export const ROLES = [
  'caregiver',
  'clinician',
  'citizen',
  'guest',
  'administrator',
  'analyst',
] as const;
export const Role = v.picklist(ROLES, 'malformed');
export type Role = v.InferOutput<typeof Role>;
