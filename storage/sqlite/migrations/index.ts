import { journal } from './0001-journal.ts';
import { keysAndAccess } from './0002-keys-and-access.ts';
import { accessFound } from './0003-access-found.ts';
import { nothingReadable } from './0004-nothing-readable.ts';
import type { Migration } from './migration.ts';

/** In the order of their numbers. A new one goes to the end; none is ever changed. */
export const MIGRATIONS: readonly Migration[] = [
  journal,
  keysAndAccess,
  accessFound,
  nothingReadable,
];
