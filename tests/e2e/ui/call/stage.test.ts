import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openDevice } from '../../../support/browser.ts';
import type { Device } from '../../../support/browser.ts';
import { askAxe, overflowOf } from '../../../support/inspect.ts';
import { SHAPES } from '../scene.ts';
import type { Shape } from '../scene.ts';
import { openStudio } from '../studio.ts';
import { CALL_SCENES } from './scenes.ts';
import type { CallScene } from './scenes.ts';
import { serveTestPage } from '../../../support/test-page.ts';
import { START } from './state.ts';

const ALL = Object.entries(CALL_SCENES);
const EVERY_SHAPE: readonly Shape[] = ['desktop', 'half', 'across', 'upright', 'phone'];

let browser: Browser;
let served: Awaited<ReturnType<typeof serveTestPage>>;
const open: Device[] = [];

beforeAll(async () => {
  [browser, served] = await Promise.all([
    launchBrowser(),
    serveTestPage(join(import.meta.dirname, 'page')),
  ]);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((device) => device.close()));
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

async function openStage(shape: Shape = 'upright', query = ''): Promise<Device> {
  const device = await openDevice(browser, { viewport: SHAPES[shape], reducedMotion: 'reduce' });
  open.push(device);
  await device.page.goto(`${served.origin}/${query}`);
  await device.page.locator('.call-stage').waitFor();
  return device;
}
const set = (page: Page, state: CallScene['state']) =>
  page.evaluate(`fake.set(${JSON.stringify(state)})`);
/** A busy computer takes its time. */
// oxlint-disable-next-line vitest/require-awaited-expect-poll -- whoever asks says what is expected
const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });
const asked = (page: Page) => page.evaluate<string[]>('fake.asked');

/** The scene as a person sees it: its words are there, and the others' are not. */
async function show(page: Page, { state, says = '', warns = '', covers }: CallScene) {
  await set(page, state);
  const read = (testId: string, words: string) => async () => {
    const text = await page.getByTestId(testId).innerText();
    return words === '' ? text : text.slice(0, words.length);
  };
  await soon(read('call-sentence', says)).toBe(says);
  await soon(read('call-warning', warns)).toBe(warns);
  if (covers !== undefined) {
    const cover = page.getByTestId('call-cover').filter({ visible: true }).first();
    await cover.filter({ hasText: covers }).waitFor();
  }
}

