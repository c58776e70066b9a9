import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLab, ownNamespaces, whyNoLab } from './lab/index.ts';
import type { Lab } from './lab/index.ts';
import { PACE, runOnce } from './run.ts';
import type { Run } from './run.ts';
import { chosen } from './scenarios.ts';

const why = await whyNoLab();
if (why) console.log(`Calls on bad networks are not tested: ${why}.`);

/** Short, for every `npm test`; the table of docs/network.md takes its time. */
const SHORT = { ...PACE, quiet: 3, after: 3, settle: 4, weighed: 8 };

/** Seconds: only a bound. How quick it is on a quiet machine stands in docs/network.md. */
const BACK = 10;

/** Of the sound; one packet of ten without redundancy is more than this each time. */
const CONCEALED = 0.06;

describe.skipIf(why)('a call on a bad network', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await makeLab();
  });
  afterAll(async () => {
    await lab?.close();
    expect(await ownNamespaces()).toEqual([]);
  });

  async function run(name: string): Promise<Run> {
    const [scenario] = chosen([name]);
    if (!scenario) throw new Error(`no scenario ${name}`);
    const done = await runOnce(lab, 'ours', scenario, 1, SHORT);
    const said = done.trace.messages.join('\n');
    expect(done.run.setup, `set up; the pages said: ${said}`).not.toBeNull();
    return done.run;
  }

  it('has picture and sound back after 8 seconds without a network (C3)', async () => {
    const { figures } = await run('blackout-8');
    expect(figures.picture ?? Infinity).toBeLessThan(BACK);
    expect(figures.sound ?? Infinity).toBeLessThan(BACK);
    expect(figures.rate).toBeGreaterThan(3);
  });

  it(
    'keeps its sound whole where one packet of ten is lost and all are late (C2)',
    { timeout: 300_000 },
    async () => {
      // A machine that stalls drops packets of its own, and only ever adds: the best of three counts.
      let concealed = 1;
      for (let at = 0; at < 3 && concealed >= CONCEALED; at += 1) {
        const { figures } = await run('loss-10-delay-150');
        concealed = Math.min(concealed, figures.concealed ?? 1);
      }
      expect(concealed).toBeLessThan(CONCEALED);
    },
  );

  it('gets through where nothing but TCP to port 443 does (C4)', async () => {
    const { figures } = await run('tls-only');
    expect(figures.path).toContain('relay/tls');
    expect(figures.picture ?? Infinity).toBeLessThan(BACK);
    expect(figures.rate).toBeGreaterThan(3);
  });
});
