import { Directory, SessionInfo, SignedOut, SyncToken } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CARE_HOME, CLINICS, CLINIC, MUNICIPALITY, REGION } from '../demo/people.ts';
import { providerOf } from '../directory/index.ts';
import type { Organisation, Provider } from '../directory/index.ts';
import { loginOf } from './testing/browser.ts';
import type { Browser, Visit } from './testing/browser.ts';
import { createWorld } from './testing/world.ts';
import type { World } from './testing/world.ts';
import type { SignInCode } from './trouble.ts';

const isCallback = (url: URL): boolean => url.pathname === '/auth/callback';
const HOUR = 3_600_000;

const printed: unknown[] = [];
let world: World;
beforeAll(async () => {
  for (const name of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation((...args: unknown[]) => void printed.push(args));
  }
  world = await createWorld();
});
afterAll(async () => {
  await world.close();
  vi.restoreAllMocks();
});

const sessionOf = async (browser: Browser): Promise<SessionInfo> =>
  v.parse(SessionInfo, await (await browser.request('/api/session')).json());

describe('signing in', () => {
  it('lets a caregiver in at the own organisation, and forgets nothing that the tablet needs', async () => {
    const browser = world.browser();
    const page = await browser.visit(loginOf(MUNICIPALITY, 'tablet'));
    expect(page.text).toContain('DEMO');
    expect(page.text).not.toMatch(/<script|style=|https?:\/\/(?!127)/);
    const home = await browser.pick(page, 'mette.skovbjerg');
    expect(home.url.href).toBe(`${world.url.origin}/tablet`);
    const info = await sessionOf(browser);
    expect(info).toMatchObject({ name: 'Mette Skovbjerg', role: 'caregiver', clinics: [] });
    expect(info.units).toHaveLength(4);
    expect(Buffer.from(info.vaultKey, 'base64')).toHaveLength(32);
    expect((await sessionOf(browser)).vaultKey).toBe(info.vaultKey);
  });

  it('lets a clinician in, with the clinics of theirs', async () => {
    const browser = world.browser();
    const home = await browser.signIn(CLINICS, 'board', 'sofie.granlund');
    expect(home.url.pathname).toBe('/board');
    const info = await sessionOf(browser);
    expect(info.role).toBe('clinician');
    expect(info.units).toEqual([]);
    expect(info.clinics.map(({ id }) => id)).toEqual([CLINIC.north, CLINIC.harbour]);
  });

  it('keeps the cookie from scripts and other sites, and only its hash in the store', async () => {
    const browser = world.browser();
    const page = await browser.visit(loginOf(CARE_HOME, 'tablet'));
    const callback = await browser.pick(page, 'lars.tingskov', isCallback);
    const cookies = (await browser.request(callback.url)).headers.getSetCookie();
    const cookie = cookies.find((line) => line.startsWith('naervaer-tablet=')) ?? '';
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax/);
    const secret = browser.jar.get('naervaer-tablet')?.value ?? '';
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(await world.store.sessionBySecret(secret)).toBeUndefined();
    const stored = await world.store.session((await sessionOf(browser)).sessionId);
    expect(stored?.json).not.toContain('Tingskov');
  });

  it('starts a new session at each sign-in and ends the one that the browser had', async () => {
    const browser = world.browser();
    await browser.signIn(REGION, 'tablet', 'ida.hvidkilde');
    const first = await sessionOf(browser);
    await browser.signIn(REGION, 'tablet', 'ali.noerremose');
    const second = await sessionOf(browser);
    expect(second.sessionId).not.toBe(first.sessionId);
    expect(world.ended).toContain(first.sessionId);
  });

  it('brings whoever changes their mind back to the app', async () => {
    const browser = world.browser();
    const page = await browser.visit(loginOf(MUNICIPALITY, 'tablet'));
    const form = { method: 'POST', body: new URLSearchParams({ cancel: 'yes' }) };
    const home = await browser.visit(page.url, form);
    expect(home.url.pathname).toBe('/tablet');
    expect(await (await browser.request('/api/session')).json()).toBeNull();
  });

  it('prints nothing and logs no name, token or address', async () => {
    expect(printed).toEqual([]);
    expect(world.log.join('')).not.toMatch(/Skovbjerg|skovbjerg|Granlund|eyJ|code=|state=/);
  });
});

