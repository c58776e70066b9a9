import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openDevice } from '../../support/browser.ts';
import { askAxe, overflowOf, watchStrangers } from '../../support/inspect.ts';
import { prepare, SHAPES } from './scene.ts';
import type { Scene, Scenes, Shape } from './scene.ts';

type Language = 'da' | 'en';
type Theme = 'light' | 'dark';
const THEMES: readonly Theme[] = ['light', 'dark'];

/** One picture that was taken. */
export interface Shot {
  /** `tablet/waiting`: the folder and what is seen. */
  readonly scene: string;
  readonly shape: Shape;
  readonly language: Language;
  readonly theme: Theme;
  /** Relative to the studio's folder. */
  readonly file: string;
}

/** Takes pictures, and asks of each screen what can be asked without eyes. */
export interface Studio {
  readonly shots: readonly Shot[];
  readonly findings: readonly string[];
  find(scene: string, what: string): void;
  /**
   * The page as it stands: light at every shape, dark at the first and the last of them. It is left
   * light, in the first shape.
   */
  photograph(page: Page, scene: string, shapes: readonly Shape[], by?: Look): Promise<void>;
  /** Each scene of an app without a server behind it: Danish in all shapes, English in the first. */
  walk(app: string, origin: string, scenes: Scenes, shapes: readonly Shape[]): Promise<void>;
}

export interface Look {
  readonly language?: Language;
  readonly themes?: readonly Theme[];
}

/** @param only names of scenes to take; empty takes all */
export async function openStudio(
  browser: Browser,
  folder: string,
  only: readonly string[] = [],
): Promise<Studio> {
  // Some again: the others stay as they were.
  if (only.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const shots: Shot[] = [];
  const findings: string[] = [];
  const find = (scene: string, what: string): void => {
    findings.push(`${scene}: ${what}`);
  };

  async function take(page: Page, shot: Shot): Promise<void> {
    await page.setViewportSize(SHAPES[shot.shape]);
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    const tooWide = await overflowOf(page);
    if (tooWide > 0) find(shot.file, `${tooWide} px too wide`);
    // Over a whole page a dialog's veil would end where the window does.
    const isModal = (await page.getByRole('dialog').or(page.getByRole('alertdialog')).count()) > 0;
    await page.screenshot({
      path: join(folder, shot.file),
      fullPage: !isModal,
      animations: 'disabled',
    });
    shots.push(shot);
  }

  const studio: Studio = {
    shots,
    findings,
    find,
    async photograph(page, scene, shapes, { language = 'da', themes = THEMES } = {}) {
      await mkdir(resolve(folder, scene, '..'), { recursive: true });
      const ends = new Set([shapes[0], shapes.at(-1)]);
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        for (const shape of theme === 'light' ? shapes : shapes.filter((each) => ends.has(each))) {
          const file = `${scene}-${shape}-${language}-${theme}.png`;
          await take(page, { scene, shape, language, theme, file });
        }
        for (const what of await askAxe(page)) find(`${scene} ${language} ${theme}`, what);
      }
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      if (shapes[0] !== undefined) await page.setViewportSize(SHAPES[shapes[0]]);
    },
    async walk(app, origin, scenes, shapes) {
      for (const [name, scene] of Object.entries(scenes)) {
        const full = `${app}/${name}`;
        if (only.length === 0 || only.includes(full) || only.includes(app)) {
          await walkTo(app, full, origin, scene, shapes);
        }
      }
    },
  };

  async function walkTo(
    app: string,
    name: string,
    origin: string,
    scene: Scene,
    shapes: readonly Shape[],
  ): Promise<void> {
    const [main = 'upright'] = shapes;
    const device = await openDevice(browser, {
      viewport: SHAPES[main],
      reducedMotion: 'reduce',
      ...(scene.isUnpermitted === true ? { permissions: [] } : {}),
    });
    const { page } = device;
    const strangers = watchStrangers(page, origin);
    await prepare(device, scene);
    try {
      await page.goto(`${origin}/${app}/${scene.query ?? ''}`);
      await page.locator('main').first().waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle');
      await scene.act?.(page);
      await studio.photograph(page, name, shapes);
      const english = page.getByRole('button', { name: 'English', includeHidden: true });
      if ((await english.count()) > 0) {
        // A dialog hides the rest of the page from the mouse, not from the language.
        await english.first().evaluate((button) => (button as HTMLElement).click());
        await studio.photograph(page, name, [main], { language: 'en', themes: ['light'] });
      }
    } catch (error) {
      find(name, String(error).split('\n').slice(0, 3).join(' '));
    }
    const said = device.messages.filter((message) => scene.expects?.test(message) !== true);
    for (const what of [...said, ...strangers]) find(name, what);
    await device.close();
  }
  return studio;
}
