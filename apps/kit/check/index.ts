export * from './guided.ts';
export * from './memory.ts';
export * from './quiet.ts';
export { playTone } from './sound.ts';
