import { readFile } from 'node:fs/promises';
import { demoIdOf, MUNICIPALITY } from '@naervaer/sync-server/demo/people.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boardDriver } from '../../support/board-driver.ts';
import { freePort } from '../../support/free-port.ts';
import { handClock } from '../../support/hand-clock.ts';
import { localServer } from '../../support/local-server.ts';
import { launchBrowser, openDevice, SIZES } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { insightDriver } from '../../support/insight-driver.ts';
import { serverProcess } from '../../support/server-process.ts';
import type { ServerProcess } from '../../support/server-process.ts';
import { asking } from '../administration/stand.ts';

let browser: Browser;
let server: ServerProcess;
let devices: Device[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await serverProcess();
  await server.start();
});
afterEach(async () => {
  for (const device of devices.splice(0)) await device.close();
  await server.dispose();
});

/** A page that nobody touches sees within this that its session is over. */
const SECONDS = 10_000;
const signedOut = (page: Page) => page.getByText('Du er logget ud. Log ind igen');

async function open(): Promise<Page> {
  const device = await openDevice(browser, { viewport: SIZES.desktop });
  devices = [...devices, device];
  return device.page;
}
async function administrator(organisation: string, person: string) {
  const page = await open();
  const driver = insightDriver(page, server.origin);
  await driver.signIn(organisation, person);
  return { page, driver };
}

test('B11: an employee is removed and the board closes; they ask to come in, and it opens again', async () => {
  const inger = await administrator('Lægeklinikker', 'Inger Bakkegård');
  await inger.page.getByRole('heading', { name: 'Lægehuset Nørrebro Torv' }).waitFor();
  const clinic = await open();
  const board = boardDriver(clinic, server.origin);
  await board.signIn('Henrik Solvang');

  await inger.driver.remove('Henrik Solvang');
  await clinic.getByRole('heading', { name: 'Du er logget ud' }).waitFor({ timeout: 1_000 });
  expect(await inger.page.getByTestId('employee').filter({ hasText: 'Henrik' }).count()).toBe(0);

  // The provider still knows him; the clinic does not.
  await clinic.getByRole('link', { name: /Log ind/ }).click();
  await clinic.getByRole('heading', { name: 'Du mangler på klinikkens liste' }).waitFor();

  await inger.page.reload();
  await inger.driver.admitDoctor('Henrik Solvang', '0ef56');
  await inger.page.getByText('Autorisations-ID 0EF56').waitFor();
  expect(await inger.page.getByTestId('request').count()).toBe(0);
  await clinic.goto(`${server.origin}/board/`);
  await clinic.getByRole('link', { name: /Log ind/ }).click();
  await clinic.getByTestId('clinic-mode').waitFor();
});

