export * from './context.ts';
export * from './deadlines.ts';
export * from './events.ts';
export * from './idle.ts';
export * from './machine.ts';
export * from './persist.ts';
export { citizenProblems, hasCitizen, isClinicShut, maySubmit, reasonProblems } from './guards.ts';
export type { Field, Problems } from './guards.ts';