describe('no entry', () => {
  it.each([
    ['the job-function role', MUNICIPALITY, 'tablet', 'rasmus.udenrolle', '00 00 10 10'],
    ['a clinic', CLINICS, 'board', 'ole.udenklinik', 'administrator', 'notEmployed'],
    ['a way in, as a citizen has none yet', MUNICIPALITY, 'tablet', 'ellen.kornmark', '10 10'],
    ['a way in, as an analyst has none yet', REGION, 'insight', 'eva.soejlelund', '20 20'],
    ['being an administrator', MUNICIPALITY, 'insight', 'mette.skovbjerg', '10 10'],
    ['being a caregiver', MUNICIPALITY, 'tablet', 'pia.hoejvang', '10 10'],
  ])(
    'without %s: a page that says whom to ask (T1)',
    async (_what, organisation, app, who, ask, code = 'missingRole') => {
      const browser = world.browser();
      const page = await browser.signIn(organisation, app, who);
      expect(page.status).toBe(403);
      expect(page.text).toContain(`<code>${code}</code>`);
      expect(page.text).toContain(ask);
      expect(browser.jar.has('naervaer-session')).toBe(false);
      const other = /href="(\/auth\/login\?[^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&');
      const again = await browser.visit(other ?? '');
      expect(again.text).toContain('Vælg, hvem du er');
    },
  );

  it('to an organisation or an app that does not exist', async () => {
    const browser = world.browser();
    const nowhere = await browser.visit(loginOf('nowhere', 'tablet'));
    expect([nowhere.status, nowhere.text.includes('unknownOrganisation')]).toEqual([404, true]);
    const evil = await browser.visit(loginOf(MUNICIPALITY, 'https://evil.example'));
    expect(evil.status).toBeGreaterThanOrEqual(400);
    expect(evil.text).not.toContain('evil');
  });
});

describe('a callback that is not exactly the answer', () => {
  async function atCallback(browser: Browser): Promise<URL> {
    const page = await browser.visit(loginOf(MUNICIPALITY, 'tablet'));
    return (await browser.pick(page, 'jonas.kaergaard', isCallback)).url;
  }

  it('is refused when the state was changed', async () => {
    const browser = world.browser();
    const url = await atCallback(browser);
    url.searchParams.set('state', 'another');
    const page = await browser.visit(url);
    expect([page.status, page.text.includes('providerRejected')]).toEqual([403, true]);
  });

  it('is refused when another issuer stands in it (RFC 9207)', async () => {
    const browser = world.browser();
    const url = await atCallback(browser);
    expect(url.searchParams.get('iss')).toContain('/demo/idp/');
    url.searchParams.set('iss', 'https://evil.example');
    expect((await browser.visit(url)).status).toBe(403);
    const without = await atCallback(browser);
    without.searchParams.delete('iss');
    expect((await browser.visit(without)).status).toBe(403);
  });

  it('is refused in another browser, and with a changed cookie', async () => {
    const browser = world.browser();
    const url = await atCallback(browser);
    const other = await world.browser().visit(url);
    expect([other.status, other.text.includes('sessionExpired')]).toEqual([401, true]);
    const cookie = browser.jar.get('naervaer-login');
    const value = (cookie?.value ?? '').replace(/.{4}$/, 'AAAA');
    browser.jar.set('naervaer-login', { value, path: '/' });
    expect((await browser.visit(url)).status).toBe(401);
  });

  it('is refused with the cookie of another sign-in: state and nonce are bound to it', async () => {
    const browser = world.browser();
    const url = await atCallback(browser);
    const other = world.browser();
    await other.visit(loginOf(MUNICIPALITY, 'tablet'));
    expect((await other.visit(url)).status).toBe(403);
  });

  it('is refused the second time, even with the cookie put back', async () => {
    const browser = world.browser();
    const url = await atCallback(browser);
    const kept = browser.jar.get('naervaer-login');
    expect((await browser.visit(url)).url.pathname).toBe('/tablet');
    expect((await browser.visit(url)).status).toBe(401);
    if (kept) browser.jar.set('naervaer-login', kept);
    expect((await browser.visit(url)).status).toBe(403);
  });

  it('is refused when it took too long', async () => {
    const late = await createWorld();
    const browser = late.browser();
    const page = await browser.visit(loginOf(MUNICIPALITY, 'tablet'));
    const { url } = await browser.pick(page, 'jonas.kaergaard', isCallback);
    late.advance(11 * 60_000);
    expect((await browser.visit(url)).status).toBe(401);
    await late.close();
  });
});

