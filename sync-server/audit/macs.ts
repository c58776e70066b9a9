import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AccessLine } from '@naervaer/storage';
import type { Keyring } from '../keys/index.ts';

/** A place in the log: which line, and its MAC. */
export type Place = Pick<AccessLine, 'seq' | 'mac'>;

/** Before the first line that there ever was. */
export const BEGINNING: Place = { seq: 0, mac: '0'.repeat(64) };

/** HMAC-SHA-256 under a key that only who holds a master key has (P3). All are hex. */
export interface Macs {
  line(previous: string, line: Omit<AccessLine, 'mac'>): string;
  /** Says that the log begins behind, or ends with, this line. */
  place(which: 'begin' | 'end', place: Place): string;
}

export function createMacs(keyring: Pick<Keyring, 'secretFor'>): Macs {
  const key = keyring.secretFor('access-chain');
  const mac = (...parts: readonly (string | number)[]): string =>
    createHmac('sha256', key).update(parts.join('\n')).digest('hex');
  return {
    // Only `json` could hold a newline, and it comes last: no two lines read the same.
    line: (previous, { seq, at, json }) => mac('line', previous, seq, at, json),
    place: (which, place) => mac(which, place.seq, place.mac),
  };
}

export const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
