import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boardDriver } from '../../support/board-driver.ts';
import type { BoardDriver } from '../../support/board-driver.ts';
import { launchBrowser, openDevice, SIZES } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { serverProcess } from '../../support/server-process.ts';
import type { ServerProcess } from '../../support/server-process.ts';
import { mediaStats } from '../../support/stats.ts';
import { tabletDriver } from '../../support/tablet-driver.ts';
import type { TabletDriver } from '../../support/tablet-driver.ts';
import { everythingKept } from '../../support/traces.ts';
import { until } from '../../support/until.ts';

const VILLY = { number: '670238-0021', name: 'Villy Sandager' };

let browser: Browser;
let server: ServerProcess;
let clinic: Device;
let tablet: Device;
let board: BoardDriver;
let mette: TabletDriver;

beforeAll(async () => {
  browser = await launchBrowser(['--allow-loopback-in-peer-connection']);
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await serverProcess();
  await server.start();
  clinic = await openDevice(browser, { viewport: SIZES.desktop });
  tablet = await openDevice(browser, { viewport: SIZES.tablet, hasTouch: true });
  board = boardDriver(clinic.page, server.origin);
  mette = tabletDriver(tablet.page, server.origin);
  await board.signIn('Anne Klitgård');
  await mette.signIn('Aabjerg Kommune', 'Mette Skovbjerg');
  await mette.saveProfile('Sygeplejerske', 'Plejehjemmet Åhaven');
});
afterEach(async () => {
  await clinic.close();
  await tablet.close();
  await server.dispose();
});

const flows = (page: Page, more: number): Promise<unknown> =>
  mediaStats(page).then((before) =>
    until(
      `${more} more frames`,
      () => mediaStats(page),
      (now) => now.framesDecoded > before.framesDecoded + more && now.totalAudioEnergy > 0,
      40_000,
    ),
  );

const rows = (): Promise<number> => clinic.page.getByTestId('queue-row').count();

describe('a clinic that is not open (B3)', () => {
  test('the tablet says closed before the reason, and follows an opening within a second', async () => {
    await mette.onBehalfOf(VILLY.number, VILLY.name);
    await tablet.page.getByLabel('Søg efter klinikken').fill('57584');
    await tablet.page.getByTestId('clinic').first().click();
    await tablet.page.getByText('Klinikken har lukket for video lige nu').first().waitFor();
    const goOn = tablet.page.getByRole('button', { name: 'Fortsæt', exact: true });
    expect(await goOn.isEnabled()).toBe(false);
    await board.open();
    await tablet.page.getByText('Klinikken har åbent for video').waitFor({ timeout: 1_000 });
    await until('the way on', () => goOn.isEnabled(), Boolean);
  });

  test('closing keeps those who wait, tells them, and ends when the last one is helped', async () => {
    await board.open();
    await mette.joinWith(VILLY, '57584', 'Sår på underbenet');
    await board.row(VILLY.name);
    await clinic.page.getByRole('button', { name: 'Luk for video' }).click();
    await tablet.page.getByText('Klinikken lukker for nye').waitFor({ timeout: 1_000 });
    await clinic.page.getByRole('button', { name: /^Afvis/ }).click();
    await clinic.page.getByText('Lægen kommer på besøg').click();
    await clinic.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Afvis/ })
      .click();
    await tablet.page.getByRole('heading', { name: 'Afvist videokonsultation' }).waitFor();
    await tablet.page.getByText('Lægen kommer hjem til borgeren').waitFor();
    await clinic.page.getByTestId('clinic-mode').getByText('Lukket for video').waitFor();
  });
});

