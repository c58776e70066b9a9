import { CLINIC, CLINICS } from '@naervaer/sync-server/demo/people.ts';
import { demoIssuer } from '@naervaer/sync-server/demo/seed.ts';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser, openDevice } from '../../support/browser.ts';
import { databasesLeft } from '../../support/traces.ts';
import { pickPerson } from '../../support/tablet-driver.ts';
import { openStand, signInMette } from './stand.ts';
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

const page = () => stand.tablet.page;

test('T1: without the job-function role there is no entry, and the page says whom to ask', async () => {
  await page().goto(`${stand.server.origin}/tablet/`);
  await page().getByRole('link', { name: 'Aabjerg Kommune' }).click();
  await page().getByRole('button', { name: 'Rasmus Udenrolle' }).click();
  await page().getByRole('heading', { name: 'Du har ikke adgang endnu' }).waitFor();
  await page().getByText('Hvem kan hjælpe').waitFor();
  // A colleague who has the role takes the tablet over.
  await page().getByRole('link', { name: 'Brug en anden konto' }).click();
  await page().getByRole('button', { name: 'Mette Skovbjerg' }).click();
  await page().getByText('Fortæl, hvem du er').waitFor();
});

test('T1: whoever cancels at the provider is back where they came from', async () => {
  await page().goto(`${stand.server.origin}/tablet/`);
  await page().getByRole('link', { name: 'Aabjerg Kommune' }).click();
  await page().getByRole('button', { name: 'Fortryd' }).click();
  await page().waitForURL(/\/tablet\/$/);
  await page().getByTestId('sign-in').waitFor();
});

test('P1: a session that ends in another tab ends here within a second, and leaves nothing', async () => {
  await signInMette(stand);
  await page().getByText('Hvem er borgeren?').waitFor();
  const other = await stand.tablet.context.newPage();
  await other.goto(`${stand.server.origin}/tablet/`);
  await other.getByText('Hvem er borgeren?').waitFor();
  // The server alone says so: nothing passes from tab to tab.
  await other.evaluate(`fetch('/api/sign-out?app=tablet', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })`);
  await page().getByText('Du er logget ud').waitFor({ timeout: 1_000 });
  await other.getByText('Du er logget ud').waitFor();
  expect(await databasesLeft(page())).toEqual([]);
});

test('P1: a board whose session ends says so within a second', async () => {
  const { page: board } = stand.clinic;
  await board.evaluate(`fetch('/api/sign-out?app=board', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })`);
  await board.getByRole('heading', { name: 'Du er logget ud' }).waitFor({ timeout: 1_000 });
  expect(await databasesLeft(board)).toEqual([]);
});

test('B13: a practice system’s button shows the clinic that it named, and the address forgets it', async () => {
  const { origin } = stand.server;
  const { page: board, close } = await openDevice(browser);
  const buttonOf = (clinic: string): string => {
    const iss = demoIssuer(new URL(origin), CLINICS);
    const target = `${origin}/board?clinic=${clinic}`;
    return `${origin}/auth/initiate?${new URLSearchParams({ iss, target_link_uri: target }).toString()}`;
  };
  const shows = async (clinic: string): Promise<void> => {
    await board.getByRole('banner').getByText(clinic).first().waitFor();
    expect(board.url()).toBe(`${origin}/board/`);
  };
  try {
    await board.goto(buttonOf(CLINIC.harbour));
    await pickPerson(board, 'Sofie Granlund');
    await shows('Lægerne ved Havnen');
    // Signed in already: the other clinic's record is open now.
    await board.goto(buttonOf(CLINIC.north));
    await shows('Lægehuset Nørrebro Torv');
    // A clinic that is none of hers changes nothing.
    await board.goto(buttonOf('laegerne-paa-torvet'));
    await shows('Lægehuset Nørrebro Torv');
  } finally {
    await close();
  }
});
