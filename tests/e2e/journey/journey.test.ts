import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boardDriver } from '../../support/board-driver.ts';
import { launchBrowser, openDevice, SIZES } from '../../support/browser.ts';
import { serverProcess } from '../../support/server-process.ts';
import type { ServerProcess } from '../../support/server-process.ts';
import { mediaStats } from '../../support/stats.ts';
import { tabletDriver } from '../../support/tablet-driver.ts';
import { until } from '../../support/until.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser(['--allow-loopback-in-peer-connection']);
});
afterAll(() => browser.close());

describe.each([
  { name: 'directly', env: {}, candidate: /host|prflx|srflx/ },
  { name: 'through the relay alone', env: { ICE_TRANSPORT_POLICY: 'relay' }, candidate: /^relay$/ },
])('from the tablet to the board to the picture, $name', ({ env, candidate }) => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await serverProcess(env);
    await server.start();
  });
  afterAll(() => server.dispose());

  test('two tablets wait, the doctor starts the first, both see and hear the other, the second moves up', async () => {
    const clinic = await openDevice(browser, { viewport: SIZES.desktop });
    const first = await openDevice(browser, { viewport: SIZES.tablet, hasTouch: true });
    const second = await openDevice(browser, { viewport: SIZES.tabletAcross, hasTouch: true });
    const board = boardDriver(clinic.page, server.origin);
    const mette = tabletDriver(first.page, server.origin);
    const karen = tabletDriver(second.page, server.origin);

    await board.signIn('Anne Klitgård');
    await board.open();

    await mette.signIn('Aabjerg Kommune', 'Mette Skovbjerg');
    await mette.saveProfile('Sygeplejerske', 'Plejehjemmet Åhaven');
    await mette.onBehalfOf('720341-1234', 'Ellen Kornmark');
    await mette.chooseClinic('57584');
    await mette.skipCheck();
    await mette.giveReason('Sår på underbenet');
    await mette.position(1);
    await board.row('Ellen Kornmark');

    await karen.signIn('Friplejehjemmet Solbakken', 'Karen Møllehave');
    await karen.saveProfile('Sygeplejerske', 'Solbakken, stuen');
    await karen.withoutCpr();
    await karen.chooseClinic('57584');
    await karen.skipCheck();
    await karen.giveReason('To beboere på stuegang');
    await karen.position(2);
    await board.row('Uden CPR');

    await board.startNext();
    for (const page of [clinic.page, first.page]) {
      const before = await mediaStats(page);
      const stats = await until(
        'frames and sound of the other side',
        () => mediaStats(page),
        (now) => now.framesDecoded > before.framesDecoded + 10 && now.totalAudioEnergy > 0,
        40_000,
      );
      expect(stats.localCandidate).toMatch(candidate);
      const video = page.getByTestId('other-video');
      expect(
        await video.evaluate((v) => (v as unknown as { videoWidth: number }).videoWidth),
      ).toBeGreaterThan(0);
    }
    await karen.position(1);

    await board.end();
    await first.page.getByText('Konsultationen er slut').waitFor();
    await mette.logCitizenOut();
    await first.page.getByText('Hvem er borgeren?').waitFor();
    await first.page.getByRole('banner').getByRole('button', { name: 'Log ud' }).click();
    await first.page.getByText('Log ind med din arbejdskonto').waitFor();

    for (const { messages } of [clinic, first, second]) expect(messages).toEqual([]);
    await Promise.all([clinic.close(), first.close(), second.close()]);
  });
});
