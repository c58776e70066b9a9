export * from './pair/index.ts';
export * from './room/index.ts';
export * from './states.ts';
