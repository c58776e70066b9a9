import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boardDriver } from '../support/board-driver.ts';
import { launchBrowser, openDevice, SIZES } from '../support/browser.ts';
import { insightDriver } from '../support/insight-driver.ts';
import { askAxe, overflowOf, watchStrangers } from '../support/inspect.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { pickPerson, tabletDriver } from '../support/tablet-driver.ts';

/** What a first visit may cost before the call, in bytes of JavaScript as they are transferred. */
const BUDGET = 120 * 1024;
const LANGUAGES = ['da', 'en'] as const;
const THEMES = ['light', 'dark'] as const;
/** Only the call has this inside. */
const CALL_CODE = 'RTCPeerConnection';
/** The browser says so itself of a page that is answered with a refusal. */
const REFUSED = /^error: Failed to load resource: the server responded with a status of 40[0-9]/;

let browser: Browser;
let server: ServerProcess;
beforeAll(async () => {
  browser = await launchBrowser();
  server = await serverProcess();
  await server.start();
});
afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

const login = (organisation: string, app: string): string =>
  `${server.origin}/auth/login?organisation=${organisation}&app=${app}`;

describe('the first load', () => {
  /** The page's own scripts; what a worker lays by for later without network is not waited for. */
  async function scriptsOf(path: string): Promise<Request[]> {
    const { page, context, close } = await openDevice(browser);
    const scripts: Request[] = [];
    context.on('requestfinished', (request) => {
      const isScript = new URL(request.url()).pathname.endsWith('.js');
      if (isScript && request.serviceWorker() === null) scripts.push(request);
    });
    await page.goto(server.origin + path);
    await page.getByRole('heading', { level: 1 }).filter({ visible: true }).waitFor();
    await page.waitForLoadState('networkidle');
    for (const script of scripts) {
      const response = await script.response();
      expect(await response?.headerValue('content-encoding')).toMatch(/^(?:br|gzip)$/);
      expect(await response?.text()).not.toContain(CALL_CODE);
      sizes.set(script, (await script.sizes()).responseBodySize);
    }
    await close();
    return scripts;
  }
  const sizes = new Map<Request, number>();

  test.each(['/board/', '/tablet/', '/insight/'])(
    '%s is at most 120 KB of JavaScript, compressed, without the call',
    async (path) => {
      const scripts = await scriptsOf(path);
      const bytes = scripts.reduce((sum, script) => sum + (sizes.get(script) ?? 0), 0);
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThanOrEqual(BUDGET);
    },
  );

  test.each([
    ['br', /\.js$/],
    ['gzip', /\.js$/],
    ['br', /\.css$/],
    ['gzip', /\.css$/],
  ])(
    'answers who takes %s of %s compressed, and who takes nothing as it is',
    async (encoding, of) => {
      const shell = await (await fetch(`${server.origin}/board/`)).text();
      const links = [...shell.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
      const link = links.find((each) => of.test(each));
      const ask = (accepted: string): Promise<Response> =>
        fetch(server.origin + link, { headers: { 'accept-encoding': accepted } });
      const compressed = await ask(encoding);
      expect(compressed.headers.get('content-encoding')).toBe(encoding);
      expect(compressed.headers.get('vary')).toMatch(/accept-encoding/i);
      const plain = await ask('identity');
      expect(plain.headers.get('content-encoding')).toBeNull();
      expect(await plain.text()).toBe(await compressed.text());
    },
  );
});

describe('every answer that is a page (SE3)', () => {
  test.each([
    '/',
    '/board/',
    '/board/any/where',
    '/tablet/',
    '/visit/',
    '/insight/',
    '/insight/any/where',
    '/auth/callback?code=old&state=old',
    '/auth/login?organisation=nobody&app=tablet',
    '/auth/login?organisation=aabjerg-kommune&app=tablet',
    '/demo/idp/aabjerg-kommune/interaction/old',
  ])('%s has a policy that names no other origin and no inline code', async (path) => {
    const { page, close } = await openDevice(browser);
    const response = await page.goto(server.origin + path);
    expect(await response?.headerValue('content-type')).toContain('text/html');
    const policy = (await response?.headerValue('content-security-policy')) ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe|\*|data:/);
    const named = policy.match(/(?:https?|wss?):\/\/[^\s;]+/g) ?? [];
    for (const each of named) expect(new URL(each).host).toBe(new URL(server.origin).host);
    expect(await response?.headerValue('x-content-type-options')).toBe('nosniff');
    await close();
  });
});

