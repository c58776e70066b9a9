import { chance } from '../kernel/chance.ts';

/** How long something takes, in milliseconds: mostly short, now and then not. */
export function latency(typical: number, ...keys: readonly number[]): number {
  const short = chance(...keys, 1);
  const tail = chance(...keys, 2);
  const stretch = tail < 0.02 ? 40 : tail < 0.1 ? 8 : 1;
  return Math.ceil(typical * (0.2 + 1.6 * short) * stretch);
}
