import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '@naervaer/sync-server/clock.ts';
import { createLog } from '@naervaer/sync-server/log.ts';
import { startLocalRelay } from '@naervaer/sync-server/media/local-relay.ts';
import type { LocalRelay } from '@naervaer/sync-server/media/local-relay.ts';
import { launchBrowser } from '../../support/browser.ts';
import { freePort } from '../../support/free-port.ts';
import { askAxe } from '../../support/inspect.ts';
import { openCheckStand } from './stand.ts';
import type { CheckStand } from './stand.ts';

let browser: Browser;
const stands: CheckStand[] = [];
const relays: LocalRelay[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  await Promise.all(stands.splice(0).map((stand) => stand.close()));
  await Promise.all(relays.splice(0).map((relay) => relay.close()));
});
afterAll(() => browser?.close());

async function stand(env?: Readonly<Record<string, string>>, by = browser): Promise<CheckStand> {
  const made = await openCheckStand(by, env);
  stands.push(made);
  return made;
}

/** A coturn of the test's own: it is killed in the middle, and the server does not notice. */
async function relay(): Promise<{ end(): Promise<void>; tcp: string; secret: string }> {
  const made = await startLocalRelay(systemClock, createLog('silent'));
  if (made?.relay === undefined) throw new Error('coturn is not installed');
  relays.push(made);
  const { urls, secret } = made.relay;
  const tcp = urls.find((url) => url.endsWith('transport=tcp')) ?? '';
  return { tcp, secret, end: () => made.close() };
}

/** Generous on a machine that does other things too; the check itself gives up after six. */
const PATIENCE = 30_000;

describe('the device check (T5, B2)', () => {
  it('tries packets over the real relay and tells the clinic', async () => {
    const at = await stand();
    const { page, start, row, driver } = await at.tablet();
    const began = Date.now();
    await start();
    const network = row('Netværk');
    await network.getByText('Billede og lyd kommer igennem.').waitFor({ timeout: PATIENCE });
    const took = Date.now() - began;
    expect(await network.textContent()).toMatch(/Netværket svarer på \d,\d\d s\./);
    expect(took).toBeLessThan(12_000);
    await row('Mikrofon').getByText('Vi kan høre jer').waitFor();
    await row('Kamera').getByText('Vi kan se jer').waitFor();
    await page.getByRole('button', { name: 'Spil en lyd' }).click();
    await page.getByRole('button', { name: 'Ja' }).click();
    expect(await askAxe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Fortsæt' }).click();
    await driver.giveReason('Sår på underbenet');
    const { check } = await at.waiting();
    expect(check).toEqual({ camera: 'ok', microphone: 'ok', speaker: 'ok', network: 'ok' });
  });

  it('holds nobody up: one goes on before the network has been measured', async () => {
    const at = await stand();
    const { page, start, row, driver } = await at.tablet();
    await start();
    await row('Netværk').getByText('Tjekker netværket').waitFor();
    await page.getByRole('button', { name: 'Fortsæt' }).click();
    await driver.giveReason('Sår på underbenet');
    // What the server's own answer said is taken along, if it had come.
    expect(['ok', 'unknown']).toContain((await at.waiting()).check.network);
  });

  it('says that nothing gets through when the relay is killed, and that the server answers', async () => {
    const { tcp, secret, end } = await relay();
    const at = await stand({ TURN_URLS: tcp, TURN_SECRET: secret });
    const { page, start, row, driver } = await at.tablet();
    await start();
    await row('Netværk').getByText('ad en omvej (TCP)').waitFor({ timeout: PATIENCE });
    await end();
    await page.getByRole('button', { name: 'Tjek igen' }).click();
    await row('Netværk')
      .getByText('slipper måske ikke billede og lyd igennem')
      .waitFor({ timeout: PATIENCE });
    expect(await row('Netværk').getAttribute('class')).toContain('check-weak');
    await page.getByRole('button', { name: 'Fortsæt' }).click();
    await driver.giveReason('Sår på underbenet');
    // The doctor reads what is not well, and on focus what it means.
    const { page: desk } = await at.board();
    await desk.getByRole('button', { name: 'Netværk svagt' }).focus();
    await desk.getByRole('tooltip').getByText('Hav telefonen klar').waitFor();
    expect(await askAxe(desk)).toEqual([]);
    await desk.keyboard.press('Escape');
    await desk.getByRole('tooltip').waitFor({ state: 'detached' });
  });

  it('is silent on a known device, and tries the relay once in a while only', async () => {
    const at = await stand();
    const { page, start, row } = await at.tablet();
    let asked = 0;
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/api/relay-check') asked += 1;
    });
    await start();
    await row('Netværk').getByText('Billede og lyd').waitFor({ timeout: PATIENCE });
    expect(asked).toBe(1);
    await page.getByRole('button', { name: 'Fortsæt' }).click();
    for (let round = 0; round < 2; round += 1) {
      await page.getByLabel('Kort om årsagen').waitFor();
      const health = page.waitForResponse((response) => response.url().endsWith('/health'));
      await page.getByRole('button', { name: 'Tilbage' }).click();
      await health;
      await page.getByRole('button', { name: 'Fortsæt' }).click();
    }
    await page.getByLabel('Kort om årsagen').waitFor();
    expect(asked).toBe(1);
  });

  it('says that the picture is dark and that the microphone is switched off', async () => {
    const at = await stand();
    const { start, row } = await at.tablet({
      script: `navigator.mediaDevices.getUserMedia = async () => {
        const canvas = document.createElement('canvas');
        const pen = canvas.getContext('2d');
        setInterval(() => { pen.fillStyle = '#0a0a0a'; pen.fillRect(0, 0, 300, 150); }, 100);
        const sound = new AudioContext().createMediaStreamDestination().stream;
        return new MediaStream([...canvas.captureStream(10).getTracks(), ...sound.getTracks()]);
      }`,
    });
    await start();
    await row('Kamera').getByText('Billedet er mørkt').waitFor({ timeout: PATIENCE });
    await row('Mikrofon').getByText('slet ingen lyd').waitFor({ timeout: PATIENCE });
  });

  it('draws what to tap when it is not allowed, and goes on by itself when it is', async () => {
    const strict = await launchBrowser([], { obeysPermissions: true });
    try {
      const at = await stand(undefined, strict);
      const { page, context, start, row } = await at.tablet({ permissions: [] });
      await start();
      const drawing = page.getByTestId('permission-drawing');
      await drawing.waitFor();
      expect(await drawing.getAttribute('data-browser')).toBe('chrome');
      expect(await row('Kamera').textContent()).toContain('ikke fået lov');
      await page.getByLabel('Ser det anderledes ud? Vælg jeres browser').selectOption('safari');
      expect(await drawing.getAttribute('data-browser')).toBe('safari');
      await page.getByText('Indstillinger for websted').waitFor();
      expect(await askAxe(page)).toEqual([]);
      await context.grantPermissions(['camera', 'microphone']);
      await row('Kamera').getByText('Vi kan se jer').waitFor({ timeout: PATIENCE });
      await drawing.waitFor({ state: 'detached' });
    } finally {
      await Promise.all(stands.splice(0).map((each) => each.close()));
      await strict.close();
    }
  });
});

