export { createKeyring } from './keyring.ts';
export { exposureOf, openMasters, openOrMakeMasters, parseMasters } from './masters.ts';
export type { MasterKey } from './masters.ts';
export { rememberMaster } from './rotate.ts';
export { CLINICS_SUBJECT, clinicDay, OUTCOMES_SUBJECT } from './subjects.ts';
export * from './types.ts';
