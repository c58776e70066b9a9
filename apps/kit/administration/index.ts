export { Unreachable } from '../session/api.ts';
export * from './administration.ts';
