export * from './host.ts';
export type { ClinicFacts } from './journal.ts';
export * from './whereabouts.ts';
