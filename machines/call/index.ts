export * from './events.ts';
export * from './machine.ts';
export * from './pair/events.ts';
export * from './pair/measure.ts';
export * from './pair/orders.ts';
export * from './room/events.ts';
export * from './room/orders.ts';
export * from './states.ts';
