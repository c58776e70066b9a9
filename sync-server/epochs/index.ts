export * from './epochs.ts';
