export * from './sync.ts';
export type { Guest } from './context.ts';
