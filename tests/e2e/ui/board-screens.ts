/**
 * Looks at the board without a server: builds it with a fake session, goes through its states at
 * three sizes, light and dark, in both languages, takes a picture of each and asks axe about it.
 * `node tests/e2e/ui/board-screens.ts <folder> [name…]`; exits with 1 when something was found.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { serveApp } from './serve-app.ts';

const [folder = 'test-results/board', ...only] = process.argv.slice(2);
const SIZES = { wide: [1920, 1080], half: [960, 1080], narrow: [720, 900] } as const;
type Size = keyof typeof SIZES;

interface Shot {
  readonly name: string;
  readonly scenario: string;
  readonly size: Size;
  readonly dark?: boolean;
  readonly english?: boolean;
  readonly act?: (page: Page) => Promise<void>;
}

const toQueue = (page: Page) => page.getByRole('button', { name: /Se køen/ }).click();
const shots: Shot[] = [
  ...(['wide', 'half', 'narrow'] as const).flatMap((size): Shot[] => [
    { name: `queue-${size}`, scenario: 'queue', size },
    { name: `queue-${size}-dark`, scenario: 'queue', size, dark: true },
    { name: `queue-${size}-english`, scenario: 'queue', size, english: true },
    { name: `mine-${size}`, scenario: 'mine', size, act: toQueue },
    { name: `call-${size}`, scenario: 'mine', size },
  ]),
  { name: 'mine-half-dark', scenario: 'mine', size: 'half', dark: true, act: toQueue },
  { name: 'call-wide-dark', scenario: 'mine', size: 'wide', dark: true },
  ...[
    'empty',
    'closed',
    'offline',
    'refused',
    'loading',
    'signedOut',
    'noServer',
    'noClinic',
  ].flatMap((scenario): Shot[] => [
    { name: scenario, scenario, size: 'half' },
    { name: `${scenario}-dark-english`, scenario, size: 'half', dark: true, english: true },
  ]),
  {
    name: 'reject',
    scenario: 'queue',
    size: 'half',
    async act(page) {
      await page
        .getByRole('button', { name: /^Afvis/ })
        .first()
        .click();
      await page.getByRole('dialog').getByRole('button', { name: 'Afvis', exact: true }).click();
    },
  },
  {
    name: 'tell',
    scenario: 'queue',
    size: 'narrow',
    dark: true,
    act: (page) => page.getByRole('button', { name: 'Besked til alle' }).click(),
  },
  {
    name: 'start',
    scenario: 'queue',
    size: 'wide',
    async act(page) {
      await page.getByRole('checkbox').check();
      await page
        .getByRole('button', { name: /^Start/ })
        .first()
        .click();
    },
  },
  {
    name: 'already-claimed',
    scenario: 'queue',
    size: 'half',
    async act(page) {
      await page
        .getByRole('button', { name: /^Start/ })
        .last()
        .click();
      await page.getByText('Bo Frandsen har allerede').waitFor();
    },
  },
];

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
await mkdir(folder, { recursive: true });
const app = await serveApp('board', resolve(folder, 'built'));
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
  ],
});
let found = 0;
try {
  for (const shot of shots.filter((each) => only.length === 0 || only.includes(each.name))) {
    const [width, height] = SIZES[shot.size];
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: shot.dark === true ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const report = (text: string): void => {
      found += 1;
      console.log(`${shot.name}: ${text}`);
    };
    page.on('console', (message) => report(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => report(`error: ${error.message}`));
    if (shot.english === true)
      await page.addInitScript("localStorage.setItem('naervaer.language', 'en')");
    await page.goto(`${app.origin}/board/?scenario=${shot.scenario}`);
    await page.locator('main').first().waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    await shot.act?.(page);
    await page.evaluate('document.fonts.ready');
    await page.screenshot({ path: join(folder, `${shot.name}.png`), fullPage: false });
    const wide = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    if (wide > 0) report(`scrolls sideways by ${wide} px`);
    // The page's policy refuses inline scripts, so axe comes in by the debugger's door.
    await page.evaluate(axe);
    const violations = await page.evaluate<
      { id: string; nodes: { html: string; failureSummary: string }[] }[]
    >('axe.run().then((result) => result.violations)');
    for (const { id, nodes } of violations)
      report(`axe ${id}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary}`);
    await context.close();
  }
} finally {
  await browser.close();
  app.close();
}
console.log(found === 0 ? 'nothing found' : `${found} findings`);
process.exitCode = found === 0 ? 0 : 1;
