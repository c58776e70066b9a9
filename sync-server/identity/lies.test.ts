import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CARE_HOME, MUNICIPALITY } from '../demo/people.ts';
import { loginOf } from './testing/browser.ts';
import type { Browser, Visit } from './testing/browser.ts';
import { CALLBACK, DISCOVERY, ID_TOKEN, PERSON, PERSONS, TOKEN } from './testing/lies.ts';
import type { Row } from './testing/lies.ts';
import { createLyingProvider, json } from './testing/lying-provider.ts';
import type { Answer, Lies, LyingProvider } from './testing/lying-provider.ts';
import { createWorld } from './testing/world.ts';
import type { World } from './testing/world.ts';

let world: World;
let liar: LyingProvider;
beforeAll(async () => {
  world = await createWorld();
  liar = await createLyingProvider(PERSON);
});
afterAll(async () => {
  await world.close();
  await liar.close();
});
afterEach(() => {
  liar.lies = {};
  vi.useRealTimers();
});

/** The municipality's provider is the liar from now on; each is another one to the relying party. */
let setUps = 0;
async function setUp(to: Partial<LyingProvider['settings']> = {}): Promise<void> {
  const organisation = world.directory.organisation(MUNICIPALITY);
  if (organisation === undefined) throw new Error('no such organisation');
  // Nothing that was learned of it before is kept for other settings.
  setUps += 1;
  const caregiver = { ...liar.settings, scope: `openid profile try${setUps}`, ...to };
  const providers = { ...organisation.providers, caregiver };
  await world.directory.change([{ kind: 'organisation', put: { ...organisation, providers } }]);
}

async function signInWith(lies: Lies, browser: Browser = world.browser()): Promise<Visit> {
  liar.lies = lies;
  return browser.visit(loginOf(MUNICIPALITY, 'tablet'));
}

async function walk([, lies, code, why]: Row): Promise<void> {
  await setUp();
  const from = world.log.length;
  const browser = world.browser();
  const page = await signInWith(lies, browser);
  expect(page.text).toContain(`<code>${code}</code>`);
  expect(page.status).toBe(code === 'providerUnavailable' ? 503 : 403);
  // Whom to ask, and a way on.
  expect(page.text).toContain('telefon 00 00 10 10');
  expect(page.text).toMatch(
    /href="\/auth\/login\?organisation=aabjerg-kommune&amp;app=tablet&amp;again=1"/,
  );
  // Neither the address nor the page has what the provider sent (P1, SE4).
  expect(page.url.href + page.text).not.toMatch(/qz-|eyJ|state=|Skovbjerg|evil|iss=/);
  expect(page.url.pathname).toMatch(/^\/auth\/(?:failed|login)$/);
  expect(browser.jar.has('naervaer-tablet')).toBe(false);
  // One line, of shapes (SE4).
  const lines = world.log.slice(from);
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  expect(line).toMatchObject({ code, app: 'tablet', organisation: MUNICIPALITY });
  expect(line['why']).toContain(why);
  expect(lines[0]).not.toMatch(/skovbjerg|eyJ|evil|qz-|99008938|secret that/i);
}

describe('a provider', () => {
  it('that is honest lets its people in: the harness is no reason to refuse', async () => {
    await setUp();
    const browser = world.browser();
    expect((await signInWith({}, browser)).url.pathname).toBe('/tablet');
    expect(browser.jar.has('naervaer-tablet')).toBe(true);
    const wish = liar.wishes.at(-1);
    expect(wish?.get('code_challenge_method')).toBe('S256');
    expect(wish?.get('prompt')).toBe('login');
    expect(wish?.get('max_age')).toBe('0');
    expect(wish?.has('acr_values')).toBe(false);
  });

  it('is asked for the levels that are enough, where it knows a name for them', async () => {
    await setUp();
    const nsis = 'https://data.gov.dk/concept/core/nsis/loa/';
    const acr = [`${nsis}Low`, `${nsis}Substantial`, `${nsis}High`, 'urn:other'];
    const discovery = (honest: object): Answer => json({ ...honest, acr_values_supported: acr });
    expect((await signInWith({ discovery })).url.pathname).toBe('/tablet');
    expect(liar.wishes.at(-1)?.get('acr_values')).toBe(`${nsis}Substantial ${nsis}High`);
  });

  it.each(DISCOVERY)('whose discovery %s', (...row) => walk(row));
  it.each(CALLBACK)('that sends the browser back with %s', (...row) => walk(row));
  it.each(TOKEN)('whose token endpoint answers %s', (...row) => walk(row));
  it.each(ID_TOKEN)('whose id token %s', (...row) => walk(row));
  it.each(PERSONS)('whose person %s', (...row) => walk(row));

  it('that is slow is given up after ten seconds, and holds nobody else', async () => {
    await setUp();
    const began = performance.now();
    const slow = [
      signInWith({ discovery: () => 'hang' }),
      // The callback's own question; the discovery of the first is shared, so its browser waits too.
      world.browser().visit(loginOf(MUNICIPALITY, 'tablet')),
    ];
    const other = await world.browser().signIn(CARE_HOME, 'tablet', 'hanne.rugtved');
    expect(other.url.pathname).toBe('/tablet');
    expect(performance.now() - began).toBeLessThan(9000);
    for (const page of await Promise.all(slow)) {
      expect([page.status, page.text.includes('providerUnavailable')]).toEqual([503, true]);
    }
    expect(performance.now() - began).toBeLessThan(14_000);
    expect(liar.asked.filter((path) => path.includes('well-known')).length).toBeGreaterThan(0);
  });

  it('whose token endpoint hangs is given up too', async () => {
    await setUp();
    const page = await signInWith({ token: 'hang' });
    expect([page.status, page.text.includes('providerUnavailable')]).toEqual([503, true]);
  });
});

describe('keys that were changed at the provider', () => {
  const jwksAsked = (): number => liar.asked.filter((path) => path === '/jwks').length;

  it('are fetched anew, and not more than once a minute', async () => {
    await setUp();
    expect((await signInWith({})).url.pathname).toBe('/tablet');
    const before = jwksAsked();
    await liar.rotate();
    for (let tries = 0; tries < 3; tries += 1) {
      expect((await signInWith({})).text).toContain('providerRejected');
    }
    expect(jwksAsked()).toBe(before);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    expect((await signInWith({})).url.pathname).toBe('/tablet');
    expect((await signInWith({})).url.pathname).toBe('/tablet');
    expect(jwksAsked()).toBe(before + 1);
  });
});