describe('every state of a call (C1, C2, V4)', () => {
  it('P9: reads right, is clean for axe and fits, at all sizes, in both languages and themes', async () => {
    const asksForPictures = process.env['STAGE_PICTURES'];
    const folder = asksForPictures ?? (await mkdtemp(join(tmpdir(), 'naervaer-stage-shots-')));
    const studio = await openStudio(browser, folder);
    const { page, messages } = await openStage('desktop');
    for (const [name, scene] of ALL) {
      await page.evaluate("fake.language('da')");
      await show(page, scene);
      await studio.photograph(page, `stage/${name}`, EVERY_SHAPE);
      await page.evaluate("fake.language('en')");
      const look = { language: 'en', themes: ['light'] } as const;
      await studio.photograph(page, `stage/${name}`, ['upright', 'phone'], look);
      await page.setViewportSize(SHAPES.desktop);
    }
    expect(studio.findings).toEqual([]);
    expect(messages).toEqual([]);
    if (asksForPictures === undefined) await rm(folder, { recursive: true, force: true });
  }, 400_000);

  it.each(EVERY_SHAPE)('nothing that happens moves a control or oneself (%s)', async (shape) => {
    const { page } = await openStage(shape);
    const places = () =>
      page.evaluate<Record<string, unknown>>(`Object.fromEntries(
        [...document.querySelectorAll('.call-control, .call-scene')].map((each) =>
          [each.dataset.testid ?? 'scene', JSON.stringify(each.getBoundingClientRect())]))`);
    const own = () => page.locator('.call-self').boundingBox();
    const before = await places();
    const ownBefore = await own();
    expect(Object.keys(before).length).toBeGreaterThan(4);
    for (const [name, { state }] of ALL) {
      await set(page, state);
      expect(await places(), name).toEqual(before);
      if (state.parties.length > 1) continue;
      expect(await own(), name).toEqual(ownBefore);
    }
  });

  it('C6: the text opens beside the picture or under it, moves no control and leaves the face its room', async () => {
    const { page } = await openStage('desktop');
    for (const shape of EVERY_SHAPE) {
      await page.setViewportSize(SHAPES[shape]);
      // The page hears of its new size a moment later.
      const { height } = SHAPES[shape];
      await soon(async () => (await page.locator('.call-frame').boundingBox())?.height).toBe(
        height,
      );
      const text = page.getByTestId('call-text');
      const before = await text.boundingBox();
      await text.click();
      await page.getByTestId('real-time-text').waitFor();
      expect(await text.boundingBox(), shape).toEqual(before);
      const scene = await page.locator('.call-scene').boundingBox();
      expect(Math.min(scene?.width ?? 0, scene?.height ?? 0), shape).toBeGreaterThan(120);
      expect(await askAxe(page), shape).toEqual([]);
      expect(await overflowOf(page), shape).toBe(0);
      const pictures = process.env['STAGE_PICTURES'];
      if (pictures !== undefined)
        await page.screenshot({ path: join(pictures, `text-${shape}.png`) });
      await page.keyboard.press('Escape');
      await page.getByTestId('real-time-text').waitFor({ state: 'detached' });
      expect(await page.evaluate('document.activeElement.dataset.testid'), shape).toBe('call-text');
    }
  });

  it('every control lies inside the window and is large enough for a thumb', async () => {
    for (const shape of EVERY_SHAPE) {
      const { page } = await openStage(shape);
      const { width, height } = SHAPES[shape];
      for (const control of await page.locator('.call-control').all()) {
        const box = await control.boundingBox();
        expect(box).not.toBeNull();
        if (!box) continue;
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(48);
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        expect(box.y + box.height).toBeLessThanOrEqual(height);
      }
    }
  });
});

describe('the words of a call', () => {
  it('C2: of the same trouble only one sentence stands there', async () => {
    const { page } = await openStage();
    for (const [, scene] of ALL) {
      await show(page, scene);
      expect(await page.locator('.call-sentence:not(.call-sentence-warning)').count()).toBe(
        scene.says === undefined ? 0 : 1,
      );
      expect(await page.locator('.call-sentence-warning').count()).toBe(
        scene.warns === undefined ? 0 : 1,
      );
    }
  });

  it('C2: the sign has an icon and a word, the same on both sides', async () => {
    for (const side of ['clinician', 'waiter']) {
      const { page } = await openStage('desktop', `?side=${side}`);
      for (const [sign, word] of [
        ['good', 'God forbindelse'],
        ['weak', 'Dårlig forbindelse'],
        ['lost', 'Ingen forbindelse'],
      ] as const) {
        await set(page, { ...START, parties: [{ partyId: 'x', side: 'guest', sign }] });
        const mark = page.getByTestId('call-sign');
        await mark.filter({ hasText: word }).waitFor();
        expect(await mark.locator('svg').count()).toBe(1);
      }
    }
  });

  it('C1: a picture that stands still is covered, and one that moves again is seen', async () => {
    const { page } = await openStage();
    const withheld = CALL_SCENES['picture-withheld'];
    if (!withheld) throw new Error('no such scene');
    await show(page, withheld);
    await set(page, START);
    await page.getByTestId('call-cover').waitFor({ state: 'detached' });
  });

  it('C9: nothing of the last picture stays when there is no stream any more', async () => {
    const { page } = await openStage();
    const untrusted = CALL_SCENES['untrusted'];
    if (!untrusted) throw new Error('no such scene');
    await set(page, START);
    const width = () =>
      page.evaluate<number>("document.querySelector('[data-testid=other-video]').videoWidth");
    await soon(width).toBeGreaterThan(0);
    await show(page, untrusted);
    expect(await page.evaluate("document.querySelector('.call-other-last').width")).toBe(0);
    await page.locator('.call-nobody').waitFor();
  });

  it('V4: who speaks is large and the others keep their videos', async () => {
    const { page } = await openStage('across');
    const [first, second] = [
      { partyId: 'clinician', side: 'clinician' },
      { partyId: 'guest-1', side: 'guest' },
    ] as const;
    const width = (id: string) => async () =>
      (await page.locator(`[data-party=${id}]`).boundingBox())?.width ?? 0;
    await set(page, { ...START, parties: [first, second] });
    await soon(width('clinician')).toBeGreaterThan(700);
    await page.evaluate(
      "window.kept = document.querySelector('[data-party=guest-1] video'); undefined",
    );
    await set(page, { ...START, parties: [second, first] });
    await soon(width('guest-1')).toBeGreaterThan(700);
    expect(await width('clinician')()).toBeLessThan(300);
    expect(
      await page.evaluate(
        "window.kept === document.querySelector('[data-party=guest-1] video') && !window.kept.paused",
      ),
    ).toBe(true);
  });
});