describe('the provider', () => {
  it('that is down is told so, and is asked again the next time', async () => {
    const lonely = await createWorld();
    lonely.providers = 'down';
    const browser = lonely.browser();
    const page = await browser.visit(loginOf(REGION, 'tablet'));
    expect([page.status, page.text.includes('providerUnavailable')]).toEqual([503, true]);
    lonely.providers = 'up';
    const home = await browser.signIn(REGION, 'tablet', 'ida.hvidkilde');
    expect(home.url.pathname).toBe('/tablet');
    await lonely.close();
  });

  /** Signs in after an administrator changed the organisation: at once, without a restart (P1). */
  async function signInAfter(
    change: (organisation: Organisation, provider: Provider) => Partial<Organisation>,
  ): Promise<Visit> {
    const liar = await createWorld();
    const browser = liar.browser();
    expect((await browser.signIn(MUNICIPALITY, 'tablet', 'mette.skovbjerg')).url.pathname).toBe(
      '/tablet',
    );
    const organisation = liar.directory.organisation(MUNICIPALITY);
    const provider = organisation && providerOf(organisation, 'caregiver');
    if (organisation === undefined || provider === undefined) throw new Error('no such provider');
    const put = { ...organisation, ...change(organisation, provider) };
    await liar.directory.change([{ kind: 'organisation', put }]);
    const page = await browser.visit(loginOf(MUNICIPALITY, 'tablet'));
    const isPicker = page.text.includes('value="mette.skovbjerg"');
    const end = isPicker ? await browser.pick(page, 'mette.skovbjerg') : page;
    await liar.close();
    return end;
  }
  const withProvider = (
    { providers }: Organisation,
    caregiver: Provider,
  ): Partial<Organisation> => ({ providers: { ...providers, caregiver } });

  it.each<[string, (o: Organisation, p: Provider) => Partial<Organisation>, SignInCode]>([
    ['another organisation’s CVR', () => ({ cvr: '99008938' }), 'unknownCvr'],
    [
      'too low a level of assurance',
      (o, p) => withProvider(o, { ...p, level: 'High' }),
      'levelTooLow',
    ],
    ['another role', (o, p) => withProvider(o, { ...p, role: 'another' }), 'missingRole'],
    [
      'a wrong client secret',
      (o, p) => withProvider(o, { ...p, clientSecret: 'x'.repeat(32) }),
      'providerSetup',
    ],
    [
      'another issuer at its discovery',
      (o, p) => withProvider(o, { ...p, issuer: `${p.issuer}/` }),
      'providerSetup',
    ],
  ])('that sends %s is not believed', async (_what, change, code) => {
    const page = await signInAfter(change);
    expect([page.status, page.text.includes(`<code>${code}</code>`)]).toEqual([403, true]);
  });
});

describe('signing out', () => {
  it('ends the session, leads by the provider home, and the next one must sign in anew', async () => {
    const browser = world.browser();
    await browser.signIn(MUNICIPALITY, 'tablet', 'lone.vesterlund');
    const { sessionId } = await sessionOf(browser);
    const token = v.parse(SyncToken, await (await browser.post('/api/sync-token')).json()).token;
    const answer = await browser.post('/api/sign-out');
    const { location } = v.parse(SignedOut, await answer.json());
    expect(new URL(location).pathname).toContain('/demo/idp/');
    expect(world.ended).toContain(sessionId);
    expect(await (await browser.request('/api/session')).json()).toBeNull();
    await expect(world.identity.verifySyncToken(token)).rejects.toMatchObject({
      code: 'signedOut',
    });
    expect((await browser.visit(location)).url.pathname).toBe('/tablet');
    const next = await browser.visit(loginOf(MUNICIPALITY, 'tablet'));
    expect(next.text).toContain('Vælg, hvem du er');
  });

  it('at the app alone does not let the previous colleague in again on a tablet', async () => {
    const browser = world.browser();
    await browser.signIn(MUNICIPALITY, 'tablet', 'lone.vesterlund');
    browser.jar.delete('naervaer-session');
    const next = await browser.visit(loginOf(MUNICIPALITY, 'tablet'));
    expect(next.text).toContain('Vælg, hvem du er');
  });

  it('is not asked for twice a day on a board', async () => {
    const browser = world.browser();
    await browser.signIn(CLINICS, 'board', 'anne.klitgaard');
    browser.jar.delete('naervaer-session');
    const next = await browser.visit(loginOf(CLINICS, 'board'));
    expect(next.url.pathname).toBe('/board');
  });
});

