export { createIdentity } from './identity.ts';
export { checkWrite, readJson, refuse, sendJson } from './http.ts';
export type { Identity, IdentityDeps, SignedIn } from './types.ts';
