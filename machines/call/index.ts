export * from './events.ts';
export * from './machine.ts';