describe('by keyboard (P9)', () => {
  it('goes through the controls in the order they stand, and each shows that it has the focus', async () => {
    const { page } = await openStage();
    const seen: string[] = [];
    for (let step = 0; step < 6; step++) {
      await page.keyboard.press('Tab');
      const [id, outline] = await page.evaluate<[string, string]>(
        `[document.activeElement.dataset.testid, getComputedStyle(document.activeElement).outlineStyle]`,
      );
      seen.push(id);
      expect(outline, id).toBe('solid');
    }
    expect(seen).toEqual([
      'call-microphone',
      'call-camera',
      'call-flip',
      'call-text',
      'call-full-screen',
      'call-hang-up',
    ]);
    await page.keyboard.press('Enter');
    expect(await asked(page)).toEqual(['hangUp']);
  });

  it('C1: names its controls, and Space turns the microphone off and on', async () => {
    const { page } = await openStage();
    for (const name of ['Mikrofon', 'Kamera', 'Vend kamera', 'Tekst', 'Fuld skærm', 'Læg på'])
      await page.getByRole('button', { name, exact: true }).waitFor();
    const microphone = page.getByRole('button', { name: 'Mikrofon', exact: true });
    await microphone.focus();
    await page.keyboard.press('Space');
    expect(await microphone.getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('Space');
    expect(await microphone.getAttribute('aria-pressed')).toBe('true');
  });

  it('C1: full screen by key, and back', async () => {
    const { page } = await openStage();
    const full = page.getByRole('button', { name: 'Fuld skærm' });
    await full.focus();
    await page.keyboard.press('Enter');
    await soon(() => full.getAttribute('aria-pressed')).toBe('true');
    await page.evaluate('document.exitFullscreen()');
    await soon(() => full.getAttribute('aria-pressed')).toBe('false');
  });

  it('C3: after a failure "Prøv igen" is the first thing that Tab comes to', async () => {
    const { page } = await openStage();
    const failed = CALL_SCENES['failed'];
    if (!failed) throw new Error('no such scene');
    await show(page, failed);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await asked(page)).toEqual(['retry']);
  });
});

describe('in a citizen’s hands (T10)', () => {
  it('offers no control but what turns a withheld microphone or camera on again', async () => {
    const { page } = await openStage('upright', '?bare=1');
    expect(await page.locator('.call-control').count()).toBe(0);
    await set(page, { ...START, devices: { ...START.devices, isCameraOn: false } });
    await page.getByRole('button', { name: 'Kamera', exact: true }).click();
    await soon(() => page.locator('.call-control').count()).toBe(0);
  });
});
