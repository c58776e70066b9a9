import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { databasesLeft, everythingKept } from '../../support/traces.ts';
import { until } from '../../support/until.ts';
import { CLINIC, expectNothingOfVilly, openStand, REASON, signInMette, VILLY } from './stand.ts';
import type { Stand } from './stand.ts';

let browser: Browser;
let stand: Stand;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stand = await openStand(browser);
  await signInMette(stand);
});
afterEach(() => stand.close());

const page = () => stand.tablet.page;
const text = (words: string | RegExp) => page().getByText(words).first();
const tap = (name: string) => page().getByRole('button', { name }).click();

async function leave(): Promise<void> {
  await tap('Forlad køen');
  await tap('Ja, forlad køen');
}
async function toTheReason(): Promise<void> {
  await stand.mette.onBehalfOf(VILLY.number, VILLY.name);
  await stand.mette.chooseClinic(CLINIC);
  await stand.mette.skipCheck();
}
async function reject(note: string): Promise<void> {
  const clinic = stand.clinic.page;
  await clinic.getByRole('button', { name: /^Afvis/ }).click();
  const dialog = clinic.getByRole('dialog');
  await dialog.getByText('Klinikken ringer').click();
  await dialog.getByRole('textbox').fill(note);
  await dialog.getByRole('button', { name: /^Afvis/ }).click();
}

describe('rejected (B5, T11)', () => {
  test('says what happens instead and why, also after a reload, also without network', async () => {
    await stand.join();
    await reject('Vi ringer inden kl. 14');
    const says = async (): Promise<void> => {
      await page().getByRole('heading', { name: 'Afvist videokonsultation' }).waitFor();
      await text('Lægen ringer til jer').waitFor();
      await text('Vi ringer inden kl. 14').waitFor();
    };
    await says();
    await page().reload();
    await says();
    await stand.tablet.context.setOffline(true);
    await page().reload();
    await says();
    await stand.mette.logCitizenOut();
    await text('Hvem er borgeren?').waitFor();
    await expectNothingOfVilly(stand.tablet);
    expect(await everythingKept(page())).not.toContain('Vi ringer inden kl. 14');
  });
});

describe('waiting without network (T7, T12)', () => {
  test('a reload shows the last known place, marked as such, and the line brings the true one', async () => {
    await stand.join();
    await stand.tablet.context.setOffline(true);
    await page().reload();
    await stand.mette.position(1);
    await text('Sidst kendte plads').waitFor();
    await stand.tablet.context.setOffline(false);
    await until(
      'the place is no longer only the last known',
      () => page().getByText('Sidst kendte plads').count(),
      (count) => count === 0,
    );
    await stand.mette.position(1);
  });
});

