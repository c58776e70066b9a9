export * from './host.ts';
export { clinicIdOf } from './journal.ts';
export type { ClinicFacts } from './journal.ts';
export * from './whereabouts.ts';
export { factsFrom } from './facts.ts';
