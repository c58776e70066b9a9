export * from './context.ts';
export * from './events.ts';
export * from './machine.ts';
export * from './pauses.ts';
export * from './persist.ts';
