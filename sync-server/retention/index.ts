export { createEraser, requestErasure } from './eraser.ts';
export type { Eraser } from './eraser.ts';
export { createRetention } from './retention.ts';
export type { Retention } from './retention.ts';
