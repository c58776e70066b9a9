import { describe, expect, it } from 'vitest';
import { bench } from './bench.ts';
import { table } from './figures.ts';

describe('the bench', () => {
  it('gives a finite number for each side, whatever the machine', async () => {
    const figures = await bench({ samples: 20, watchers: 2, burst: 10, idle: 8 });
    const { ours, relay, perSecond, idleKb } = figures;
    expect([ours.samples, relay.samples]).toEqual([40, 40]);
    for (const value of [
      ours.p50,
      ours.p99,
      relay.p50,
      relay.p99,
      perSecond.ours,
      perSecond.relay,
    ]) {
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThan(Infinity);
    }
    for (const value of Object.values(idleKb)) expect(Number.isFinite(value)).toBe(true);
    expect(table(figures)).toContain('p99');
  });
});
