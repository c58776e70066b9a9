export { createDirectory } from './directory.ts';
export type { Directory } from './directory.ts';
export { openDirectory } from './open.ts';
export { personIdOf } from './person-id.ts';
export type { Clinic, Organisation, Person, Unit } from './records.ts';
