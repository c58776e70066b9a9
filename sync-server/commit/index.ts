export * from './committer.ts';
