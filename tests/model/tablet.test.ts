import { persistTablet, restoreTablet, stepOf, tabletMachine } from '@naervaer/machines/tablet';
import type { TabletSnapshot } from '@naervaer/machines/tablet';
import { consultationId } from '../../machines/tablet/example.ts';
import { initialTransition, transition } from 'xstate';
import { expect, test } from 'vitest';
import { coverageOf } from './coverage.ts';
import { tabletWalk } from './walks/tablet.ts';

const at = 0;
const coverage = coverageOf(tabletWalk);

test('M3: generated paths reach every state and every transition of the tablet', () => {
  console.log(coverage.line);
  expect(coverage.missing).toEqual([]);
});

const isDesk = (snapshot: TabletSnapshot): boolean => snapshot.matches('desk');

test('T9: on every path, a citizen who is logged out has left nothing', () => {
  for (const { state } of coverage.paths.filter(({ state }) => isDesk(state))) {
    const [out] = transition(tabletMachine, state, { type: 'LOG_CITIZEN_OUT', at });
    const kept = JSON.stringify(persistTablet(out));
    expect(stepOf(out)).toBe('citizen');
    expect(kept).not.toContain('720341');
    expect(kept).not.toContain('Example');
    expect(kept).not.toContain(consultationId);
  }
});

test('T7: every path goes on the same after a reload at each of its steps', () => {
  for (const { events, state } of coverage.paths) {
    const [first] = initialTransition(tabletMachine);
    const reached = events.reduce((snapshot, event) => {
      const kept: unknown = JSON.parse(JSON.stringify(persistTablet(snapshot)));
      const restored = kept === null ? snapshot : (restoreTablet(kept) ?? first);
      // The clinic's mode comes anew from the lobby after a reload.
      const { clinicMode: mode } = snapshot.context;
      const [heard] = transition(tabletMachine, restored, { type: 'LOBBY_CHANGED', at, mode });
      return transition(tabletMachine, heard, event)[0];
    }, first);
    expect(reached.value).toEqual(state.value);
  }
});
