import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openDevice, SIZES } from '../../../support/browser.ts';
import { serveApp, type ServedApp } from '../serve-app.ts';
import { TABLET_SCENES } from './scenes.ts';

let folder: string;
let app: ServedApp;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naervaer-tablet-'));
  app = await serveApp('tablet', folder);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  app?.close();
  await rm(folder, { recursive: true, force: true });
});

const CITIZEN = ['670238', 'Karen Nørgaard', 'venstre hæl'];

async function open(start: string) {
  const device = await openDevice(browser, { viewport: SIZES.tablet });
  await device.context.addInitScript(
    (value) =>
      (
        globalThis as unknown as { sessionStorage: { setItem(k: string, v: string): void } }
      ).sessionStorage.setItem('fake.start', value),
    start,
  );
  await device.page.goto(`${app.origin}/tablet/`);
  await device.page.getByRole('heading', { level: 1 }).filter({ visible: true }).waitFor();
  return device;
}

/** Until the shell is kept: the worker controls the page from then on. */
const shellKept = async (page: Page) => {
  await expect
    .poll(() => page.evaluate('navigator.serviceWorker.controller !== null'), { timeout: 10_000 })
    .toBe(true);
};
/** Everything that a page can leave behind in a browser, as one text. */
const remains = `(async () => {
  const texts = [document.documentElement.outerHTML, location.href,
    JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const field of document.querySelectorAll('input, textarea')) texts.push(field.value);
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) texts.push(request.url);
  return texts.join('\\n');
})()`;

describe('the shell', () => {
  test('T12: opens offline with a designed screen, and keeps no answer of the server', async () => {
    const { page, context, close } = await open('offline');
    await shellKept(page);
    const kept = await page.evaluate<string[]>(
      `caches.keys().then((names) => caches.open(names[0])).then((cache) => cache.keys())
        .then((requests) => requests.map((request) => new URL(request.url).pathname))`,
    );
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.filter((path) => !path.startsWith('/tablet/'))).toEqual([]);
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('heading', { name: 'Ingen forbindelse' }).waitFor();
    await close();
  });

  test('T12: reloaded offline it comes back to the same screen with what was typed', async () => {
    const { page, context, messages, close } = await open('signedIn');
    await shellKept(page);
    await TABLET_SCENES['reason']?.act?.(page);
    await context.setOffline(true);
    await page.reload();
    const reason = page.getByLabel('Kort om årsagen');
    await reason.waitFor();
    expect(await reason.inputValue()).toContain('venstre hæl');
    expect(messages.filter((message) => message.startsWith('uncaught'))).toEqual([]);
    await close();
  });
});

describe('nothing of the citizen stays', () => {
  test('T9: after "Log borger ud"', async () => {
    const { page, close } = await open('signedIn');
    await TABLET_SCENES['reason']?.act?.(page);
    await page.getByRole('button', { name: 'Log borger ud' }).click();
    await page.getByRole('heading', { name: 'Hvem er borgeren?' }).waitFor();
    await expect.poll(() => page.evaluate<string>(remains)).not.toContain(CITIZEN[0]);
    const left = await page.evaluate<string>(remains);
    for (const trace of CITIZEN) expect(left).not.toContain(trace);
    await close();
  });

  test('T9: after two minutes without a touch, counted down for thirty seconds', async () => {
    const device = await openDevice(browser, { viewport: SIZES.tablet });
    const { page, close } = device;
    await page.clock.install();
    await page.goto(`${app.origin}/tablet/`);
    await TABLET_SCENES['reason']?.act?.(page);
    await page.clock.fastForward(91_000);
    await page.getByRole('button', { name: /Borgeren logges ud om \d+ sekunder/ }).waitFor();
    await page.clock.fastForward(30_000);
    await page.getByRole('heading', { name: 'Hvem er borgeren?' }).waitFor();
    await expect.poll(() => page.evaluate<string>(remains)).not.toContain(CITIZEN[0]);
    const left = await page.evaluate<string>(remains);
    for (const trace of CITIZEN) expect(left).not.toContain(trace);
    await close();
  });

  test('T9: a touch during the countdown keeps the citizen', async () => {
    const { page, close } = await openDevice(browser, { viewport: SIZES.tablet });
    await page.clock.install();
    await page.goto(`${app.origin}/tablet/`);
    await TABLET_SCENES['citizen']?.act?.(page);
    await page.clock.fastForward(91_000);
    await page.getByRole('button', { name: /Borgeren logges ud om/ }).click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Borgerens navn').inputValue()).toBe('Karen Nørgaard');
    await close();
  });
});
