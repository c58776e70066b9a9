export * from './relations.ts';
export * from './table.ts';