describe('leaving the queue', () => {
  test('with a line: the row is gone, the tablet says so', async () => {
    await stand.join();
    await leave();
    await text('I har forladt køen').waitFor();
    await until('no row', stand.rows, (count) => count === 0);
  });

  test('without: it is kept, said so, and takes effect when the network is back', async () => {
    await stand.join();
    await stand.tablet.context.setOffline(true);
    await text('Tabletten er uden net').waitFor();
    await leave();
    await text('Indtil da står I stadig i køen').waitFor();
    expect(await stand.rows()).toBe(1);
    await stand.tablet.context.setOffline(false);
    await text('I har forladt køen').waitFor();
    await until('no row', stand.rows, (count) => count === 0);
  });

  test('before the join left the tablet: nothing is sent, ever, and nothing is left (DC4, CM2)', async () => {
    await toTheReason();
    await stand.tablet.context.setOffline(true);
    await text('Uden net').waitFor();
    await stand.mette.giveReason(REASON);
    await text('Gemt, sendes når der er net').waitFor();
    // Still held, and known to be held, in the next life of the page.
    await page().reload();
    await text('Gemt, sendes når der er net').waitFor();
    expect(await everythingKept(page())).toContain(VILLY.number);
    await leave();
    await text('I nåede ikke at komme i kø').waitFor();
    await stand.mette.logCitizenOut();
    await text('Hvem er borgeren?').waitFor();
    await expectNothingOfVilly(stand.tablet);
    await stand.tablet.context.setOffline(false);
    // The same session is heard again, and has nothing more to say of Villy.
    await stand.mette.onBehalfOf('720341-1234', 'Ellen Kornmark');
    await stand.mette.chooseClinic(CLINIC);
    await stand.mette.giveReason('Kontrol');
    await stand.board.row('Ellen Kornmark');
    expect(await stand.rows()).toBe(1);
  });

  test('after it may have been sent: the clinic hears the join and the leave, in this order (CM4)', async () => {
    await toTheReason();
    const { pid = 0 } = stand.server;
    // Takes the bytes, and answers nothing.
    process.kill(pid, 'SIGSTOP');
    try {
      await stand.mette.giveReason(REASON);
      await text('Gemt, sendes når der er net').waitFor({ timeout: 40_000 });
      await leave();
      await text('Indtil da står I stadig i køen').waitFor();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await text('I har forladt køen').waitFor();
    await until('no row', stand.rows, (count) => count === 0);
    await stand.mette.logCitizenOut();
    await text('Hvem er borgeren?').waitFor();
    await until(
      'nothing kept any more',
      () => everythingKept(page()),
      (left) => !left.includes(VILLY.number) && !left.includes(REASON),
    );
  });
});

describe('a page that dies with the join on its way (CM2)', () => {
  /** Writes to keys that begin so are never finished, as if the page died in that instant. */
  const dieAt = (prefix: string): Promise<unknown> =>
    page().evaluate(`(() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (value, key) {
        if (!String(key).startsWith(${JSON.stringify(prefix)})) return put.call(this, value, key);
        window.__died = true;
        return { transaction: { addEventListener() {} } };
      };
    })()`);
  const died = (): Promise<unknown> =>
    until('the instant', () => page().evaluate('window.__died'), Boolean);

  test.each([
    ['before it was sent', 'outbox/'],
    ['before it read the answer', 'settled'],
  ])('%s joins exactly once', async (_when, key) => {
    await toTheReason();
    await dieAt(key);
    await stand.mette.giveReason(REASON);
    await died();
    await page().reload();
    await stand.mette.position(1);
    await stand.board.row(VILLY.name);
    expect(await stand.rows()).toBe(1);
  });
});

describe('a closed tab', () => {
  test('leaves its unsent join to the next one, and no copy of it (DC4)', async () => {
    await toTheReason();
    await stand.tablet.context.setOffline(true);
    await text('Uden net').waitFor();
    await stand.mette.giveReason(REASON);
    await text('Gemt, sendes når der er net').waitFor();
    await page().close();
    await stand.tablet.context.setOffline(false);
    const next = await stand.tablet.context.newPage();
    await next.goto(`${stand.server.origin}/tablet/`);
    await next.getByText('I er nummer 1 i køen').first().waitFor({ state: 'attached' });
    expect(await stand.rows()).toBe(1);
    await until(
      'no copy',
      () => everythingKept(next),
      (left) => !left.includes(VILLY.number),
    );
  });
});

describe('signing out', () => {
  test('with a line goes by the provider, and nothing at all is left', async () => {
    await tap('Log ud');
    await page().getByTestId('sign-in').waitFor();
    expect(await databasesLeft(page())).toEqual([]);
    expect(await page().evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain(
      'vaultKey',
    );
    expect(await stand.tablet.context.cookies()).not.toContainEqual(
      expect.objectContaining({ name: 'naervaer-tablet' }),
    );
    // A shared tablet: the next person picks again, whoever was there before.
    await page().getByTestId('sign-in').click();
    await page().getByRole('button', { name: 'Jonas Kærgaard' }).waitFor();
  });

  test('without one leaves nothing either, and the server hears of it later', async () => {
    await stand.tablet.context.setOffline(true);
    await tap('Log ud');
    await text('Ingen forbindelse').waitFor();
    expect(await databasesLeft(page())).toEqual([]);
    await stand.tablet.context.setOffline(false);
    await page().getByTestId('sign-in').waitFor();
    expect(await page().evaluate(`fetch('/api/session?app=tablet').then((a) => a.json())`)).toBe(
      null,
    );
  });
});
