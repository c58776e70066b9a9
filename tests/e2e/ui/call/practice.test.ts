import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openDevice } from '../../../support/browser.ts';
import type { Device } from '../../../support/browser.ts';
import { askAxe, overflowOf } from '../../../support/inspect.ts';
import { SHAPES } from '../scene.ts';
import { serveApp } from '../serve-app.ts';
import type { ServedApp } from '../serve-app.ts';

const PICTURES = process.env['STAGE_PICTURES'];

let folder: string;
let app: ServedApp;
let browser: Browser;
const open: Device[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naervaer-practice-'));
  [app, browser] = await Promise.all([serveApp('tablet', folder), launchBrowser()]);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((device) => device.close()));
});
afterAll(async () => {
  await browser?.close();
  app?.close();
  await rm(folder, { recursive: true, force: true });
});

async function openTablet(start: string, shape: keyof typeof SHAPES = 'upright') {
  const device = await openDevice(browser, { viewport: SHAPES[shape], reducedMotion: 'reduce' });
  open.push(device);
  await device.context.addInitScript(
    `sessionStorage.setItem('fake.start', ${JSON.stringify(start)})`,
  );
  await device.page.goto(`${app.origin}/tablet/`);
  await device.page.getByRole('heading', { level: 1 }).filter({ visible: true }).waitFor();
  return device;
}
const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click();
const hears = (page: Page, words: string) =>
  page.getByTestId('practice-says').filter({ hasText: words }).waitFor({ timeout: 30_000 });

/** What can be asked of each step without eyes: marked, fitting, clean for axe (P9). */
async function look(page: Page, name: string): Promise<void> {
  await page.getByText('Øvelse. Ingen ser eller hører jer.').waitFor();
  await page.getByRole('button', { name: 'Luk øvelsen' }).waitFor();
  expect(await askAxe(page), name).toEqual([]);
  expect(await overflowOf(page), name).toBe(0);
  if (PICTURES !== undefined)
    await page.screenshot({ path: join(PICTURES, 'practice', `${name}.png`) });
}

describe('a practice call on the tablet (T13)', () => {
  it.each(['upright', 'phone', 'across'] as const)(
    'without any network, from start to end (%s)',
    async (shape) => {
      const { page, context, messages } = await openTablet('offline', shape);
      await expect
        .poll(() => page.evaluate('navigator.serviceWorker.controller !== null'), {
          timeout: 30_000,
        })
        .toBe(true);
      await context.setOffline(true);
      const asked: string[] = [];
      context.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.reload();

      await press(page, 'Prøv et øvelsesopkald');
      await page.getByRole('heading', { name: 'Øvelsesopkald' }).waitFor();
      await look(page, `${shape}-1-intro`);
      await press(page, 'Start øvelsen');
      await page
        .getByRole('status')
        .filter({ hasText: /I er nummer\s*2\s*i køen/ })
        .waitFor();
      await look(page, `${shape}-2-queue`);
      await page
        .getByRole('status')
        .filter({ hasText: /I er nummer\s*1\s*i køen/ })
        .waitFor();
      await page.getByRole('heading', { name: 'Det er jeres tur. Lægen er klar' }).waitFor();

      await hears(page, 'Jeg er ikke en rigtig læge');
      await look(page, `${shape}-3-hello`);
      const frames = () =>
        page.evaluate<number>(
          "document.querySelector('[data-testid=other-video]').getVideoPlaybackQuality().totalVideoFrames",
        );
      const before = await frames();
      await expect.poll(frames, { timeout: 15_000 }).toBeGreaterThan(before + 3);

      await hears(page, 'Kan I høre mig?');
      await press(page, 'Nej');
      await hears(page, 'Skru op for lyden');
      await press(page, 'Ja');
      await hears(page, 'Sig noget til mig');
      // The fake microphone beeps.
      await hears(page, 'Jeg kan høre jer tydeligt');

      await hears(page, 'Må jeg se et billede');
      await look(page, `${shape}-4-photo`);
      await page.getByTestId('photo-asked').getByRole('button').first().click();
      await takePhoto(page);
      await hears(page, 'Sådan ser lægen jeres billede');
      await look(page, `${shape}-5-seen`);
      await press(page, 'Videre');

      await hears(page, 'Tryk på Tekst');
      await page.getByTestId('call-text').click();
      await page.getByTestId('real-time-text').getByText('Hej', { exact: true }).waitFor();
      await page.getByTestId('real-time-text-field').pressSequentially('hej');
      await hears(page, 'Jeg så hvert bogstav');
      await look(page, `${shape}-6-text`);

      await page.getByRole('heading', { name: 'Konsultationen er slut' }).waitFor({
        timeout: 30_000,
      });
      await look(page, `${shape}-7-over`);
      await press(page, 'Log borger ud');
      await page.getByRole('heading', { name: 'Ingen forbindelse' }).waitFor();

      // The page asks its own things while it is offline; the practice asks nothing.
      expect(
        asked.filter((path) =>
          /photo|media|call|consultation/.test(path.replace(/\/assets\/.*/, '')),
        ),
      ).toEqual([]);
      expect(messages.filter((message) => message.startsWith('uncaught'))).toEqual([]);
    },
    180_000,
  );

  it('can be left at any time, and the camera is given back', async () => {
    const { page } = await openTablet('signedOut');
    await press(page, 'Prøv et øvelsesopkald');
    await press(page, 'Start øvelsen');
    for (const step of ['queue 2', 'queue 1', 'ready']) {
      expect(step).not.toBe('');
      await press(page, 'Videre');
    }
    await hears(page, 'Jeg er ikke en rigtig læge');
    await page.evaluate(
      "window.own = document.querySelector('[data-testid=self-video]').srcObject; undefined",
    );
    await press(page, 'Luk øvelsen');
    await page.getByRole('button', { name: 'Prøv et øvelsesopkald' }).waitFor();
    expect(
      await page.evaluate(
        "window.own.getTracks().every(({ readyState }) => readyState === 'ended')",
      ),
    ).toBe(true);
  });

  it('T9: on the desk of whoever is signed in, idleness goes on counting and a touch resets it', async () => {
    const device = await openDevice(browser, { viewport: SHAPES.upright });
    open.push(device);
    const { page } = device;
    await page.clock.install();
    await page.goto(`${app.origin}/tablet/`);
    await press(page, 'Prøv et øvelsesopkald');
    await page.getByTestId('practice').waitFor();
    await page.clock.fastForward(271_000);
    const countdown = page.getByRole('button', { name: /Du logges ud om \d+ sekunder/ });
    await countdown.click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await page.getByTestId('practice').waitFor();
    await press(page, 'Luk øvelsen');
    await page.getByRole('heading', { name: 'Hvem er borgeren?' }).waitFor();
  });

  it('is not offered where a citizen is being served', async () => {
    const { page } = await openTablet('signedIn');
    await page.getByRole('button', { name: 'Prøv et øvelsesopkald' }).waitFor();
    await page.getByLabel('Borgerens navn').fill('Karen Nørgaard');
    await expect
      .poll(() => page.getByRole('button', { name: 'Prøv et øvelsesopkald' }).count())
      .toBe(0);
  });
});

async function takePhoto(page: Page): Promise<void> {
  const camera = page.getByTestId('photo-camera');
  await camera.getByTestId('photo-live').waitFor();
  await camera.getByRole('button', { name: 'Tag billedet' }).click();
  await camera.getByRole('button', { name: 'Brug billedet' }).click();
}
