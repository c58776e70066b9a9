import type { Browser } from 'playwright-core';
import { openDevice } from '../../support/browser.ts';
import { watchStrangers } from '../../support/inspect.ts';
import { pickPerson } from '../../support/tablet-driver.ts';
import { DESK_SHAPES, SHAPES } from './scene.ts';
import type { Scene } from './scene.ts';
import type { Studio } from './studio.ts';

/** The browser says so itself of a page that is answered with a refusal. */
const REFUSED = /^error: Failed to load resource: the server responded with a status of 4\d\d/;

const login = (organisation: string, app: string): string =>
  `/auth/login?organisation=${organisation}&app=${app}`;

interface ServerPage extends Pick<Scene, 'act'> {
  readonly path: string;
}

/** The pages that the server writes itself, and the applications before anybody is signed in. */
const PAGES: Readonly<Record<string, ServerPage>> = {
  start: { path: '/' },
  picker: { path: login('aabjerg-kommune', 'tablet') },
  'picker-clinics': { path: login('laegeklinikker', 'board') },
  'missing-role': {
    path: login('aabjerg-kommune', 'tablet'),
    act: (page) => pickPerson(page, 'Rasmus Udenrolle'),
  },
  'no-clinic': {
    path: login('laegeklinikker', 'board'),
    act: (page) => pickPerson(page, 'Ole Udenklinik'),
  },
  cancelled: {
    path: login('aabjerg-kommune', 'tablet'),
    act: (page) => page.getByRole('button', { name: /Fortryd|Cancel/ }).click(),
  },
  'sign-in-expired': { path: '/auth/callback?code=old&state=old' },
  'unknown-organisation': { path: login('nobody', 'tablet') },
  'demo-sign-in-expired': { path: '/demo/idp/aabjerg-kommune/interaction/old' },
  'board-signed-out': { path: '/board/' },
  'tablet-signed-out': { path: '/tablet/' },
};

/** Every page of the real server, in both languages, light and dark. */
export async function picturePages(
  browser: Browser,
  studio: Studio,
  origin: string,
): Promise<void> {
  for (const [name, { path, act }] of Object.entries(PAGES)) {
    for (const language of ['da', 'en'] as const) {
      const device = await openDevice(browser, { viewport: SHAPES.desktop });
      const { page, context } = device;
      const strangers = watchStrangers(page, origin);
      await context.addCookies([{ name: 'naervaer-language', value: language, url: origin }]);
      try {
        await page.goto(origin + path);
        await act?.(page);
        await page.getByRole('heading', { level: 1 }).filter({ visible: true }).waitFor();
        const shapes = language === 'da' ? DESK_SHAPES : (['desktop', 'phone'] as const);
        await studio.photograph(page, `pages/${name}`, shapes, { language });
      } catch (error) {
        studio.find(`pages/${name}`, String(error));
      }
      const said = device.messages.filter((message) => !REFUSED.test(message));
      for (const what of [...said, ...strangers]) studio.find(`pages/${name}`, what);
      await device.close();
    }
  }
}
