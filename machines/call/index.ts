export * from './events.ts';
export * from './machine.ts';
export * from './pair/index.ts';
export * from './room/index.ts';
export * from './states.ts';
