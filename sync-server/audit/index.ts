export { openAccessChain } from './chain.ts';
export type { OpenChain } from './chain.ts';
export { createMacs } from './macs.ts';
export * from './types.ts';
export { verifyAccess } from './verify.ts';
export type { Verdict } from './verify.ts';
export type { Finding } from './walk.ts';
