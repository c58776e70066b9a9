export type { DirectoryChange, Write } from './change.ts';
export { createDirectory } from './directory.ts';
export type { Directory } from './directory.ts';
export { assertMode, isForDemo, openDirectory, tellImport } from './open.ts';
export { beginningOf, personIdOf } from './person-id.ts';
export { lockOf, mainKindOf, providerOf } from './records.ts';
export type {
  Clinic,
  EmployeeRequest,
  Employment,
  Organisation,
  Person,
  Provider,
  Providers,
  Unit,
} from './records.ts';
export type { TextSeal } from './stored.ts';
