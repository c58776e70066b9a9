import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { until } from '../../support/until.ts';
import { flows, openStand, signInMette, VILLY } from './stand.ts';
import type { Stand } from './stand.ts';

/** What is sent from a page's camera and microphone now. */
const liveTracks = (page: Page): Promise<number> =>
  page.evaluate(`window.__tracks.filter((track) => track.readyState === 'live').length`);

const WATCH_TRACKS = `(() => {
  window.__tracks = [];
  const take = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (...how) => {
    const stream = await take(...how);
    window.__tracks.push(...stream.getTracks());
    return stream;
  };
})()`;

describe('a clinician with the board in two windows (C1)', () => {
  let browser: Browser;
  let stand: Stand;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    stand = await openStand(browser);
    await stand.clinic.context.addInitScript(WATCH_TRACKS);
    await stand.clinic.page.reload();
    await signInMette(stand);
    await stand.join();
  });
  afterEach(() => stand?.close());

  it('speaks in the one where the call was started, and takes it to the other when asked', async () => {
    const { clinic, board, server, tablet } = stand;
    const first = clinic.page;
    const second = await clinic.context.newPage();
    await second.goto(`${server.origin}/board/`);
    await second.getByTestId('queue-row').filter({ hasText: VILLY.name }).waitFor();
    const elsewhere = (page: Page) =>
      page.getByRole('heading', { name: 'Samtalen er ikke i dette vindue' });
    const picture = { first: clinic, second: { ...clinic, page: second } };

    await board.startNext();
    await flows(picture.first);
    // The other window is still the queue, and its camera was never opened.
    await second.getByRole('heading', { name: 'Ingen venter' }).waitFor();
    expect(await liveTracks(second)).toBe(0);

    await second.getByRole('button', { name: /Til opkaldet/ }).click();
    await elsewhere(second).waitFor();
    expect(await liveTracks(second)).toBe(0);
    await second.getByRole('button', { name: 'Tag samtalen her' }).click();
    await flows(picture.second);
    await elsewhere(first).waitFor();
    expect(await liveTracks(first)).toBe(0);
    await flows(tablet);

    // A reload changes nothing of whose it is, in either window.
    await second.reload();
    await flows(picture.second);
    await first.reload();
    await elsewhere(first).waitFor();
    expect(await liveTracks(first)).toBe(0);
    await flows(picture.second);

    await first.getByRole('button', { name: 'Tag samtalen her' }).click();
    await flows(picture.first);
    await elsewhere(second).waitFor();
    await second.close();
    await flows(picture.first);

    // A window that is opened in the middle does not take it either.
    const third = await clinic.context.newPage();
    await third.goto(`${server.origin}/board/`);
    await elsewhere(third).waitFor();
    expect(await liveTracks(third)).toBe(0);
    await flows(picture.first);

    // Nor is it lost with the window that had it.
    await first.close();
    await third.getByText('Den er lige nu ikke åben i noget vindue').waitFor();
    await third.getByRole('button', { name: 'Tag samtalen her' }).click();
    await flows({ ...clinic, page: third });
    await flows(tablet);
    await third.getByRole('button', { name: 'Afslut' }).click();
    await third.getByRole('heading', { name: 'Ingen venter' }).waitFor();
  });

  it('speaks in the other one when it was put back and is started there', async () => {
    const { clinic, board, server, tablet } = stand;
    // Nobody looks at the tablet, so it does not go in, and the call can still be put back (T8).
    await tablet.page.evaluate(`Object.defineProperty(document, 'hidden', { get: () => true })`);
    const first = clinic.page;
    const second = await clinic.context.newPage();
    await second.goto(`${server.origin}/board/`);
    const row = (page: Page) => page.getByTestId('queue-row').filter({ hasText: VILLY.name });
    await row(second).waitFor();

    await board.startNext();
    await until(
      'an own picture',
      () => liveTracks(first),
      (live) => live === 2,
    );
    await first.getByRole('button', { name: 'Læg tilbage i køen' }).click();
    await row(first).waitFor();
    expect(await liveTracks(first)).toBe(0);

    await row(second)
      .getByRole('button', { name: /^Start/ })
      .click();
    await until(
      'an own picture',
      () => liveTracks(second),
      (live) => live === 2,
    );
    await second.getByText('Patienten er på vej').waitFor();
    await first.getByRole('heading', { name: 'Ingen venter' }).waitFor();
    expect(await liveTracks(first)).toBe(0);
  });
});
