/**
 * `npm run screenshots [-- names…]`: pictures of every screen and state, at the sizes of the devices
 * that people hold, light and dark, in Danish and English, into `screenshots/` with an `index.html`.
 * Axe is asked about each; a violation, a console message, a request to another origin and a page
 * wider than its window are findings, and the command ends with 1 when there is one. Names are those
 * of the folders and scenes: `board`, `tablet/waiting`, `pages`, `real`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchBrowser } from '../support/browser.ts';
import { serverProcess } from '../support/server-process.ts';
import { BOARD_SCENES } from './ui/board/scenes.ts';
import { pictureCalls } from './ui/calls.ts';
import { INSIGHT_SCENES } from './ui/insight/scenes.ts';
import { picturePages } from './ui/pages.ts';
import { DESK_SHAPES, TABLET_SHAPES } from './ui/scene.ts';
import { serveApp } from './ui/serve-app.ts';
import { writeSheet } from './ui/sheet.ts';
import { openStudio } from './ui/studio.ts';
import { TABLET_SCENES } from './ui/tablet/scenes.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = join(ROOT, 'screenshots');
const only = process.argv.slice(2);
const wants = (name: string): boolean =>
  only.length === 0 || only.some((each) => each.split('/')[0] === name);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const APPS = [
  { app: 'board', scenes: BOARD_SCENES, shapes: DESK_SHAPES },
  { app: 'tablet', scenes: TABLET_SCENES, shapes: TABLET_SHAPES },
  { app: 'visit', scenes: { coming: {} }, shapes: DESK_SHAPES },
  { app: 'insight', scenes: INSIGHT_SCENES, shapes: DESK_SHAPES },
] as const;

const built = await mkdtemp(join(tmpdir(), 'naervaer-screens-'));
const browser = await launchBrowser(['--allow-loopback-in-peer-connection']);
const studio = await openStudio(browser, folder, only);
try {
  for (const { app, scenes, shapes } of APPS.filter(({ app }) => wants(app))) {
    const served = await serveApp(app, built);
    await studio.walk(app, served.origin, scenes, shapes);
    served.close();
    say(`${app}: ${studio.shots.length} pictures so far`);
  }
  if (wants('pages') || wants('real')) {
    execFileSync(join(ROOT, 'node_modules/.bin/turbo'), ['run', 'build'], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const server = await serverProcess();
    try {
      await server.start();
      if (wants('pages')) await picturePages(browser, studio, server.origin);
      if (wants('real')) await pictureCalls(browser, studio, server.origin);
    } finally {
      await server.dispose();
    }
  }
} catch (error) {
  studio.find('screenshots', error instanceof Error ? (error.stack ?? error.message) : 'failed');
} finally {
  await browser.close();
  await rm(built, { recursive: true, force: true });
}
await writeSheet(folder, studio.shots);
for (const finding of studio.findings) say(finding);
const scenes = new Set(studio.shots.map(({ scene }) => scene));
say(
  `${studio.shots.length} pictures of ${scenes.size} screens in screenshots/index.html, ` +
    `${studio.findings.length === 0 ? 'nothing found' : `${studio.findings.length} findings`}`,
);
process.exit(studio.findings.length === 0 ? 0 : 1);