describe.each(LANGUAGES)('no screen has a fault: %s', (language) => {
  async function open(
    viewport: { readonly width: number; readonly height: number } = SIZES.desktop,
  ) {
    const device = await openDevice(browser, { viewport, reducedMotion: 'reduce' });
    const strangers = watchStrangers(device.page, server.origin);
    return { ...device, strangers };
  }
  const speak = (context: BrowserContext): Promise<void> =>
    context.addCookies([{ name: 'naervaer-language', value: language, url: server.origin }]);

  /** Light and dark: nothing that axe finds, nothing cut off. */
  async function isSound(page: Page, screen: string): Promise<void> {
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      expect(await askAxe(page), `${screen} ${colorScheme}`).toEqual([]);
      expect(await overflowOf(page), `${screen} is too wide`).toBe(0);
    }
    expect(await page.locator('html').getAttribute('lang'), screen).toBe(language);
  }
  /** The drivers speak Danish; a person changes the language wherever they are. */
  async function isSoundHere(page: Page, screen: string): Promise<void> {
    const change = (to: string): Promise<void> =>
      page.getByRole('button', { name: to, exact: true }).click();
    if (language === 'en') await change('English');
    await isSound(page, screen);
    if (language === 'en') await change('Dansk');
  }

  test.each([
    ['the start page', () => `${server.origin}/`, undefined],
    ['the demo provider’s page', () => login('aabjerg-kommune', 'tablet'), undefined],
    ['a refused person', () => login('aabjerg-kommune', 'tablet'), 'Rasmus Udenrolle'],
    ['a clinician of no clinic', () => login('laegeklinikker', 'board'), 'Ole Udenklinik'],
    ['an expired sign-in', () => `${server.origin}/auth/callback?code=old&state=old`, undefined],
    ['the board, signed out', () => `${server.origin}/board/`, undefined],
    ['the tablet, signed out', () => `${server.origin}/tablet/`, undefined],
    ['what comes for citizens', () => `${server.origin}/visit/`, undefined],
    ['insight, signed out', () => `${server.origin}/insight/`, undefined],
  ])('%s', async (screen, address, person) => {
    const { page, context, messages, strangers, close } = await open(SIZES.phone);
    await speak(context);
    await page.goto(address());
    if (person !== undefined) await pickPerson(page, person);
    await page.getByRole('heading', { level: 1 }).filter({ visible: true }).waitFor();
    await isSound(page, screen);
    expect(messages.filter((message) => !REFUSED.test(message))).toEqual([]);
    expect(strangers).toEqual([]);
    await close();
  });

  test.each([
    ['Drift af Nærvær', 'Viggo Driftager', ['Overblik', 'Adgangslog', 'Indstillinger']],
    ['Aabjerg Kommune', 'Pia Højvang', ['Organisation', 'Adgangslog']],
    ['Lægeklinikker', 'Inger Bakkegård', ['Klinik', 'Adgangslog']],
  ])('insight of %s', async (organisation, person, screens) => {
    const { page, messages, strangers, close } = await open(SIZES.halfWidth);
    await insightDriver(page, server.origin).signIn(organisation, person);
    for (const screen of screens) {
      await page.getByRole('link', { name: screen, exact: true }).click();
      await page.getByRole('heading', { level: 1 }).filter({ visible: true }).waitFor();
      await isSoundHere(page, screen);
    }
    expect(messages).toEqual([]);
    expect(strangers).toEqual([]);
    await close();
  });

  test('from the tablet’s first step to the board with a row', async () => {
    const clinic = await open();
    const tablet = await open(SIZES.tablet);
    const board = boardDriver(clinic.page, server.origin);
    const mette = tabletDriver(tablet.page, server.origin);
    await board.signIn('Anne Klitgård');
    if ((await clinic.page.getByRole('button', { name: 'Åbn for video' }).count()) > 0) {
      await isSoundHere(clinic.page, 'a closed clinic');
      await board.open();
    }

    await mette.signIn('Aabjerg Kommune', 'Mette Skovbjerg');
    const citizen = tablet.page.getByLabel('CPR-nummer');
    const profile = tablet.page.getByRole('button', { name: 'Gem oplysninger' });
    await citizen.or(profile).waitFor();
    if (await profile.isVisible()) {
      await isSoundHere(tablet.page, 'who am I');
      await mette.saveProfile('Sygeplejerske', 'Plejehjemmet Åhaven');
    }
    await citizen.waitFor();
    await isSoundHere(tablet.page, 'who is the citizen');
    await mette.onBehalfOf('720341-1234', 'Ellen Kornmark');
    await tablet.page.getByLabel('Søg efter klinikken').waitFor();
    await isSoundHere(tablet.page, 'which clinic');
    await mette.chooseClinic('57584');
    await tablet.page.getByRole('button', { name: 'Spring over' }).waitFor();
    await isSoundHere(tablet.page, 'the device check');
    await mette.skipCheck();
    await tablet.page.getByLabel('Kort om årsagen').waitFor();
    await isSoundHere(tablet.page, 'the reason');
    await mette.giveReason('Sår på underbenet');
    await mette.position(1);
    await isSoundHere(tablet.page, 'waiting');
    await board.row('Ellen Kornmark');
    await isSoundHere(clinic.page, 'the board with a row');

    await tablet.page.getByRole('button', { name: 'Forlad køen' }).click();
    await tablet.page.getByRole('button', { name: 'Ja, forlad køen' }).click();
    await tablet.page.getByRole('heading', { name: 'I har forladt køen' }).waitFor();
    for (const { messages, strangers, close } of [clinic, tablet]) {
      expect(messages).toEqual([]);
      expect(strangers).toEqual([]);
      await close();
    }
  });
});
