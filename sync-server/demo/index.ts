export { DEMO_CITIZENS, DEMO_PEOPLE } from './people.ts';
export type { DemoPerson } from './people.ts';
export { createDemoProviders } from './providers.ts';
export type { DemoProviders, DemoProvidersDeps } from './types.ts';
