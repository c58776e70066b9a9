export { createIdentity } from './identity.ts';
export type { Identity, IdentityDeps, SignedIn } from './types.ts';
