export { createAddresses, keyOf, readProxies } from './address.ts';
export { createLimits } from './limits.ts';
export type { Claimed, Limits } from './limits.ts';
export { createLookups } from './lookups.ts';
export type { Lookups } from './lookups.ts';
export { LIMITS } from './numbers.ts';
export { createRelayChecks } from './relay-checks.ts';
export { TooFast } from './too-fast.ts';
