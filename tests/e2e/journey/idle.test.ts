import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { databasesLeft } from '../../support/traces.ts';
import { until } from '../../support/until.ts';
import { CLINIC, expectNothingOfVilly, flows, openStand, signInMette, VILLY } from './stand.ts';
import type { Stand } from './stand.ts';

/** The tablet's clock alone jumps: the server, and the people at the board, live in the present. */
let browser: Browser;
let stand: Stand;
beforeAll(async () => {
  browser = await launchBrowser(['--allow-loopback-in-peer-connection']);
});
afterAll(() => browser.close());
beforeEach(async () => {
  stand = await openStand(browser);
  await stand.tablet.page.clock.install();
  await signInMette(stand);
});
afterEach(() => stand.close());

const page = () => stand.tablet.page;
const CITIZEN = /^Borgeren logges ud om \d+ sekunder\. Tryk her for at fortsætte$/;
const STAFF = /^Du logges ud om \d+ sekunder\. Tryk her for at fortsætte$/;
const countdown = (words: RegExp) => page().getByRole('button', { name: words });

describe('a citizen on the tablet (T9)', () => {
  test('is logged out after two minutes, with thirty seconds to keep on', async () => {
    await stand.mette.onBehalfOf(VILLY.number, VILLY.name);
    await page().getByLabel('Søg efter klinikken').fill(CLINIC);
    await page().clock.fastForward(85_000);
    expect(await countdown(CITIZEN).count()).toBe(0);
    await page().clock.fastForward(6_000);
    await countdown(CITIZEN).click();
    await countdown(CITIZEN).waitFor({ state: 'detached' });
    await page().getByLabel('Søg efter klinikken').waitFor();

    await page().clock.fastForward(91_000);
    await countdown(CITIZEN).waitFor();
    await page().clock.fastForward(31_000);
    await page().getByText('Hvem er borgeren?').waitFor();
    expect(await countdown(CITIZEN).count()).toBe(0);
    await expectNothingOfVilly(stand.tablet);
  });

  test('is not shown again by a page that was closed for longer than that', async () => {
    await stand.mette.onBehalfOf(VILLY.number, VILLY.name);
    await page().getByLabel('Søg efter klinikken').waitFor();
    await page().clock.fastForward(60_000);
    await page().goto('about:blank');
    await page().clock.fastForward(180_000);
    await page().goto(`${stand.server.origin}/tablet/`);
    await page().getByText('Hvem er borgeren?').waitFor();
    expect(await page().getByLabel('Borgerens navn').inputValue()).toBe('');
    await expectNothingOfVilly(stand.tablet);
  });
});

test('staff are signed out after five minutes, and nothing at all is left (T9)', async () => {
  await page().getByText('Hvem er borgeren?').waitFor();
  await page().clock.fastForward(265_000);
  expect(await countdown(STAFF).count()).toBe(0);
  await page().clock.fastForward(6_000);
  await countdown(STAFF).click();
  await countdown(STAFF).waitFor({ state: 'detached' });

  await page().clock.fastForward(271_000);
  await countdown(STAFF).waitFor();
  await page().clock.fastForward(31_000);
  await page().getByTestId('sign-in').waitFor();
  expect(await databasesLeft(page())).toEqual([]);
});

describe('never (T9)', () => {
  test('while waiting, and once it is over the two minutes run', async () => {
    await stand.join();
    await page().clock.fastForward(600_000);
    await stand.mette.position(1);
    expect(await countdown(CITIZEN).count()).toBe(0);
    await until(
      'still here for the doctor',
      () => stand.clinic.page.getByText('Er her').count(),
      (count) => count === 1,
    );
    const clinic = stand.clinic.page;
    await clinic.getByRole('button', { name: /^Afvis/ }).click();
    await clinic.getByRole('dialog').getByText('Klinikken ringer').click();
    await clinic
      .getByRole('dialog')
      .getByRole('button', { name: /^Afvis/ })
      .click();
    await page().getByRole('heading', { name: 'Afvist videokonsultation' }).waitFor();
    await page().clock.fastForward(91_000);
    await countdown(CITIZEN).waitFor();
    await page().clock.fastForward(31_000);
    await page().getByText('Hvem er borgeren?').waitFor();
    await expectNothingOfVilly(stand.tablet);
  });

  test('in a call', async () => {
    await stand.join();
    await stand.board.startNext();
    await page().clock.fastForward(3_000);
    await flows(stand.tablet);
    await page().clock.fastForward(600_000);
    await flows(stand.tablet);
    await flows(stand.clinic);
    expect(await countdown(CITIZEN).count()).toBe(0);
  });
});