describe('the own organisation (I4)', () => {
  test('a unit is added, and a reload shows it; what was typed is not lost by a mis-click', async () => {
    const { page } = await administrator('Aabjerg Kommune', 'Pia Højvang');
    await page.getByRole('button', { name: 'Ny enhed' }).click();
    await page.getByLabel('Navn').fill('Plejehjemmet Engen');
    await page.getByRole('link', { name: 'Adgangslog' }).click();
    await page.getByRole('button', { name: 'Bliv her' }).click();
    await page.goBack();
    await page.getByRole('button', { name: 'Bliv her' }).click();
    expect(await page.getByLabel('Navn').inputValue()).toBe('Plejehjemmet Engen');
    await page.getByText('Plejehjem', { exact: true }).click();
    // Twice, as an impatient hand does: one unit.
    await page.getByRole('button', { name: 'Opret enheden' }).dblclick();
    await page.getByText('Enheden er oprettet').waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Plejehjemmet Engen' }).waitFor();
    expect(await page.getByRole('link', { name: 'Plejehjemmet Engen' }).count()).toBe(1);
  });

  test('the sign-in is tried, and each step is told in words; the secret is nowhere', async () => {
    const { page } = await administrator('Aabjerg Kommune', 'Pia Højvang');
    await page.getByRole('link', { name: 'Plejepersonale' }).click();
    expect(await page.getByLabel('Hemmelighed').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Prøv den' }).click();
    const steps = page.getByTestId('trial-step');
    await steps.first().waitFor();
    expect(await steps.count()).toBe(9);
    expect(await steps.filter({ hasText: 'Fejl' }).allInnerTexts()).toEqual([]);

    await page.getByLabel('Klient-ID').fill('somebody-else');
    // What is not saved is not tried, and the old secret is not for a new client.
    expect(await page.getByRole('button', { name: 'Prøv igen' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.getByText('Hemmeligheden skal være mindst 16 tegn').waitFor();
    await page.getByLabel('Hemmelighed').fill('not-the-right-secret-at-all');
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.getByText('Gemt. Prøv det nu.').waitFor();
    await page.getByRole('button', { name: /^Prøv/ }).click();
    await steps.filter({ hasText: 'Fejl' }).filter({ hasText: 'klient-ID' }).waitFor();
    const html = await page.content();
    expect(html).not.toContain('not-the-right-secret-at-all');
    expect(await page.getByLabel('Hemmelighed').inputValue()).toBe('');
  });
});

test('I4: the operator makes a clinic; a number that is taken is refused, and nothing typed is lost', async () => {
  const { page } = await administrator('Drift af Nærvær', 'Viggo Driftager');
  await page.getByRole('button', { name: 'Ny klinik' }).click();
  await page.getByLabel('Klinikkens navn').fill('Lægerne på Torvet');
  await page.getByLabel('Adresse').fill('Torvet 1, 9990 Aabjerg');
  await page.getByLabel('Ydernummer').fill('57584');
  await page.getByLabel('CVR-nummer').fill('12345678');
  await page.getByRole('button', { name: 'Opret klinikken' }).click();
  await page.getByText('CVR-nummeret passer ikke').waitFor();
  await page.getByLabel('CVR-nummer').fill('99003448');
  await page.getByRole('button', { name: 'Opret klinikken' }).click();
  await page.getByText('Det findes allerede').waitFor();
  expect(await page.getByLabel('Klinikkens navn').inputValue()).toBe('Lægerne på Torvet');

  await page.getByLabel('Ydernummer').fill('99');
  await page.getByRole('button', { name: 'Opret klinikken' }).click();
  await page.getByRole('heading', { name: 'Lægerne på Torvet' }).waitFor();
  await page.getByText('000099').waitFor();
  // Back leads to where the form was opened, not into the form.
  await page.goBack();
  await page.getByRole('heading', { name: 'Overblik' }).waitFor();
  await page.getByRole('link', { name: /Lægerne på Torvet/ }).click();
  await page.getByRole('button', { name: 'Fjern klinikken' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Fjern klinikken' }).click();
  await page.getByText('Klinikken er fjernet').waitFor();
  expect(await page.getByRole('link', { name: /Lægerne på Torvet/ }).count()).toBe(0);
});

test('P1: a session that ends in another tab ends here within seconds', async () => {
  const { page } = await administrator('Drift af Nærvær', 'Viggo Driftager');
  await page.evaluate(`fetch('/api/sign-out?app=insight', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })`);
  await signedOut(page).waitFor({ timeout: SECONDS });
});

test('P1: whoever opens an address signs in and is there, and again after a sign-out', async () => {
  const page = await open();
  const address = `${server.origin}/insight/access-log`;
  const choose = () => page.getByRole('link', { name: 'Aabjerg Kommune' }).click();
  const isThere = async (): Promise<void> => {
    await page.getByRole('heading', { name: 'Adgangslog' }).waitFor();
    expect(page.url()).toBe(address);
  };
  await page.goto(address);
  await choose();
  await page.getByRole('button', { name: 'Pia Højvang' }).click();
  await isThere();
  await page.evaluate(`fetch('/api/sign-out?app=insight', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })`);
  await signedOut(page).waitFor({ timeout: SECONDS });
  // The provider still knows her.
  await choose();
  await isThere();
});

describe('a page that nobody touches (P1)', () => {
  test('shows the sign-in within seconds when its administrator is put out', async () => {
    const { page } = await administrator('Aabjerg Kommune', 'Pia Højvang');
    const viggo = await asking(server.origin, 'Viggo Driftager');
    const personId = demoIdOf(MUNICIPALITY, 'Pia Højvang');
    const put = { type: 'endSessions', organisationId: MUNICIPALITY, personId } as const;
    expect(await viggo.change(put)).toBe('ok');
    await signedOut(page).waitFor({ timeout: SECONDS });
    expect(await page.getByText('Pia Højvang').count()).toBe(0);
  });

  test('keeps nobody signed in: half an hour after the last touch it shows the sign-in', async () => {
    const clock = handClock();
    const port = await freePort();
    const idle = await localServer(port, { clock });
    try {
      const page = await open();
      await insightDriver(page, `http://localhost:${port}`).signIn(
        'Aabjerg Kommune',
        'Pia Højvang',
      );
      const looked = () =>
        page.waitForResponse((answer) => answer.url().endsWith('/api/session?app=insight&look=1'));
      for (let minutes = 0; minutes < 28; minutes += 14) {
        clock.skip(14 * 60_000);
        expect(await (await looked()).json()).not.toBeNull();
      }
      clock.skip(3 * 60_000);
      await signedOut(page).waitFor({ timeout: SECONDS });
    } finally {
      await idle.close();
    }
  });
});

test('I5: the log is searched by a number that is kept nowhere, and a copy is fetched', async () => {
  const { page } = await administrator('Drift af Nærvær', 'Viggo Driftager');
  const number = '720341-1234';
  await page.getByRole('link', { name: 'Adgangslog' }).click();
  await page.getByLabel('Borgerens CPR-nummer').fill(number);
  await page.getByRole('button', { name: 'Søg i loggen' }).click();
  await page.getByText('Ingen linjer i perioden').waitFor();
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Kopi til borgeren' }).click();
  const copy = await file;
  expect(copy.suggestedFilename()).toMatch(/^adgangslog-\d{4}-\d{2}-\d{2}\.csv$/);
  expect(await readFile(await copy.path(), 'utf8')).not.toContain('Viggo');
  // The search itself stands in the log by now.
  await page.getByLabel('Borgerens CPR-nummer').fill('');
  await page.getByRole('button', { name: 'Søg i loggen' }).click();
  await page.getByTestId('log-row').filter({ hasText: 'Hentede en kopi til borgeren' }).waitFor();

  await page.getByLabel('Borgerens CPR-nummer').fill(number);
  await page.getByRole('link', { name: 'Overblik' }).click();
  await page.getByRole('heading', { name: 'Organisationer' }).waitFor();
  await page.goBack();
  expect(await page.getByLabel('Borgerens CPR-nummer').inputValue()).toBe('');
  const kept = await page.evaluate<string>(
    `JSON.stringify([location.href, history.state, { ...localStorage }, { ...sessionStorage }])`,
  );
  expect(kept).not.toMatch(/720341/);
});
