export type { RoomContext, RoomInput } from './context.ts';
export { RETAKE } from './devices.ts';
export * from './events.ts';
export { BUDGETS, FLOOR } from './floor.ts';
export * from './machine.ts';
export * from './orders-of.ts';
export * from './orders.ts';
export { OWN } from './own.ts';
