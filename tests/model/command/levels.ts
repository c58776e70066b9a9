import { existsSync } from 'node:fs';
import type { LevelName, LevelOptions, Levels, OpenLevels } from '../level.ts';
import { Usage } from './usage.ts';

const LOADERS: Readonly<Record<LevelName, () => Promise<{ readonly openLevels: OpenLevels }>>> = {
  pure: () => import('../pure/index.ts'),
  server: () => import('../server/index.ts'),
  browser: () => import('../browser/index.ts'),
};

const PAGES = ['board', 'tablet'].map(
  (app) => new URL(`../../../apps/${app}/dist/index.html`, import.meta.url),
);

/**
 * What the browser level cannot do without. Without it every path would fail, and that would be
 * kept as its last result.
 */
async function checkBrowser(): Promise<void> {
  const { chromiumPath } = await import('../../support/browser.ts');
  try {
    chromiumPath();
  } catch {
    throw new Usage('The level browser needs Chromium: apt-get install chromium');
  }
  if (!PAGES.every((page) => existsSync(page)))
    throw new Usage('The level browser needs the built applications: npm run build');
}

/** Loads only the level that is run: whoever runs the machines alone needs no browser. @throws {Usage} when something for it is missing. */
export async function loadLevels(name: LevelName, options: LevelOptions): Promise<Levels> {
  if (name === 'browser') await checkBrowser();
  const { openLevels } = await LOADERS[name]();
  return openLevels(options);
}
