import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { databasesLeft } from '../../support/traces.ts';
import { until } from '../../support/until.ts';
import { expectNothingOfVilly, flows, openStand, signInMette } from './stand.ts';
import type { Stand } from './stand.ts';

/** T10: the tablet in the citizen's hands, with a real call and a real doctor. */
let browser: Browser;
let stand: Stand;
beforeAll(async () => {
  browser = await launchBrowser(['--allow-loopback-in-peer-connection']);
});
afterAll(() => browser.close());
beforeEach(async () => {
  stand = await openStand(browser);
  await signInMette(stand);
  await stand.join();
});
afterEach(() => stand.close());

const PIN = '2580';
const page = () => stand.tablet.page;
const heading = (name: string) => page().getByRole('heading', { name });
const button = (name: string) => page().getByRole('button', { name, exact: true });
const unlock = () => page().getByTestId('unlock');

async function type(pin: string): Promise<void> {
  for (const digit of pin) await button(digit).click();
}
async function handOver(): Promise<void> {
  await button('Giv tabletten til borgeren').click();
  await heading('Vælg en kode på fire cifre').waitFor();
  await type(PIN);
  await heading('Tast koden igen').waitFor();
  await type(PIN);
  await unlock().waitFor();
}
async function toCall(): Promise<void> {
  await stand.board.startNext();
  await flows(stand.tablet);
}
/**
 * Nothing to press but the small lock. What a dialog hides from screen readers, and from
 * `getByRole`, comes back some frames after the dialog has gone.
 */
async function expectOnlyTheLock(): Promise<void> {
  await unlock().waitFor();
  await page().getByRole('dialog').waitFor({ state: 'detached' });
  await until(
    'the lock, alone',
    () => page().getByRole('button').allInnerTexts(),
    (names) => names.join() === 'Lås op',
  );
  expect(await page().getByRole('link').count()).toBe(0);
}

describe('in the call (T10)', () => {
  beforeEach(async () => {
    await toCall();
    await handOver();
  });

  test('only the call is left; it goes on through a reload, and the back button leads nowhere', async () => {
    await expectOnlyTheLock();
    await flows(stand.tablet);
    await page()
      .goBack()
      .catch(() => undefined);
    await page()
      .goBack()
      .catch(() => undefined);
    await expectOnlyTheLock();
    await flows(stand.tablet);
    await page().reload();
    await flows(stand.tablet);
    await expectOnlyTheLock();

    await unlock().click();
    await heading('Personalets kode').waitFor();
    await type(PIN);
    await page().getByTestId('call-hang-up').waitFor();
    await flows(stand.tablet);
    // The second time in the same session the code is known.
    await button('Giv tabletten til borgeren').click();
    await expectOnlyTheLock();
  });

  test('five wrong codes make a pause, which a reload does not shorten', async () => {
    await unlock().click();
    for (let tries = 1; tries <= 4; tries += 1) {
      await type('1111');
      await page().getByText('Koden passer ikke').waitFor();
      await page().getByText('0 af 4 cifre tastet').waitFor({ state: 'attached' });
    }
    await type('1111');
    await page().getByText('tastet forkert for mange gange').waitFor();
    expect(await button('1').count()).toBe(0);
    await page().reload();
    await unlock().click();
    await page().getByText('tastet forkert for mange gange').waitFor();
    expect(await button('1').count()).toBe(0);
  });

  test('the call ends: a calm page, and the code opens it', async () => {
    await stand.board.end();
    await heading('Samtalen er slut').waitFor();
    await page().getByText('Giv tabletten tilbage til personalet').waitFor();
    await expectOnlyTheLock();
    await unlock().click();
    await type(PIN);
    await stand.mette.logCitizenOut();
    await page().getByText('Hvem er borgeren?').waitFor();
    await expectNothingOfVilly(stand.tablet);
  });

  test('a forgotten code: the session is closed, and the way leads to the provider', async () => {
    await unlock().click();
    await button('Glemt koden, eller er det ikke dig? Log ind igen').click();
    await heading('Skal Mette Skovbjerg logges ud?').waitFor();
    await button('Annuller').click();
    await expectOnlyTheLock();
    await unlock().click();
    await button('Glemt koden, eller er det ikke dig? Log ind igen').click();
    await button('Slet, og log Mette Skovbjerg ud').click();
    await page().getByRole('button', { name: 'Jonas Kærgaard' }).waitFor();
    expect(await databasesLeft(page())).toEqual([]);
    // The doctor is told that the other side is away, and Mette finds the call again.
    await page().getByRole('button', { name: 'Mette Skovbjerg' }).click();
    await flows(stand.tablet);
    expect(await unlock().count()).toBe(0);
  });
});

