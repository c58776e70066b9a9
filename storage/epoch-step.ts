import { randomInt } from 'node:crypto';

/** Steps are that long at most: nine thousand million of them fit into a safe integer. */
const LONGEST = 2 ** 20;

export const epochStep = (): number => randomInt(1, LONGEST);
