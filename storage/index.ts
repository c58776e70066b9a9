export * from './store.ts';
export { createMemoryStore } from './memory/store.ts';
export { createSqliteStore } from './sqlite/store.ts';
export type { SqliteStoreOptions } from './sqlite/store.ts';
