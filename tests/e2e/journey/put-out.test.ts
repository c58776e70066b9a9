import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boardDriver } from '../../support/board-driver.ts';
import type { BoardDriver } from '../../support/board-driver.ts';
import { launchBrowser, openDevice, openKeptDevice, SIZES } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { insightDriver } from '../../support/insight-driver.ts';
import { findTraces } from '../../support/residue.ts';
import { serverProcess } from '../../support/server-process.ts';
import type { ServerProcess } from '../../support/server-process.ts';
import { tabletDriver } from '../../support/tablet-driver.ts';
import type { TabletDriver } from '../../support/tablet-driver.ts';
import { databasesLeft } from '../../support/traces.ts';
import { until } from '../../support/until.ts';
import { CLINIC, REASON, VILLY } from './stand.ts';

/** A tablet is gone with a care worker signed in: the municipality's administrator puts it out. */
const METTE = 'Mette Skovbjerg';
const AT_ONCE_MS = 1_000;

let browser: Browser;
let server: ServerProcess;
let clinic: Device;
let board: BoardDriver;
let office: Device;
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
  office = await openDevice(browser, { viewport: SIZES.desktop });
  await insightDriver(office.page, server.origin).signIn('Aabjerg Kommune', 'Pia Højvang');
  folder = await mkdtemp(join(tmpdir(), 'naervaer-stolen-'));
  tablet = await openKeptDevice(folder, { viewport: SIZES.tablet, hasTouch: true });
  driver = tabletDriver(tablet.page, server.origin);
  await driver.signIn('Aabjerg Kommune', METTE);
  await driver.saveProfile('Sygeplejerske', 'Plejehjemmet Åhaven');
});
afterEach(async () => {
  await tablet.close().catch(() => undefined);
  await office.close();
  await clinic.close();
  await server.dispose();
  await rm(folder, { recursive: true, force: true });
});

const secretsOf = async (): Promise<readonly (string | Uint8Array)[]> => {
  const vaultKey = await tablet.page.evaluate<string>(
    `fetch('/api/session?app=tablet').then((answer) => answer.json()).then((info) => info.vaultKey)`,
  );
  const citizen = [VILLY.number, VILLY.number.replace('-', ''), VILLY.name, REASON];
  return [...citizen, METTE, vaultKey, Buffer.from(vaultKey, 'base64')];
};
const beforeSignIn = async (timeout: number): Promise<void> => {
  await tablet.page.getByText('Du er logget ud. Log ind igen').waitFor({ timeout });
  await tablet.page.getByTestId('sign-in').waitFor();
};

/** @returns once the administrator has said yes */
async function putOut(): Promise<void> {
  const { page } = office;
  await page.getByRole('link', { name: 'Hvem er logget ind' }).click();
  await page.getByLabel('Søg efter navn').fill('skovbjerg');
  await page.getByRole('button', { name: `Log ud: ${METTE}` }).click();
  await page.getByRole('dialog').getByText('med det samme').waitFor();
  await page.getByRole('button', { name: 'Log ud alle steder' }).click();
}

describe('an administrator ends a care worker’s session (P1)', () => {
  test('while she waits: the tablet is before the sign-in within a second, its vault is gone, the place is kept', async () => {
    const secrets = await secretsOf();
    await driver.joinWith(VILLY, CLINIC, REASON);
    await driver.position(1);
    expect(await databasesLeft(tablet.page)).not.toEqual([]);
    await putOut();
    await beforeSignIn(AT_ONCE_MS);
    await office.page.getByText(`${METTE} er logget ud alle steder`).waitFor();
    await office.page.getByText('Ingen af dem, der vises').waitFor();
    expect(await databasesLeft(tablet.page)).toEqual([]);
    await board.row(VILLY.name);
    await tablet.close();
    expect(await findTraces(folder, secrets)).toEqual([]);
    // The search can find: the organisation's name is no secret, and lies in the kept directory.
    expect(await findTraces(folder, ['Aabjerg Kommune'])).not.toEqual([]);
  });

  test('without network: as soon as there is one, and what was typed is gone', async () => {
    await driver.onBehalfOf(VILLY.number, VILLY.name);
    await tablet.page.getByLabel('Søg efter klinikken').waitFor();
    await until(
      'the shell is kept',
      () => tablet.page.evaluate('navigator.serviceWorker.controller !== null'),
      Boolean,
    );
    await tablet.context.setOffline(true);
    await putOut();
    await office.page.getByText(`${METTE} er logget ud alle steder`).waitFor();
    await tablet.context.setOffline(false);
    await beforeSignIn(20_000);
    expect(await databasesLeft(tablet.page)).toEqual([]);
  });
});
