import type { Named } from './mutant.ts';

export const SURVIVORS: readonly Named[] = [];