describe('a flaky network (T12)', () => {
  test('offline from before the join until after: kept, said so, and joined exactly once', async () => {
    await board.open();
    await mette.onBehalfOf(VILLY.number, VILLY.name);
    await mette.chooseClinic('57584');
    await mette.skipCheck();
    await tablet.context.setOffline(true);
    await mette.giveReason('Sår på underbenet');
    await tablet.page.getByText('Gemt, sendes når der er net').first().waitFor();
    // The same tab is reloaded meanwhile: the shell opens offline, on the same screen.
    await tablet.page.reload();
    await tablet.page.getByText('Gemt, sendes når der er net').first().waitFor();
    expect(await rows()).toBe(0);
    await tablet.context.setOffline(false);
    await mette.position(1);
    await board.row(VILLY.name);
    expect(await rows()).toBe(1);
  });

  test('the place survives a reload, and a server that was killed', async () => {
    await board.open();
    await mette.joinWith(VILLY, '57584', 'Sår på underbenet');
    await mette.position(1);
    await tablet.page.reload();
    await mette.position(1);
    await server.kill();
    await tablet.page.getByText('Tabletten er uden net').first().waitFor();
    await server.start();
    await mette.position(1);
    await until(
      'the line is back',
      () => tablet.page.getByText('Tabletten er uden net').count(),
      (n) => n === 0,
    );
    await board.row(VILLY.name);
    expect(await rows()).toBe(1);
    // The views of the new line live: what happens now is seen now, on both screens.
    await clinic.page.getByRole('button', { name: 'Luk for video' }).click();
    await tablet.page.getByText('Klinikken lukker for nye').waitFor();
    await tablet.page.getByRole('button', { name: 'Forlad køen' }).click();
    await tablet.page.getByRole('button', { name: 'Ja, forlad køen' }).click();
    await until('no row', rows, (count) => count === 0);
  });
});

describe('a call under way', () => {
  beforeEach(async () => {
    await board.open();
    await mette.joinWith(VILLY, '57584', 'Sår på underbenet');
    await board.row(VILLY.name);
    await board.startNext();
    await flows(clinic.page, 10);
    await flows(tablet.page, 10);
  });

  test('goes on through a kill of the server, in the same connection', async () => {
    const before = await mediaStats(tablet.page);
    await server.kill();
    await flows(clinic.page, 30);
    await flows(tablet.page, 30);
    await server.start();
    await flows(tablet.page, 60);
    const after = await mediaStats(tablet.page);
    expect(after.connections).toBe(1);
    expect(after.states).toEqual(before.states);
    await board.end();
    await tablet.page.getByText('Konsultationen er slut').waitFor();
  });

  test.each(['tablet', 'board'])('comes back after the %s was reloaded', async (which) => {
    await (which === 'tablet' ? tablet : clinic).page.reload();
    await flows(clinic.page, 20);
    await flows(tablet.page, 20);
  });

  test('the care worker hangs up: both sides end, nothing of the citizen is left after log-out', async () => {
    await tablet.page.getByTestId('call-hang-up').click();
    await tablet.page.getByText('Konsultationen er slut').waitFor();
    await clinic.page.getByTestId('other-video').waitFor({ state: 'detached' });
    await mette.logCitizenOut();
    await tablet.page.getByText('Hvem er borgeren?').waitFor();
    const left = await everythingKept(tablet.page);
    for (const value of [VILLY.number, '6702380021', VILLY.name, 'Sår på underbenet']) {
      expect(left.includes(value), value).toBe(false);
    }
    // The search can find: what is of the care worker is there.
    expect(left).toContain('Mette Skovbjerg');
    expect(left).toContain('plejehjemmet-aahaven');
  });
});

describe('two clinicians (B4)', () => {
  test('click the same patient in the same instant: one gets it, the other reads who did', async () => {
    await board.open();
    const second = await openDevice(browser, { viewport: SIZES.desktop });
    const other = boardDriver(second.page, server.origin);
    await other.signIn('Henrik Solvang');
    await mette.joinWith(VILLY, '57584', 'Sår på underbenet');
    await board.row(VILLY.name);
    await other.row(VILLY.name);
    // Both buttons in hand first, so that neither click waits for what the other one changes.
    const buttons = await Promise.all(
      [clinic, second].map(({ page }) =>
        page
          .getByRole('button', { name: /^Start videokonsultation/ })
          .first()
          .elementHandle(),
      ),
    );
    await Promise.all(buttons.map((button) => button?.dispatchEvent('click')));
    const calls = () =>
      Promise.all([clinic, second].map(({ page }) => page.getByTestId('other-video').count()));
    await until('one call', calls, ([a = 0, b = 0]) => a + b === 1);
    const [first = 0] = await calls();
    const [loser, winner] = first === 1 ? [second, 'Anne Klitgård'] : [clinic, 'Henrik Solvang'];
    await loser.page.getByText(winner).first().waitFor();
    await second.close();
  });
});
