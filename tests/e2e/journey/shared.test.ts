import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boardDriver } from '../../support/board-driver.ts';
import type { BoardDriver } from '../../support/board-driver.ts';
import { launchBrowser, openDevice, openKeptDevice, SIZES } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { findTraces } from '../../support/residue.ts';
import { serverProcess } from '../../support/server-process.ts';
import type { ServerProcess } from '../../support/server-process.ts';
import { tabletDriver } from '../../support/tablet-driver.ts';
import type { TabletDriver } from '../../support/tablet-driver.ts';
import { databasesLeft } from '../../support/traces.ts';
import { until } from '../../support/until.ts';
import { CLINIC, REASON, VILLY } from './stand.ts';

/** One tablet that two care workers use one after the other; the first one forgets to sign out. */
const METTE = 'Mette Skovbjerg';
const JONAS = 'Jonas Kærgaard';
const NOT_YOU = 'Ikke dig? Log ind som en anden';

let browser: Browser;
let server: ServerProcess;
let clinic: Device;
let board: BoardDriver;
let folder: string;
let tablet: Device;
let driver: TabletDriver;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await serverProcess();
  await server.start();
  clinic = await openDevice(browser, { viewport: SIZES.desktop });
  board = boardDriver(clinic.page, server.origin);
  await board.signIn('Anne Klitgård');
  await board.open();
  folder = await mkdtemp(join(tmpdir(), 'naervaer-shared-'));
  tablet = await openKeptDevice(folder, { viewport: SIZES.tablet, hasTouch: true });
  driver = tabletDriver(tablet.page, server.origin);
  await driver.signIn('Aabjerg Kommune', METTE);
  await driver.saveProfile('Sygeplejerske', 'Plejehjemmet Åhaven');
});
afterEach(async () => {
  await tablet.close().catch(() => undefined);
  await clinic.close();
  await server.dispose();
  await rm(folder, { recursive: true, force: true });
});

const page = () => tablet.page;
/** What of the first one's session must be on no disk. */
const secretsOf = async (): Promise<readonly (string | Uint8Array)[]> => {
  const vaultKey = await page().evaluate<string>(
    `fetch('/api/session?app=tablet').then((answer) => answer.json()).then((info) => info.vaultKey)`,
  );
  const citizen = [VILLY.number, VILLY.number.replace('-', ''), VILLY.name, REASON];
  return [...citizen, METTE, vaultKey, Buffer.from(vaultKey, 'base64')];
};
/** The colleague closes the session that she found, and is asked at the provider who she is. */
async function takeOver(): Promise<void> {
  await page().getByRole('button', { name: NOT_YOU }).first().click();
  await page()
    .getByRole('dialog')
    .getByRole('button', { name: `Slet, og log ${METTE} ud` })
    .click();
}
async function signInAsJonas(): Promise<void> {
  // No organisation to choose, no button to press: the provider's own question comes by itself.
  await page().getByRole('button', { name: JONAS }).click();
  await page().getByText('Fortæl, hvem du er').waitFor();
  await page().getByText(`${JONAS}, `).waitFor();
}
async function leavesNothing(secrets: readonly (string | Uint8Array)[]): Promise<void> {
  await tablet.close();
  expect(await findTraces(folder, secrets)).toEqual([]);
  // The search can find: the organisation's name is no secret, and lies in the kept directory.
  expect(await findTraces(folder, ['Aabjerg Kommune'])).not.toEqual([]);
}