describe('a session', () => {
  it('opens the sync connection with a token of five minutes (SE2)', async () => {
    const old = await createWorld();
    const browser = old.browser();
    await browser.signIn(CLINICS, 'board', 'anne.klitgaard');
    const answer = await browser.post('/api/sync-token');
    const { token } = v.parse(SyncToken, await answer.json());
    expect(await old.identity.verifySyncToken(token)).toMatchObject({ name: 'Anne Klitgård' });
    await expect(old.identity.verifySyncToken(`${token}x`)).rejects.toMatchObject({
      code: 'signedOut',
    });
    old.advance(5 * 60_000 + 1000);
    await expect(old.identity.verifySyncToken(token)).rejects.toMatchObject({
      code: 'sessionExpired',
    });
    await old.close();
  });

  it('of a clinician lasts twelve hours, used or not', async () => {
    const old = await createWorld();
    const browser = old.browser();
    await browser.signIn(CLINICS, 'board', 'jens.pilegaard');
    old.advance(12 * HOUR - 1000);
    expect((await browser.request('/api/session')).status).toBe(200);
    old.advance(2000);
    expect(await (await browser.request('/api/session')).json()).toBeNull();
    await old.close();
  });

  it('of a caregiver outlasts the kept place, ends an hour after its last use, and after ten hours', async () => {
    const old = await createWorld();
    const browser = old.browser();
    await browser.signIn(REGION, 'tablet', 'birgit.fjeldsted');
    old.advance(59 * 60_000);
    expect((await browser.post('/api/sync-token')).status).toBe(200);
    old.advance(59 * 60_000);
    expect((await browser.request('/api/session')).status).toBe(200);
    old.advance(2 * 60_000);
    expect(await (await browser.request('/api/session')).json()).toBeNull();

    await browser.signIn(REGION, 'tablet', 'birgit.fjeldsted');
    for (let used = 0; used < 10 * HOUR; used += 25 * 60_000) {
      expect((await browser.post('/api/sync-token')).status).toBe(200);
      old.advance(25 * 60_000);
    }
    expect((await browser.post('/api/sync-token')).status).toBe(401);
    await old.close();
  });

  it('is revoked at once, wherever the person is signed in', async () => {
    const [one, two] = [world.browser(), world.browser()];
    await one.signIn(CARE_HOME, 'tablet', 'hanne.rugtved');
    await two.signIn(CARE_HOME, 'tablet', 'hanne.rugtved');
    const { personId } = await sessionOf(one);
    await world.identity.endSessionsOf(personId);
    expect(await (await one.request('/api/session')).json()).toBeNull();
    expect(await (await two.request('/api/session')).json()).toBeNull();
  });
});

describe('writes', () => {
  it.each([
    ['another origin', { origin: 'https://evil.example' }, '{}', 403, 'wrongOrigin'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, '', 403, 'wrongOrigin'],
    ['no JSON', {}, '{', 400, 'badRequest'],
    ['too much', {}, JSON.stringify('x'.repeat(20_000)), 413, 'tooLarge'],
    ['no session', {}, '{}', 401, 'signedOut'],
  ])('with %s are refused with a code (SE3)', async (_what, headers, body, status, code) => {
    const answer = await world.browser().post('/api/sync-token', headers, body);
    expect([answer.status, await answer.json()]).toEqual([status, { code }]);
  });

  it('are not what GET does', async () => {
    expect((await world.browser().request('/api/sign-out')).status).toBe(405);
  });
});

it('tells everybody the directory, without a secret of it', async () => {
  const text = await (await world.browser().request('/api/directory')).text();
  expect(v.parse(Directory, JSON.parse(text)).clinics).toHaveLength(4);
  expect(text).not.toMatch(/secret|issuer|cvr/i);
});

it('leads home from a logout at a demo provider that was restarted and knows nobody', async () => {
  const browser = world.browser();
  await browser.signIn(MUNICIPALITY, 'tablet', 'peter.aagren');
  const { location } = v.parse(SignedOut, await (await browser.post('/api/sign-out')).json());
  for (const name of browser.jar.keys()) if (name.startsWith('demo-')) browser.jar.delete(name);
  expect((await browser.visit(location)).url.pathname).toBe('/tablet');
  const elsewhere = new URL(location);
  elsewhere.searchParams.set('post_logout_redirect_uri', 'https://evil.example/');
  expect((await browser.visit(elsewhere)).url.pathname).toBe('/');
});
