import type { DemoProviders, DemoProvidersDeps } from './types.ts';
export { DEMO_CITIZENS, DEMO_PEOPLE } from './people.ts';
export type { DemoPerson } from './people.ts';
export type { DemoProviders, DemoProvidersDeps } from './types.ts';
export declare function createDemoProviders(deps: DemoProvidersDeps): Promise<DemoProviders>;
