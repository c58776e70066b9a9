import type { Identity, IdentityDeps } from './types.ts';

export type { Identity, IdentityDeps, SignedIn } from './types.ts';
export declare function createIdentity(deps: IdentityDeps): Promise<Identity>;
