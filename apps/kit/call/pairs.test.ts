import { describe, expect, it } from 'vitest';
import type { PartyId } from '@naervaer/machines/protocol';
import { lumaOf } from './light.ts';
import { roleOf } from './pairs.ts';

const member = (partyId: string, side: 'clinician' | 'waiter' | 'guest') => ({
  partyId: partyId as PartyId,
  side,
});
const ROOM = [
  member('waiter', 'waiter'),
  member('clinician', 'clinician'),
  member('guest-2', 'guest'),
  member('guest-1', 'guest'),
];

describe('who leads a pair (C3)', () => {
  it('is exactly one of the two, and both know it', () => {
    for (const one of ROOM) {
      for (const other of ROOM) {
        if (one === other) continue;
        expect(new Set([roleOf(one, other), roleOf(other, one)]).size).toBe(2);
      }
    }
  });

  it('is the clinic’s side, else the smaller id', () => {
    const [waiter, clinician, second, first] = ROOM as [
      (typeof ROOM)[0],
      (typeof ROOM)[0],
      (typeof ROOM)[0],
      (typeof ROOM)[0],
    ];
    expect(roleOf(clinician, first)).toBe('leader');
    expect(roleOf(first, second)).toBe('leader');
    expect(roleOf(waiter, first)).toBe('follower');
  });
});

describe('how bright a picture is (C2)', () => {
  it('goes from black to white', () => {
    const points = (...values: number[]): Uint8ClampedArray => new Uint8ClampedArray(values);
    expect(lumaOf(points(0, 0, 0, 255))).toBe(0);
    expect(lumaOf(points(255, 255, 255, 255))).toBeCloseTo(1);
    expect(lumaOf(points(255, 255, 255, 255, 0, 0, 0, 255))).toBeCloseTo(0.5);
  });
});
