import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { systemClock } from '@naervaer/sync-server/clock.ts';
import { createLog } from '@naervaer/sync-server/log.ts';
import { startLocalRelay } from '@naervaer/sync-server/media/local-relay.ts';
import type { LocalRelay } from '@naervaer/sync-server/media/local-relay.ts';
import { launchBrowser } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { mediaStats, videoState } from '../../support/stats.ts';
import { until } from '../../support/until.ts';
import { buildPage, createStand } from './stand.ts';
import type { Stand } from './stand.ts';
import { OTHER, SELF, advances, carried, playsOther } from './watch.ts';

let browser: Browser;
let page: Awaited<ReturnType<typeof buildPage>>;
let relay: LocalRelay | undefined;
const open: Device[] = [];
const stands: Stand[] = [];

beforeAll(async () => {
  [browser, page, relay] = await Promise.all([
    launchBrowser(),
    buildPage(),
    startLocalRelay(systemClock, createLog('silent')),
  ]);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((device) => device.close()));
  await Promise.all(stands.splice(0).map((stand) => stand.kill()));
});
afterAll(async () => {
  await browser?.close();
  await relay?.close();
  await page?.remove();
});

async function stand(env: Readonly<Record<string, string>> = {}): Promise<Stand> {
  const made = await createStand(page.folder, env);
  stands.push(made);
  await made.start();
  return made;
}

async function both(at: Stand): Promise<{ clinician: Page; waiter: Page }> {
  const devices = await Promise.all([at.open(browser, 'clinician'), at.open(browser, 'waiter')]);
  open.push(...devices);
  return { clinician: devices[0].page, waiter: devices[1].page };
}

/** Frames between the two countings, which are not of the same instant. */
const IN_FLIGHT = 15;

const relayEnv = (): Record<string, string> => {
  const running = relay?.relay;
  if (!running) throw new Error('coturn is not installed');
  return {
    ICE_POLICY: 'relay',
    TURN_URLS: running.urls.join(','),
    TURN_SECRET: running.secret,
  };
};

describe('a call between two browsers (C1, C4)', () => {
  it('plays each side’s picture and sound on the other side, directly', async () => {
    const { clinician, waiter } = await both(await stand());
    await playsOther(clinician, waiter);
    await playsOther(waiter, clinician);
    const stats = await mediaStats(clinician);
    expect(stats.localCandidate).not.toBe('relay');
    expect(stats.connections).toBe(1);
    expect((await videoState(waiter, OTHER)).isMuted).toBe(false);
    expect((await videoState(waiter, SELF)).isMuted).toBe(true);
    expect(await waiter.evaluate('commands')).toEqual(['enterCall']);
    expect(open.flatMap((device) => device.messages)).toEqual([]);
  });

  it('gets through a relay when nothing else is allowed', async () => {
    const { clinician, waiter } = await both(await stand(relayEnv()));
    await playsOther(clinician, waiter);
    await playsOther(waiter, clinician);
    for (const side of [clinician, waiter]) {
      const stats = await mediaStats(side);
      expect([stats.localCandidate, stats.remoteCandidate]).toEqual(['relay', 'relay']);
    }
  });

  it.each([
    ['wrong', { TURN_SECRET: 'another secret' }],
    ['expired', { CLOCK_OFFSET: String(-5 * 60 * 60 * 1000) }],
  ])('gets nothing from the relay with %s credentials', async (_, env) => {
    const { clinician } = await both(await stand({ ...relayEnv(), ...env }));
    const sentence = clinician.getByTestId('call-sentence');
    await until(
      'told that there is no connection',
      () => sentence.textContent(),
      (text) => text?.includes('Tjek netværket') ?? false,
      40_000,
    );
    const stats = await mediaStats(clinician);
    expect(stats.packetsReceived).toBe(0);
    expect(stats.states).not.toContain('connected');
  });

  it('goes on without a blink while the server is killed and started again (C3)', async () => {
    const at = await stand();
    const { clinician, waiter } = await both(at);
    await playsOther(clinician, waiter);
    await playsOther(waiter, clinician);
    const { streamId } = await videoState(clinician, OTHER);
    const { states } = await mediaStats(clinician);
    const before = await Promise.all([carried(clinician), carried(waiter)]);
    await at.kill();
    await advances(clinician);
    await advances(waiter);
    await at.start();
    // Both register the same peer id again with the same token, and the call is left alone.
    await advances(clinician);
    await advances(waiter);
    expect((await videoState(clinician, OTHER)).streamId).toBe(streamId);
    expect((await mediaStats(clinician)).states).toEqual(states);
    const after = await Promise.all([carried(clinician), carried(waiter)]);
    const [own, other] = after.map(({ sent, received, lost }, one) => ({
      sent: sent - (before[one]?.sent ?? 0),
      received: received - (before[one]?.received ?? 0),
      lost: lost - (before[one]?.lost ?? 0),
    }));
    if (!own || !other) throw new Error('two pages were asked');
    console.log(
      `server killed: ${other.received} of ${own.sent} and ${own.received} of ${other.sent} frames`,
    );
    expect([own.lost, other.lost]).toEqual([0, 0]);
    // Some are on their way, or were when the counting began.
    for (const [{ sent }, { received }] of [
      [own, other],
      [other, own],
    ] as const) {
      expect(sent).toBeGreaterThan(10);
      expect(Math.abs(sent - received)).toBeLessThanOrEqual(IN_FLIGHT);
    }
    // The broker is back for real: the one who reloads is called again.
    await waiter.reload();
    await playsOther(clinician, waiter);
    await playsOther(waiter, clinician);
  });

  it.each(['clinician', 'waiter'] as const)('comes back when the %s reloads (C3)', async (side) => {
    const pages = await both(await stand());
    await playsOther(pages.clinician, pages.waiter);
    await pages[side].reload();
    await playsOther(pages.clinician, pages.waiter);
    await playsOther(pages.waiter, pages.clinician);
    const other = side === 'clinician' ? pages.waiter : pages.clinician;
    await until(
      'the old call is gone',
      () => mediaStats(other),
      (stats) => stats.connections === 1,
    );
  });

  it('makes a new call when the connection dies without a word (C3)', async () => {
    const { clinician, waiter } = await both(await stand());
    await playsOther(clinician, waiter);
    await playsOther(waiter, clinician);
    const { states } = await mediaStats(clinician);
    // The waiter's transport is closed beneath PeerJS, which never notices.
    await waiter.evaluate('for (const connection of __connections) connection.close()');
    await until(
      'a second call',
      () => mediaStats(clinician),
      (stats) => stats.states.length > states.length,
    );
    await playsOther(clinician, waiter);
    await playsOther(waiter, clinician);
  });

  it('mutes and hides without losing the call, and ends for both', async () => {
    const { clinician, waiter } = await both(await stand());
    await playsOther(clinician, waiter);
    await waiter.getByTestId('call-microphone').click();
    await waiter.getByTestId('call-camera').click();
    expect(await waiter.getByTestId('call-camera').getAttribute('aria-pressed')).toBe('false');
    const before = await mediaStats(clinician);
    await until(
      'packets still arrive',
      () => mediaStats(clinician),
      (stats) => stats.packetsReceived > before.packetsReceived + 50,
    );
    expect((await mediaStats(clinician)).connections).toBe(1);
    await waiter.getByTestId('call-hang-up').click();
    for (const side of [clinician, waiter]) {
      await until(
        'no connection left',
        () => mediaStats(side),
        (stats) => stats.connections === 0,
      );
      expect(await side.getByTestId('call-sentence').textContent()).toBe('Samtalen er slut.');
    }
  });
});
