import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser, openDevice, openKeptDevice, SIZES } from '../../support/browser.ts';
import { tabletDriver } from '../../support/tablet-driver.ts';
import { until } from '../../support/until.ts';
import { CLINIC, openStand, REASON, signInMette, VILLY } from './stand.ts';
import type { Stand } from './stand.ts';

let browser: Browser;
let stand: Stand;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stand = await openStand(browser);
});
afterEach(() => stand.close());

const row = () => stand.clinic.page.getByTestId('queue-row');

test('T7: the place survives a browser that is closed and opened again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'naervaer-profile-'));
  let device = await openKeptDevice(folder, { viewport: SIZES.tablet });
  try {
    const mette = tabletDriver(device.page, stand.server.origin);
    await mette.signIn('Aabjerg Kommune', 'Mette Skovbjerg');
    await mette.saveProfile('Sygeplejerske', 'Plejehjemmet Åhaven');
    await mette.joinWith(VILLY, CLINIC, REASON);
    await mette.position(1);
    await device.close();
    await row().getByText('Væk siden').waitFor();
    device = await openKeptDevice(folder, { viewport: SIZES.tablet });
    await device.page.goto(`${stand.server.origin}/tablet/`);
    await tabletDriver(device.page, stand.server.origin).position(1);
    await row().getByText('Er her').waitFor();
    expect(await stand.rows()).toBe(1);
  } finally {
    await device.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
});

test('T7: the place survives a change of device', async () => {
  await signInMette(stand);
  await stand.join();
  const other = await openDevice(browser, { viewport: SIZES.phone, hasTouch: true });
  const mette = tabletDriver(other.page, stand.server.origin);
  await mette.signIn('Aabjerg Kommune', 'Mette Skovbjerg');
  await mette.position(1);
  expect(await stand.rows()).toBe(1);
  // The first one is put away: its person is still here.
  await stand.tablet.page.goto('about:blank');
  await mette.position(1);
  await row().getByText('Er her').waitFor();
  await other.close();
});

test('T7: the place survives ten minutes without network, and the board says who is away', async () => {
  const { page, context } = stand.tablet;
  await page.clock.install();
  await signInMette(stand);
  await stand.join();
  await context.setOffline(true);
  await page.getByText('Tabletten er uden net').waitFor();
  await row().getByText('Væk siden').waitFor();
  await row().getByText('Pladsen holdes til kl.').waitFor();
  await page.clock.fastForward(600_000);
  await page.getByText('Sidst kendte plads').waitFor();
  await context.setOffline(false);
  await until(
    'the line is back',
    () => page.getByText('Tabletten er uden net').count(),
    (count) => count === 0,
    30_000,
  );
  await stand.mette.position(1);
  await row().getByText('Er her').waitFor();
  expect(await stand.rows()).toBe(1);
});
