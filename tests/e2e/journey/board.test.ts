import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boardDriver } from '../../support/board-driver.ts';
import { launchBrowser, openDevice, SIZES } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { tabletDriver } from '../../support/tablet-driver.ts';
import { until } from '../../support/until.ts';
import { CLINIC, flows, openStand, signInMette, VILLY } from './stand.ts';
import type { Stand } from './stand.ts';

let browser: Browser;
let stand: Stand;
beforeAll(async () => {
  browser = await launchBrowser(['--allow-loopback-in-peer-connection']);
});
afterAll(() => browser.close());
afterEach(() => stand.close());

const clinic = () => stand.clinic.page;
const tablet = () => stand.tablet.page;
const row = () => clinic().getByTestId('queue-row');
const start = () => clinic().getByRole('button', { name: /^Start videokonsultation/ });
const picture = (page: Page) => page.getByTestId('other-video');
const gone = { state: 'detached' } as const;

async function tell(open: RegExp, words: string): Promise<void> {
  await clinic().getByRole('button', { name: open }).click();
  const dialog = clinic().getByRole('dialog');
  await dialog.getByText('10 min', { exact: true }).click();
  await dialog.getByRole('textbox').fill(words);
  await dialog.getByRole('button', { name: 'Send besked' }).click();
  await dialog.waitFor(gone);
}

describe('the queue', () => {
  beforeEach(async () => {
    stand = await openStand(browser);
    await signInMette(stand);
  });

  test('B5: a colleague rejects from another window, and this board follows', async () => {
    await stand.join();
    const second = await openDevice(browser, { viewport: SIZES.desktop });
    const henrik = boardDriver(second.page, stand.server.origin);
    await henrik.signIn('Henrik Solvang');
    await henrik.row(VILLY.name);
    await second.page.getByRole('button', { name: /^Afvis/ }).click();
    const dialog = second.page.getByRole('dialog');
    // Not without saying what happens instead.
    await dialog.getByRole('button', { name: /^Afvis/ }).click();
    expect(await stand.rows()).toBe(1);
    await dialog.getByText('Lægen kommer på besøg').click();
    await dialog.getByRole('button', { name: /^Afvis/ }).click();
    await row().waitFor(gone);
    await tablet().getByText('Lægen kommer hjem til borgeren').waitFor();
    await second.close();
  });

  test('B6: a message to one reaches that one, a message to all everybody', async () => {
    await stand.join();
    const other = await openDevice(browser, { viewport: SIZES.tabletAcross, hasTouch: true });
    const karen = tabletDriver(other.page, stand.server.origin);
    await karen.signIn('Friplejehjemmet Solbakken', 'Karen Møllehave');
    await karen.saveProfile('Sygeplejerske', 'Solbakken, stuen');
    await karen.withoutCpr();
    await karen.chooseClinic(CLINIC);
    await karen.skipCheck();
    await karen.giveReason('Stuegang');
    await karen.position(2);

    await tell(/^Besked.*Villy/, 'Find gerne såret frem');
    await tablet().getByText('Find gerne såret frem').waitFor();
    await tablet().getByText('Regn med 10 minutter ekstra').waitFor();
    expect(await other.page.getByText('Find gerne såret frem').count()).toBe(0);

    await tell(/^Besked til alle/, 'Lægen er ved en akut patient');
    await other.page.getByText('Lægen er ved en akut patient').waitFor();
    await tablet().getByText('Lægen er ved en akut patient').waitFor();
    await stand.mette.position(1);
    await karen.position(2);
    await other.close();
  });

  test('B3: closing with nobody waiting is closed at once', async () => {
    await clinic().getByRole('button', { name: 'Luk for video' }).click();
    await clinic().getByTestId('clinic-mode').getByText('Lukket for video').waitFor();
  });

  test('a reload of the board shows the same queue', async () => {
    await stand.join();
    await clinic().reload();
    await stand.board.row(VILLY.name);
    expect(await stand.rows()).toBe(1);
    expect(await start().isEnabled()).toBe(true);
  });

  test('without a line the board says how old it is, and nothing can be started until it is back', async () => {
    await stand.join();
    await stand.clinic.context.setOffline(true);
    await clinic().getByText('Sidst opdateret kl.').waitFor();
    await clinic().getByText('Du kan starte, når forbindelsen er tilbage.').waitFor();
    expect(await start().isDisabled()).toBe(true);
    expect(await clinic().getByRole('button', { name: 'Luk for video' }).isDisabled()).toBe(true);
    await stand.board.row(VILLY.name);
    // What happens meanwhile is there when the line is back.
    await tablet().getByRole('button', { name: 'Forlad køen' }).click();
    await tablet().getByRole('button', { name: 'Ja, forlad køen' }).click();
    await tablet().getByText('I har forladt køen').waitFor();
    await stand.clinic.context.setOffline(false);
    await row().waitFor(gone);
    await clinic().getByText('Sidst opdateret kl.').waitFor(gone);
  });

  test('B4: a double click on start makes one call', async () => {
    await stand.join();
    await start().dblclick();
    await flows(stand.clinic);
    await flows(stand.tablet);
    expect(await picture(clinic()).count()).toBe(1);
    expect(await clinic().getByText('Du er allerede').count()).toBe(0);
    await stand.board.end();
    await tablet().getByText('Konsultationen er slut').waitFor();
  });

  test('B4: whoever is away can be called, and comes in when they are back', async () => {
    await stand.join();
    await stand.tablet.context.setOffline(true);
    await row().getByText('Væk siden').waitFor();
    await start().click();
    await clinic().getByText('Patienten er på vej').first().waitFor();
    await stand.tablet.context.setOffline(false);
    await flows(stand.tablet);
    await flows(stand.clinic);
  });
});