describe('the network test (C4)', () => {
  it('finds every way of the demo’s own relay, from the tablet', async () => {
    const at = await stand();
    const { page } = await at.tablet();
    await page.getByRole('button', { name: 'Test netværket' }).first().click();
    const test = page.getByTestId('self-test');
    await page.locator('[data-testid=self-test][data-verdict=good]').waitFor({ timeout: PATIENCE });
    for (const way of ['https', 'webSocket', 'stun', 'udp', 'tcp']) {
      // A busy machine may make a way slow, not closed.
      const result = await test.locator(`[data-way=${way}]`).getAttribute('data-result');
      expect(result, way).toMatch(/^(open|weak)$/);
    }
    expect(await test.locator('[data-way=tls]').getAttribute('data-result')).toBe('none');
    const text = await test.getByRole('textbox').inputValue();
    expect(text).toMatch(/Relæ over UDP \(TURN\) \(127\.0\.0\.1:\d+\): Åben.*svarer på 0,\d\d s/);
    for (const personal of ['Mette', 'Villy', '670238', 'Aabjerg']) {
      expect(text).not.toContain(personal);
    }
    expect(await askAxe(page)).toEqual([]);
  });

  it('says what to open when UDP is blocked', async () => {
    const { tcp, secret } = await relay();
    const blocked = await freePort();
    const udp = `turn:127.0.0.1:${blocked}?transport=udp`;
    const at = await stand({ TURN_URLS: `${udp},${tcp}`, TURN_SECRET: secret });
    const { page, start, row } = await at.tablet();
    await start();
    await row('Netværk').getByText('ad en omvej (TCP)').waitFor({ timeout: PATIENCE });
    await page.getByRole('button', { name: 'Test netværket' }).first().click();
    await page
      .locator('[data-testid=self-test][data-verdict=detour]')
      .waitFor({ timeout: PATIENCE });
    const advice = `Åbn for UDP til 127.0.0.1, port ${blocked}, udadgående.`;
    await page.locator('[data-way=udp]').getByText(advice).waitFor();
    expect(await page.getByTestId('self-test').getByRole('textbox').inputValue()).toContain(advice);
  });
});
