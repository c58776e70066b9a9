import type { Browser, Page } from 'playwright-core';
import { boardDriver } from '../../support/board-driver.ts';
import { openDevice } from '../../support/browser.ts';
import { watchStrangers } from '../../support/inspect.ts';
import { mediaStats } from '../../support/stats.ts';
import { tabletDriver } from '../../support/tablet-driver.ts';
import { until } from '../../support/until.ts';
import { DESK_SHAPES, SHAPES, TABLET_SHAPES } from './scene.ts';
import type { Studio } from './studio.ts';

const flowing = (page: Page): Promise<unknown> =>
  until(
    'the other side’s picture and sound',
    () => mediaStats(page),
    (now) => now.framesDecoded > 10 && now.totalAudioEnergy > 0,
    40_000,
  );

/** The main job on the real server with real calls: three wait, one talks, one is rejected. */
export async function pictureCalls(
  browser: Browser,
  studio: Studio,
  origin: string,
): Promise<void> {
  const open = async (viewport: { readonly width: number; readonly height: number }) => {
    const device = await openDevice(browser, { viewport, reducedMotion: 'reduce' });
    return { ...device, strangers: watchStrangers(device.page, origin) };
  };
  const clinic = await open(SHAPES.desktop);
  const first = await open(SHAPES.upright);
  const second = await open(SHAPES.upright);
  const third = await open(SHAPES.upright);
  const board = boardDriver(clinic.page, origin);
  const onBoard = (scene: string) =>
    studio.photograph(clinic.page, `real/board-${scene}`, DESK_SHAPES);
  const onTablet = (page: Page, scene: string) =>
    studio.photograph(page, `real/tablet-${scene}`, TABLET_SHAPES);

  await board.signIn('Anne Klitgård');
  await onBoard('closed');
  await board.open();

  const mette = tabletDriver(first.page, origin);
  await mette.signIn('Aabjerg Kommune', 'Mette Skovbjerg');
  await mette.saveProfile('Sygeplejerske', 'Plejehjemmet Åhaven');
  await mette.joinWith(
    { number: '720341-1234', name: 'Ellen Kornmark' },
    '57584',
    'Sår på underbenet, der er blevet rødt og varmt siden i går',
  );
  await mette.position(1);

  const karen = tabletDriver(second.page, origin);
  await karen.signIn('Friplejehjemmet Solbakken', 'Karen Møllehave');
  await karen.saveProfile('Sygeplejerske', 'Solbakken, stuen');
  await karen.withoutCpr();
  await karen.chooseClinic('57584');
  await karen.skipCheck();
  await karen.giveReason('To beboere på stuegang efter aftale');
  await karen.position(2);

  const jonas = tabletDriver(third.page, origin);
  await jonas.signIn('Aabjerg Kommune', 'Jonas Kærgaard');
  await jonas.saveProfile('Pædagog', 'Plejehjemmet Åhaven');
  await jonas.joinWith(
    { number: '670238-0021', name: 'Villy Sandager' },
    '57584',
    'Åndenød siden i nat, hævede ben',
  );
  await jonas.position(3);
  await board.row('Villy Sandager');
  await onBoard('three-wait');
  await onTablet(third.page, 'waiting');

  await board.startNext();
  await Promise.all([flowing(clinic.page), flowing(first.page)]);
  await onBoard('call');
  await onTablet(first.page, 'call');

  await board.end();
  await first.page.getByText('Konsultationen er slut').waitFor();
  await onTablet(first.page, 'ended');

  await clinic.page
    .getByRole('button', { name: /^Afvis/ })
    .first()
    .click();
  await clinic.page.getByText('Lægen kommer på besøg').click();
  await clinic.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Afvis/ })
    .click();
  await second.page.getByText('Afvist videokonsultation').first().waitFor();
  await onTablet(second.page, 'rejected');

  for (const device of [clinic, first, second, third]) {
    for (const what of [...device.messages, ...device.strangers]) studio.find('real', what);
    await device.close();
  }
}
