import { expect, test } from 'vitest';
import { coverageOf } from '../coverage.ts';
import { callUnreachable } from './call-unreachable.ts';
import { callBrowserWalk } from './call-walk.ts';
import { clinicBrowserWalk } from './clinic-walk.ts';
import { consultationBrowserWalk, consultationUnreachable } from './consultation-walk.ts';
import { roomBrowserWalk, roomUnreachable } from './room.ts';
import { tabletUnreachable } from './tablet-unreachable.ts';
import { tabletBrowserWalk } from './tablet-walk.ts';

const missing = [
  ['clinic', coverageOf(clinicBrowserWalk).missing, {}],
  ['consultation', coverageOf(consultationBrowserWalk).missing, consultationUnreachable],
  ['tablet', coverageOf(tabletBrowserWalk).missing, tabletUnreachable],
  ['room', coverageOf(roomBrowserWalk).missing, roomUnreachable],
  ['call', coverageOf(callBrowserWalk).missing, callUnreachable],
] as const;

test.each(missing)('M2: what no screen of a %s can do is said with a reason', (_, left, said) => {
  expect([...left].sort()).toEqual(Object.keys(said).sort());
});
