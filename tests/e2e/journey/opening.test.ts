import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { launchBrowser, openDevice, SIZES } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { serverProcess } from '../../support/server-process.ts';
import type { ServerProcess } from '../../support/server-process.ts';
import { tabletDriver } from '../../support/tablet-driver.ts';
import { until } from '../../support/until.ts';

/**
 * Whatever happens while a tablet page opens, it ends in a screen within seconds. One tab is signed
 * in; another one opens, and is held at one of its steps until the test lets it go on.
 */
const METTE = 'Mette Skovbjerg';
const JONAS = 'Jonas Kærgaard';

/** Longer than the page waits for anything, and shorter than a person would. */
const SOON_MS = 15_000;

let browser: Browser;
let server: ServerProcess;
let tablet: Device;
let first: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  server = await serverProcess();
  await server.start();
});
afterAll(async () => {
  await browser.close();
  await server.dispose();
});
beforeEach(async () => {
  tablet = await openDevice(browser, { viewport: SIZES.tablet });
  first = tablet.page;
  const driver = tabletDriver(first, server.origin);
  await driver.signIn('Aabjerg Kommune', METTE);
  await first.getByText(`${METTE}, `).waitFor();
});
afterEach(() => tablet.close());

/** In the page: `reached` says where it stands, `go()` lets it go on; after a reload nothing is held. */
const GATE = `
  let isReached = false;
  let open;
  const isOpen = sessionStorage.getItem('gone') !== null;
  const gate = isOpen ? Promise.resolve() : new Promise((resolve) => { open = resolve; });
  const go = () => { sessionStorage.setItem('gone', ''); open(); };
  Object.assign(globalThis, { go, reached: () => isReached });
  const pass = () => { isReached = true; return gate; };
`;
const holdRequest = (path: string) => `{ ${GATE}
  const { fetch } = globalThis;
  globalThis.fetch = async (to, options) => {
    if (String(to).startsWith('${path}')) await pass();
    return fetch(to, options);
  };
}`;
const holdAnswer = (path: string) => `{ ${GATE}
  const { fetch } = globalThis;
  globalThis.fetch = async (to, options) => {
    const answer = await fetch(to, options);
    if (String(to).startsWith('${path}')) await pass();
    return answer;
  };
}`;
/** Between the first look into the vault and the second one. */
const HOLD_LOCK = `{ ${GATE}
  const { locks } = navigator;
  const request = locks.request.bind(locks);
  locks.request = async (...all) => {
    await pass();
    return request(...all);
  };
}`;
/** The server's own words for what it cannot do just now, once. */
const failOnce = (path: string) => `{
  const { fetch } = globalThis;
  let isDone = sessionStorage.getItem('failed') !== null;
  globalThis.fetch = async (to, options) => {
    if (isDone || !String(to).startsWith('${path}')) return fetch(to, options);
    isDone = true;
    sessionStorage.setItem('failed', '');
    return Response.json({ code: 'internal' }, { status: 500 });
  };
}`;

async function openWith(script: string): Promise<Page> {
  const page = await tablet.context.newPage();
  await page.addInitScript(script);
  await page.goto(`${server.origin}/tablet/`);
  return page;
}
async function openHeld(script: string): Promise<Page> {
  const page = await openWith(script);
  await until('it is held', () => page.evaluate('reached()'), Boolean);
  return page;
}
const letGo = (page: Page) => page.evaluate('go()');

const signInLink = (page: Page): Locator => page.getByTestId('sign-in');
const mine = (page: Page, name: string): Locator => page.getByText(`${name}, `);
const shown = (locator: Locator) => locator.waitFor({ timeout: SOON_MS });

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Log ud' }).click();
  await shown(signInLink(page));
}
async function signInAs(page: Page, name: string): Promise<void> {
  await signInLink(page).click();
  await page.getByRole('button', { name }).click();
  await shown(mine(page, name));
}

describe('a sign-out in another tab while this one opens (P1)', () => {
  const steps: readonly (readonly [string, string])[] = [
    ['before it asked who is signed in', holdRequest('/api/session')],
    ['after the server said who is signed in', holdAnswer('/api/session')],
    ['before it asked for its token', holdRequest('/api/sync-token')],
    ['after it got its token', holdAnswer('/api/sync-token')],
    ['while it reads what it kept', HOLD_LOCK],
  ];
  for (const [when, script] of steps) {
    test(`${when}: it says that nobody is signed in`, async () => {
      const page = await openHeld(script);
      await signOut(first);
      await letGo(page);
      await shown(signInLink(page));
    });

    test(`${when}, and a colleague is here: the page is hers, or nobody’s`, async () => {
      const page = await openHeld(script);
      await signOut(first);
      await signInAs(first, JONAS);
      await letGo(page);
      await shown(mine(page, JONAS).or(signInLink(page)));
    });
  }
});

describe('an opening that meets trouble ends in a screen', () => {
  test('a database that somebody does not let go holds up neither the sign-out nor the next one', async () => {
    const holder = await tablet.context.newPage();
    await holder.goto(`${server.origin}/icon.svg`);
    // A tab that the browser put to sleep, say: it hears of nothing.
    await holder.evaluate(`indexedDB.databases().then((all) => Promise.all(all.map(({ name }) =>
      new Promise((resolve) => { indexedDB.open(name).onsuccess = resolve; })))).then(() => null)`);
    await signOut(first);
    await signInAs(first, JONAS);
    await signOut(first);
    await signInAs(first, METTE);
    await first.reload();
    await shown(mine(first, METTE));
  });

  test('a database that does not open keeps nobody out', async () => {
    const page = await openWith(`{
      const open = IDBFactory.prototype.open;
      IDBFactory.prototype.open = function (name, version) {
        // Never answered.
        return name.startsWith('naervaer-tablet-') ? new EventTarget() : open.call(this, name, version);
      };
    }`);
    await shown(mine(page, METTE));
  });

  for (const path of ['/api/session', '/api/directory', '/api/sync-token']) {
    test(`a server that cannot just now (${path}): at most one is asked to try again`, async () => {
      const page = await openWith(failOnce(path));
      const again = page.getByRole('button', { name: 'Prøv igen' });
      await shown(mine(page, METTE).or(again));
      if (await again.isVisible()) await again.click();
      await shown(mine(page, METTE));
    });
  }

  test('without a list of organisations and without a session', async () => {
    await signOut(first);
    const page = await openWith(`localStorage.clear(); ${failOnce('/api/directory')}`);
    await shown(page.getByRole('button', { name: 'Prøv igen' }));
    await page.getByRole('button', { name: 'Prøv igen' }).click();
    await shown(page.getByRole('link', { name: 'Aabjerg Kommune' }));
  });

  test('a worker that does not answer, and no network', async () => {
    const page = await openWith(`{
      ServiceWorker.prototype.postMessage = () => undefined;
      const { fetch } = globalThis;
      globalThis.fetch = (to, options) => String(to).startsWith('/api/session')
        ? Promise.reject(new TypeError('no network')) : fetch(to, options);
    }`);
    await shown(page.getByText('Ingen forbindelse'));
  });
});
