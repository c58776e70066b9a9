import { describe, expect, it } from 'vitest';
import type { Run } from './run.ts';
import { chosen, SCENARIOS } from './scenarios.ts';
import { tableOf } from './table.ts';

const run = (picture: number | null, client: Run['client'] = 'ours'): Run => {
  const figures = { picture, sound: 0.5, concealed: 0.0123, rate: 20.4, path: 'relay/tls' };
  return {
    scenario: 'blackout-20-tls',
    client,
    at: '2026-11-21T20:00:00.000Z',
    load: 1,
    stall: 0.2,
    setup: 1,
    figures,
    sides: [figures, figures],
  };
};

describe('the table', () => {
  it('has the medians of the newest runs, and says what never came', () => {
    const [scenario] = chosen(['blackout-20-tls']);
    if (!scenario) throw new Error('no scenario');
    const runs = [run(9), run(1), run(null), run(2), run(null, 'peerjs')];
    expect(
      tableOf([[scenario, runs]], 3)
        .split('\n')
        .slice(2),
    ).toEqual([
      '| blackout 20 s, TURN/TLS 443 | Nærvær | 2.0 (never: 1) | 0.5 | 1.2 | 20 | relay/tls | 3 | 1.0 | 0.2 |',
      '| blackout 20 s, TURN/TLS 443 | plain PeerJS | never | 0.5 | 1.2 | 20 | relay/tls | 1 | 1.0 | 0.2 |',
    ]);
  });
});

describe('the choice of scenarios', () => {
  it('takes a name for itself and a beginning for all that begin so', () => {
    expect(chosen(['address']).map(({ name }) => name)).toEqual(['address']);
    expect(chosen(['rate']).map(({ name }) => name)).toEqual(['rate-300', 'rate-120', 'rate-60']);
    expect(chosen(['nothing'])).toEqual([]);
  });

  it('has no name twice', () => {
    expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
  });
});
