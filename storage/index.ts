export * from './store.ts';
export { createMemoryStore } from './memory/store.ts';
export { copyJournal, JOURNAL_FILE } from './sqlite/backup.ts';
export { lockFolder } from './sqlite/lock.ts';
export type { FolderLock } from './sqlite/lock.ts';
export { createSqliteReader } from './sqlite/reader.ts';
export type { Reader } from './sqlite/reader.ts';
export { createSqliteStore } from './sqlite/store.ts';
export type { SqliteStoreOptions } from './sqlite/store.ts';
