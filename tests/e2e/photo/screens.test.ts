import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openDevice } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { DESK_SHAPES, SHAPES, TABLET_SHAPES } from '../ui/scene.ts';
import type { Shape } from '../ui/scene.ts';
import { openStudio } from '../ui/studio.ts';
import type { Studio } from '../ui/studio.ts';
import { serveTestPage } from '../../support/test-page.ts';

let browser: Browser;
let served: Awaited<ReturnType<typeof serveTestPage>>;
let studio: Studio;
let folder: string;
const asksForPictures = process.env['PHOTO_PICTURES'];
const open: Device[] = [];

beforeAll(async () => {
  [browser, served] = await Promise.all([
    launchBrowser(),
    serveTestPage(join(import.meta.dirname, 'page')),
  ]);
  folder = asksForPictures ?? (await mkdtemp(join(tmpdir(), 'naervaer-photo-shots-')));
  studio = await openStudio(browser, folder);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((device) => device.close()));
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
  if (asksForPictures === undefined) await rm(folder, { recursive: true, force: true });
});

async function show(
  side: 'clinician' | 'waiter',
  shape: Shape,
  more = '',
): Promise<{ page: Page; messages: readonly string[] }> {
  const device = await openDevice(browser, { viewport: SHAPES[shape], reducedMotion: 'reduce' });
  open.push(device);
  device.page.setDefaultTimeout(15_000);
  await device.page.goto(`${served.origin}/?side=${side}${more}`);
  await device.page.getByTestId('call-photo').waitFor();
  return device;
}
const say = (page: Page, what: string) => page.evaluate(`stage.${what}`);
const hears = (page: Page) => page.evaluate<{ held: boolean[]; lent: string[] }>('stage.hears()');
const state = (page: Page, testId: string, is: string) =>
  page.locator(`[data-testid=${testId}][data-state=${is}]`);

describe('a photo is taken (C5)', () => {
  it('P9: asked for, aimed, frozen, used, received; clean for axe at all sizes', async () => {
    const { page, messages } = await show('waiter', 'upright');
    await say(page, 'otherAsks()');
    await page.getByText('Lægen beder om et billede').waitFor();
    await studio.photograph(page, 'photo/asked', TABLET_SHAPES);
    await page.getByRole('button', { name: 'Tag et billede', exact: true }).click();
    const camera = page.getByTestId('photo-camera');
    const shutter = camera.getByRole('button', { name: 'Tag billedet' });
    await shutter.waitFor();
    await studio.photograph(page, 'photo/camera', TABLET_SHAPES);
    await shutter.click();
    await camera.getByText('Er billedet skarpt?').waitFor();
    await studio.photograph(page, 'photo/frozen', TABLET_SHAPES);
    // Once more: the camera opens again.
    await camera.getByRole('button', { name: 'Tag et nyt' }).click();
    await shutter.click();
    await camera.getByRole('button', { name: 'Brug billedet' }).click();
    await camera.waitFor({ state: 'detached' });
    await state(page, 'photo-sent', 'received').getByText('Modtaget af lægen').waitFor();
    expect(await page.getByText('Lægen beder om et billede').count()).toBe(0);
    await studio.photograph(page, 'photo/sent', TABLET_SHAPES);
    const { held, lent } = await hears(page);
    expect(held.slice(0, 2)).toEqual([true, false]);
    expect(lent).toEqual(['lent', 'shown', 'shown', 'back']);
    expect(studio.findings).toEqual([]);
    expect(messages).toEqual([]);
  }, 200_000);

  it('says no, and goes on without a camera of its own', async () => {
    const { page } = await show('clinician', 'desktop');
    await page.getByTestId('call-photo').click();
    await page.getByText('Vi har bedt om et billede').waitFor();
    expect(await page.getByTestId('call-photo').isDisabled()).toBe(true);
    await say(page, 'otherDeclines()');
    await page.getByText('De kan ikke tage et billede lige nu').waitFor();
    await page.getByRole('button', { name: 'OK' }).click();
    expect(await page.getByTestId('call-photo').isDisabled()).toBe(false);
  });

  it('P9: by keyboard alone; Escape goes back to the call and the camera with it', async () => {
    const { page } = await show('waiter', 'across');
    await page.getByTestId('call-photo').focus();
    await page.keyboard.press('Enter');
    const camera = page.getByTestId('photo-camera');
    await camera.getByRole('button', { name: 'Tag billedet' }).waitFor();
    await page.keyboard.press('Escape');
    await camera.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement?.dataset.testid')).toBe('call-photo');
    expect((await hears(page)).lent).toEqual(['lent', 'shown', 'back']);
  });
});

