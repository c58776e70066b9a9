export { createAccessRoutes } from './access-routes.ts';
export { createAdministration } from './administration.ts';
export type { Administration } from './administration.ts';
export { createFacts } from './facts.ts';