describe('a colleague forgot to sign out (T9)', () => {
  test('with a citizen on the screen: the next one signs in as herself, and nothing is on the disk', async () => {
    const secrets = await secretsOf();
    await driver.onBehalfOf(VILLY.number, VILLY.name);
    await driver.chooseClinic(CLINIC);
    await driver.skipCheck();
    await page().getByLabel('Kort om årsagen').fill(REASON);
    await takeOver();
    await signInAsJonas();
    await leavesNothing(secrets);
  });

  test('while waiting: the place is kept, the first one finds it again, nothing is on the disk', async () => {
    const secrets = await secretsOf();
    await driver.joinWith(VILLY, CLINIC, REASON);
    await driver.position(1);
    await takeOver();
    await signInAsJonas();
    await board.row(VILLY.name);
    await leavesNothing(secrets);

    const other = await openDevice(browser, { viewport: SIZES.tablet });
    const again = tabletDriver(other.page, server.origin);
    await again.signIn('Aabjerg Kommune', METTE);
    await again.position(1);
    await other.close();
  });

  test('without network: wiped at once, said so, and signed out as soon as there is one', async () => {
    await driver.onBehalfOf(VILLY.number, VILLY.name);
    await page().getByLabel('Søg efter klinikken').waitFor();
    await until(
      'the shell is kept',
      () => page().evaluate('navigator.serviceWorker.controller !== null'),
      Boolean,
    );
    await tablet.context.setOffline(true);
    await takeOver();
    await page().getByText('Tabletten er tømt').waitFor();
    expect(await databasesLeft(page())).toEqual([]);
    await tablet.context.setOffline(false);
    await signInAsJonas();
  });
});

test('DC4: a browser that is closed without a sign-out has the session’s name and key on no disk', async () => {
  const secrets = await secretsOf();
  await driver.onBehalfOf(VILLY.number, VILLY.name);
  await page().getByLabel('Søg efter klinikken').waitFor();
  await page().reload();
  await page().getByLabel('Søg efter klinikken').waitFor();
  await tablet.close();
  expect(await findTraces(folder, secrets)).toEqual([]);
  // The vault is still there, closed: it opens for the same session.
  tablet = await openKeptDevice(folder, { viewport: SIZES.tablet });
  await page().goto(`${server.origin}/tablet/`);
  await page().getByLabel('Søg efter klinikken').waitFor();
});

test('DC4: a browser that was closed says without network that it needs one, and loses nothing', async () => {
  await driver.onBehalfOf(VILLY.number, VILLY.name);
  await page().getByLabel('Søg efter klinikken').waitFor();
  await until(
    'the shell is kept',
    () => page().evaluate('navigator.serviceWorker.controller !== null'),
    Boolean,
  );
  await tablet.close();
  tablet = await openKeptDevice(folder, { viewport: SIZES.tablet });
  await tablet.context.setOffline(true);
  await page().goto(`${server.origin}/tablet/`);
  await page().getByText('Ingen forbindelse').waitFor();
  await tablet.context.setOffline(false);
  await page().getByLabel('Søg efter klinikken').waitFor();
});

test('P1: a tab that missed its end while a colleague signed in in another one is hers at once', async () => {
  await driver.onBehalfOf(VILLY.number, VILLY.name);
  await page().getByLabel('Søg efter klinikken').waitFor();
  // This tab alone has no network: its socket is dropped, as that of any device without one, and
  // neither a new one nor a request gets through.
  const cdp = await tablet.context.newCDPSession(page());
  const setOffline = (offline: boolean) =>
    cdp.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  await cdp.send('Network.enable');
  await setOffline(true);
  await until(
    'it knows',
    () => page().evaluate<boolean>('navigator.onLine'),
    (is) => !is,
  );

  const other = await tablet.context.newPage();
  await other.goto(`${server.origin}/tablet/`);
  await other.getByLabel('Søg efter klinikken').waitFor();
  await other.evaluate(`fetch('/api/sign-out?app=tablet', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })`);
  await other.getByTestId('sign-in').click();
  await other.getByRole('button', { name: JONAS }).click();
  await other.getByText(`${JONAS}, `).waitFor();

  // It heard of nothing.
  expect(await page().content()).toContain(`${METTE}, `);

  await setOffline(false);
  await page().getByText(`${JONAS}, `).waitFor();
  expect(await page().content()).not.toContain(VILLY.name);
});
