/**
 * Looks at every screen of the tablet without a server: builds it with a fake session, walks to each
 * state as a person would, takes pictures at four sizes, light in Danish and dark in English, and
 * asks axe about each. `node tests/e2e/ui/tablet/look.ts [folder] [name…]`; 1 when something is found.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser, openDevice } from '../../../support/browser.ts';
import { serveTablet } from './serve.ts';
import { SCENES } from './scenes.ts';

const [given = 'test-results/tablet', ...only] = process.argv.slice(2);
const folder = resolve(given);
const SIZES = [
  ['upright', 820, 1180],
  ['across', 1180, 820],
  ['phone', 390, 844],
  ['half', 960, 1080],
] as const;

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const app = await serveTablet(join(folder, 'built'));
const browser = await launchBrowser();
let found = 0;
const say = (scene: string, text: string): void => {
  found += 1;
  console.log(`${scene}: ${text}`);
};

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}
async function askAxe(page: Page): Promise<readonly Violation[]> {
  // Evaluated by the debugger, so that the page's own policy stays as strict as it is.
  await page.evaluate(axe);
  return page.evaluate(() =>
    (
      globalThis as unknown as {
        axe: { run(): Promise<{ violations: readonly Violation[] }> };
      }
    ).axe
      .run()
      .then(({ violations }) => violations),
  );
}

async function look(name: string, page: Page): Promise<void> {
  for (const language of ['da', 'en'] as const) {
    if (language === 'en') {
      const english = page.getByRole('button', { name: 'English', includeHidden: true });
      if ((await english.count()) === 0) continue;
      // A dialog hides the rest of the page from the mouse, not from the language.
      await english.evaluate((button: { click(): void }) => button.click());
    }
    await page.emulateMedia({ colorScheme: language === 'da' ? 'light' : 'dark' });
    for (const [size, width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      if (Number(wide) > 0) say(name, `${size} ${language}: ${String(wide)} px too wide`);
      await page.screenshot({
        path: join(folder, `${name}-${size}-${language}.png`),
        fullPage: true,
        animations: 'disabled',
      });
    }
    for (const { id, nodes } of await askAxe(page))
      say(name, `axe ${language} ${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  }
}

try {
  for (const [name, scene] of Object.entries(SCENES)) {
    if (only.length > 0 && !only.includes(name)) continue;
    const device = await openDevice(browser, {
      viewport: { width: 820, height: 1180 },
      ...(scene.isUnpermitted === true ? { permissions: [] } : {}),
    });
    const { page, context } = device;
    page.setDefaultTimeout(8000);
    if (scene.clock === true) await page.clock.install();
    await context.addInitScript(
      ([start, isKnown]) => {
        const store = globalThis as unknown as Record<
          string,
          { setItem(k: string, v: string): void }
        >;
        store['sessionStorage']?.setItem('fake.start', String(start));
        if (isKnown === true)
          store['localStorage']?.setItem(
            'naervaer.device',
            '{"camera":"ok","microphone":"ok","speaker":"ok"}',
          );
      },
      [scene.start ?? 'signedIn', scene.isKnown ?? false] as const,
    );
    await page.goto(`${app.origin}/tablet/${scene.query ?? ''}`);
    await scene.act?.(page).catch((error: unknown) => say(name, String(error)));
    await look(name, page);
    for (const message of device.messages) say(name, message);
    await device.close();
  }
} finally {
  await browser.close();
  app.close();
}
console.log(found === 0 ? 'nothing found' : `${found} found`);
process.exit(found === 0 ? 0 : 1);
