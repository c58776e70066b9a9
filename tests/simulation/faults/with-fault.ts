import type { FaultName } from './fault.ts';

/**
 * What Node needs before the name of a script, so that it runs with this fault put in. As one
 * string it fits into `NODE_OPTIONS`, for a process that somebody else starts.
 */
export const withFault = (name: FaultName): string[] => [
  '--import',
  new URL(`put-in.ts?fault=${name}`, import.meta.url).href,
];