test('B7: who has been called and not come in can be put back, and keeps the place', async () => {
  // A camera that is not allowed yet: the tablet asks before it goes in.
  stand = await openStand(browser, { permissions: [] });
  await signInMette(stand);
  await stand.join();
  await stand.board.startNext();
  await tablet().getByText('Det er jeres tur').first().waitFor();
  await clinic().getByRole('button', { name: 'Læg tilbage i køen' }).click();
  await stand.board.row(VILLY.name);
  await stand.mette.position(1);
});

describe('a call', () => {
  beforeEach(async () => {
    stand = await openStand(browser);
    await signInMette(stand);
    await stand.join();
    await stand.board.startNext();
    await flows(stand.clinic);
    await flows(stand.tablet);
  });

  test('goes on when the doctor closes the page and opens it again', async () => {
    await clinic().close();
    await tablet().getByText('Lægen er på vej tilbage').first().waitFor({ timeout: 30_000 });
    const again: Device = { ...stand.clinic, page: await stand.clinic.context.newPage() };
    await again.page.goto(`${stand.server.origin}/board/`);
    await flows(again);
    await flows(stand.tablet);
    await boardDriver(again.page, stand.server.origin).end();
    await tablet().getByText('Konsultationen er slut').waitFor();
  });

  test('ended by the doctor while the tablet is offline is over when it is back', async () => {
    await stand.tablet.context.setOffline(true);
    await stand.board.end();
    await picture(clinic()).waitFor(gone);
    expect(await tablet().getByText('Konsultationen er slut').count()).toBe(0);
    await stand.tablet.context.setOffline(false);
    await tablet().getByText('Konsultationen er slut').waitFor();
  });

  test('hung up on a tablet that is offline is kept, said so, and over when it is back', async () => {
    await stand.tablet.context.setOffline(true);
    await tablet().getByTestId('call-hang-up').click();
    await tablet().getByText('Afslutningen er gemt').waitFor();
    await stand.tablet.context.setOffline(false);
    await picture(clinic()).waitFor(gone);
    await until(
      'all is sent',
      () => tablet().getByText('Afslutningen er gemt').count(),
      (count) => count === 0,
    );
    expect(await stand.rows()).toBe(0);
  });

  test('ended by the tablet while the board is offline is over when it is back', async () => {
    await stand.clinic.context.setOffline(true);
    await tablet().getByTestId('call-hang-up').click();
    await tablet().getByText('Konsultationen er slut').waitFor();
    await stand.clinic.context.setOffline(false);
    await picture(clinic()).waitFor(gone);
    await clinic().getByText('Ingen venter').first().waitFor();
  });
});
