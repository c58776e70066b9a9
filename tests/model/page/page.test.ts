import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import type { RunRecord } from '../records.ts';
import { MACHINE_NAMES, WALKS } from '../walks/index.ts';
import { atlasOf, eventOf } from './atlas.ts';
import { stateId } from './drawing.ts';
import { writePage } from './index.ts';

const DATE = '2026-11-21T12:00:00.000Z';
const consultation = atlasOf('consultation', WALKS.consultation.machine);
const LEFT_WAITING = 'waiting × LEAVE[0]';
const CLAIMED = 'waiting × CLAIM[0]';

/** A run of two paths, one of them failed, at a level where a third thing cannot be done. */
const record: RunRecord = {
  version: 1,
  machine: 'consultation',
  level: 'browser',
  kind: 'transitions',
  date: DATE,
  seed: null,
  duration: 1,
  states: Object.fromEntries(
    consultation.states.map(({ name }) => [name, name === 'waiting' ? 250 : 0]),
  ),
  transitions: Object.fromEntries(
    consultation.branches.map(({ key }) => [key, key === CLAIMED ? 12 : 0]),
  ),
  denied: {},
  unreachable: { [LEFT_WAITING]: 'nobody leaves <here>' },
  paths: [
    {
      number: 1,
      events: ['CLAIM consultation 1'],
      states: ['waiting', 'called'],
      result: { status: 'passed' },
      duration: 1,
    },
    {
      number: 2,
      events: ['CLAIM consultation 1', 'RELEASE consultation 1'],
      states: ['waiting', 'called', 'waiting'],
      result: { status: 'failed', step: 2, message: 'the row does not come back' },
      duration: 1,
    },
  ],
};

let folder: string;
let file: string;
let browser: Browser;
let page: Page;
const said: string[] = [];
const asked: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'naervaer-page-'));
  file = path.join(folder, 'model.html');
  expect(await writePage(file, [record])).toBe('1 of 38 states, 1 of 334 transitions');
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

test('M1: the page holds every state and every transition of every machine, drawn and listed', async () => {
  const html = await readFile(file, 'utf8');
  for (const machine of MACHINE_NAMES) {
    const atlas = atlasOf(machine, WALKS[machine].machine);
    const section = page.locator(`#${machine}`);
    for (const { name } of atlas.states) {
      expect(html).toContain(`<g id="${stateId(machine, name)}"`);
    }
    expect(await section.locator('g[data-pick=state]').count()).toBe(atlas.states.length);
    // What a leaf takes without leaving stands in its box, with no arrow of its own.
    const leaves = new Set(atlas.states.map(({ name }) => name));
    const drawn = atlas.arrows.filter(({ from, to }) => to !== null || !leaves.has(from));
    expect(await section.locator('g[data-pick=arrow]').count()).toBe(drawn.length);
    const rows = await section.locator('[data-row=branch] th').allTextContents();
    expect(rows).toEqual(atlas.branches.map((each) => `${each.state} × ${eventOf(each)}`));
  }
});

test('M3: counts and last results stand there, and what cannot be done says so', async () => {
  const section = page.locator('#consultation');
  const row = (name: string) => section.locator('[data-row=branch]').filter({ hasText: name });
  expect(await row('waiting × CLAIM').locator('.number').allTextContents()).toEqual([
    'never',
    'never',
    '12',
  ]);
  expect(await row('waiting × LEAVE').locator('.number').last().textContent()).toBe('cannot');
  const paths = section.locator('[data-row=path]');
  expect(await paths.nth(0).textContent()).toContain('✓ passed');
  expect(await paths.nth(1).textContent()).toContain('event 2: the row does not come back');
  expect(await page.title()).toContain('1 of 38 states, 1 of 334 transitions');
  expect(await page.title()).toMatch(/Nærvær \d+\.\d+\.\d+/);
});

test('a state or an arrow shows its paths, a path shows where it leads, by keys alone too', async () => {
  const section = page.locator('#consultation');
  const called = page.locator('#consultation_state_called');
  await called.focus();
  await page.keyboard.press('Enter');
  expect(await called.getAttribute('aria-pressed')).toBe('true');
  expect(await section.locator('[data-row=path].on').count()).toBe(2);
  expect(await section.locator('.chosen').textContent()).toContain('CLAIM');
  await page.keyboard.press('Escape');
  expect(await section.locator('.on').count()).toBe(0);
  await section.locator('[data-pick=path]').nth(1).click();
  const lit = await section.locator('g.state.on').evaluateAll((all) => all.map(({ id }) => id));
  expect(lit).toEqual(['consultation_state_waiting', 'consultation_state_called']);
  expect(await section.locator('g.arrow.on').count()).toBe(2);
});

test('the level changes the colours, the filter the rows', async () => {
  const waiting = page.locator('#consultation_state_waiting');
  expect(await waiting.getAttribute('class')).toContain('heat-3');
  await page.getByRole('radio', { name: 'server' }).check();
  expect(await waiting.getAttribute('class')).toContain('heat-0');
  await page.getByRole('radio', { name: 'browser' }).check();
  await page.getByLabel('Find in the lists').fill('leave');
  const rows = page.locator('#consultation [data-row=branch]:visible');
  expect(await rows.count()).toBe(2);
  await page.getByLabel('only never walked').check();
  expect(await rows.count()).toBe(1);
  await page.getByLabel('Find in the lists').fill('');
  await page.getByLabel('only never walked').uncheck();
  await page.getByRole('radio', { name: 'all' }).check();
});

test.each([
  ['light', 1920],
  ['dark', 1000],
] as const)(
  'axe finds nothing in the %s, %i px wide',
  { timeout: 120_000 },
  async (theme, width) => {
    await page.setViewportSize({ width, height: 1080 });
    await page.emulateMedia({ colorScheme: theme });
    await page.addScriptTag({ content: axe.source });
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await axe.run()).violations.map(
        ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} (${nodes.length})`,
      );
    });
    expect(found).toEqual([]);
  },
);

test('the page asks for nothing and says nothing', () => {
  expect(asked).toEqual([pathToFileURL(file).href]);
  expect(said).toEqual([]);
});