test('T10: while waiting the number stays, and the call comes by itself into the citizen’s hands', async () => {
  await handOver();
  await stand.mette.position(1);
  await expectOnlyTheLock();
  await stand.tablet.context.setOffline(true);
  await page().reload();
  await stand.mette.position(1);
  await expectOnlyTheLock();
  await stand.tablet.context.setOffline(false);
  await until(
    'the line is back',
    () => stand.clinic.page.getByText('Er her').count(),
    (count) => count === 1,
  );
  await toCall();
  await expectOnlyTheLock();
});

test('T10: a wrong code counts in every tab of the tablet, and none begins anew', async () => {
  await handOver();
  const second = await stand.tablet.context.newPage();
  await second.goto(page().url());
  await second.getByTestId('unlock').waitFor();
  await unlock().click();
  for (let tries = 1; tries <= 4; tries += 1) {
    await type('1111');
    await page().getByText('Koden passer ikke').waitFor();
    await page().getByText('0 af 4 cifre tastet').waitFor({ state: 'attached' });
  }
  await second.getByTestId('unlock').click();
  for (const digit of '1111')
    await second.getByRole('button', { name: digit, exact: true }).click();
  await second.getByText('tastet forkert for mange gange').waitFor();
  await second.close();
});

test('T10: a question that a citizen opened and left goes by itself, and does not hide the doctor', async () => {
  await page().clock.install();
  await page().reload();
  await stand.mette.position(1);
  await handOver();
  await unlock().click();
  await heading('Personalets kode').waitFor();
  await page().clock.fastForward(31_000);
  await expectOnlyTheLock();
  await unlock().click();
  await button('Glemt koden, eller er det ikke dig? Log ind igen').click();
  await heading('Skal Mette Skovbjerg logges ud?').waitFor();
  await page().clock.fastForward(31_000);
  await expectOnlyTheLock();
});

test('T9: locked and forgotten, the citizen is logged out, then the staff, into the sign-in page', async () => {
  await page().clock.install();
  await page().reload();
  await stand.mette.position(1);
  await handOver();
  const clinic = stand.clinic.page;
  await clinic.getByRole('button', { name: /^Afvis/ }).click();
  const dialog = clinic.getByRole('dialog');
  await dialog.getByText('Klinikken ringer').click();
  await dialog.getByRole('button', { name: /^Afvis/ }).click();
  await heading('Tak, fordi du ventede').waitFor();

  const countdown = (who: RegExp) => page().getByRole('button', { name: who });
  await page().clock.fastForward(91_000);
  await countdown(/^Borgeren logges ud om/).waitFor();
  await page().clock.fastForward(31_000);
  await countdown(/^Borgeren logges ud om/).waitFor({ state: 'detached' });
  await expectOnlyTheLock();
  await page().getByText('Giv tabletten tilbage til personalet').waitFor();
  await expectNothingOfVilly(stand.tablet);
  await page().clock.fastForward(151_000);
  await countdown(/^Du logges ud om/).waitFor();
  await page().clock.fastForward(31_000);
  await page().getByTestId('sign-in').waitFor();
  expect(await unlock().count()).toBe(0);
  expect(await databasesLeft(page())).toEqual([]);
});
