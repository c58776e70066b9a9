export * from './committer.ts';
export * from './draft.ts';
export { openOutcome } from './outcome.ts';
export { unlogged } from './unlogged.ts';