describe('the doctor looks at it (C5)', () => {
  it('P9: preview first with its progress in words, then whole; two beside each other', async () => {
    const { page, messages } = await show('clinician', 'desktop', '&speed=60');
    await say(page, 'otherSends(0)');
    await page.getByText(/Kommer: \d+ %/).waitFor();
    await studio.photograph(page, 'photo/arriving', DESK_SHAPES, { themes: ['light'] });
    await state(page, 'photo-received', 'whole').waitFor();
    await say(page, 'otherSends(1)');
    await state(page, 'photo-received', 'whole').nth(1).waitFor();
    await studio.photograph(page, 'photo/tray', DESK_SHAPES);
    await page.getByTestId('photo-received').first().click();
    await page.getByTestId('photo-viewer').waitFor();
    await studio.photograph(page, 'photo/viewer', DESK_SHAPES);
    await page.getByTestId('photo-compare').click();
    expect(await page.getByTestId('photo-pane').count()).toBe(2);
    await studio.photograph(page, 'photo/compare', DESK_SHAPES);
    await say(page, "language('en')");
    await studio.photograph(page, 'photo/compare', ['desktop', 'phone'], {
      language: 'en',
      themes: ['light'],
    });
    expect(studio.findings).toEqual([]);
    expect(messages).toEqual([]);
  }, 200_000);

  it('P9: zooms, moves, turns and fits, by keys, wheel, mouse and buttons', async () => {
    const { page } = await show('clinician', 'half');
    await say(page, 'otherSends(0)');
    await state(page, 'photo-received', 'whole').waitFor();
    await page.getByTestId('photo-received').press('Enter');
    const canvas = page.getByTestId('photo-pane').locator('canvas');
    const scale = () => canvas.getAttribute('data-scale');
    /** What is drawn, as a few pixels of it: it changes when what is seen moves. */
    const seen = () =>
      canvas.evaluate((element) => (element as unknown as { toDataURL(): string }).toDataURL());
    await canvas.focus();
    expect(await scale()).toBe('fit');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    const zoomed = Number(await scale());
    expect(zoomed).toBeGreaterThan(0);
    const before = await seen();
    await page.keyboard.press('ArrowRight');
    const moved = await seen();
    expect(moved).not.toBe(before);
    await page.keyboard.press('ArrowLeft');
    expect(await seen()).toBe(before);
    const box = await canvas.boundingBox();
    const [x, y] = [(box?.x ?? 0) + 200, (box?.y ?? 0) + 200];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 80, y);
    await page.mouse.up();
    expect(await seen()).toBe(moved);
    await page.mouse.wheel(0, -100);
    await expect.poll(async () => Number(await scale())).toBeGreaterThan(zoomed);
    await page.keyboard.press('0');
    expect(await scale()).toBe('fit');
    await page.getByRole('button', { name: 'Drej' }).click();
    expect(await canvas.getAttribute('data-turn')).toBe('1');
    await page.getByRole('button', { name: 'Større' }).click();
    await canvas.dblclick();
    expect(Number(await scale())).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Vis hele' }).click();
    expect(await scale()).toBe('fit');
    await page.keyboard.press('Escape');
    await page.getByTestId('photo-viewer').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement?.dataset.testid')).toBe('photo-received');
  });

  it('by two fingers', async () => {
    const { page } = await show('clinician', 'phone');
    await say(page, 'otherSends(0)');
    await state(page, 'photo-received', 'whole').waitFor();
    await page.getByTestId('photo-received').click();
    const canvas = page.getByTestId('photo-pane').locator('canvas');
    const touch = await page.context().newCDPSession(page);
    const fingers = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
      touch.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          type === 'touchEnd'
            ? []
            : [
                { x: 195 - apart, y: 300, id: 1 },
                { x: 195 + apart, y: 300, id: 2 },
              ],
      });
    await fingers('touchStart', 40);
    for (const apart of [60, 80, 100, 120]) await fingers('touchMove', apart);
    await fingers('touchEnd', 0);
    await expect
      .poll(async () => Number(await canvas.getAttribute('data-scale')))
      .toBeGreaterThan(0.3);
  });

  it('lets one go, and everything with the call', async () => {
    const { page } = await show('clinician', 'desktop');
    await say(page, 'otherSends(0)');
    await state(page, 'photo-received', 'whole').click();
    await page.getByRole('button', { name: 'Fjern' }).click();
    await page.getByTestId('photo-viewer').waitFor({ state: 'detached' });
    await page.getByTestId('photo-tray').waitFor({ state: 'detached' });
    await say(page, 'otherSends(1)');
    await state(page, 'photo-received', 'whole').click();
    await page.getByTestId('photo-viewer').waitFor();
    await say(page, 'end()');
    await page.getByTestId('photo-viewer').waitFor({ state: 'detached' });
    expect(await page.locator('canvas, img, a[download]').count()).toBe(0);
  });
});
