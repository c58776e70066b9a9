import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AdminChange, SessionInfo, TrialReport } from '@naervaer/machines/protocol';
import type { Configuration, Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MUNICIPALITY } from '@naervaer/sync-server/demo/people.ts';
import { browse, CookieJar } from '../support/cookies.ts';
import { djangoProvider } from '../support/django-provider.ts';
import type { DjangoProvider } from '../support/django-provider.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { demoPerson } from '../support/sign-in.ts';

/** The municipality's provider, set up by its administrator while the server runs (P1, I4). */
const CVR = '99001003';
const ROLE = 'http://naervaer.example/roles/usersystemrole/videokonsultation/1';
const NSIS = 'https://data.gov.dk/concept/core/nsis/loa/Substantial';
const XML = `<?xml version="1.0" encoding="UTF-8"?>
<bpp:PrivilegeList xmlns:bpp="http://itst.dk/oiosaml/basic_privilege_profile">
  <PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:${CVR}">
    <Privilege>${ROLE}</Privilege>
  </PrivilegeGroup>
</bpp:PrivilegeList>`;

let server: ServerProcess;
let administrator: CookieJar;

async function post(jar: CookieJar, path: string, body: unknown): Promise<Response> {
  return fetch(server.origin + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: server.origin,
      cookie: jar.header(path),
    },
    body: JSON.stringify(body),
  });
}
async function sessionOf(jar: CookieJar): Promise<SessionInfo | null> {
  const answer = await fetch(`${server.origin}/api/session?app=tablet`, {
    headers: { cookie: jar.header('/api/session') },
  });
  return (await answer.json()) as SessionInfo | null;
}

type Page = Awaited<ReturnType<typeof browse>>;
const login = (jar: CookieJar): Promise<Page> =>
  browse(jar, `${server.origin}/auth/login?organisation=${MUNICIPALITY}&app=tablet`);

async function send(jar: CookieJar, to: URL, fields: Record<string, string>): Promise<Page> {
  return browse(jar, to.href, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: to.origin },
    body: new URLSearchParams(fields),
  });
}

type Settings = Extract<AdminChange, { type: 'putProvider' }>;
async function setUp(settings: Settings['settings'], clientSecret: string): Promise<void> {
  const change = {
    type: 'putProvider',
    organisationId: MUNICIPALITY,
    kind: 'caregiver',
    settings,
    clientSecret,
  } as const satisfies Settings;
  const answer = await post(administrator, '/api/admin/change?app=insight', change);
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
}
async function trial(): Promise<Record<string, string>> {
  const body = { organisationId: MUNICIPALITY, kind: 'caregiver' };
  const answer = await post(administrator, '/api/admin/try-provider?app=insight', body);
  const report = (await answer.json()) as TrialReport;
  return Object.fromEntries(report.map(({ step, result }) => [step, result]));
}

beforeAll(async () => {
  server = await serverProcess();
  await server.start();
  administrator = new CookieJar();
  const { organisationId, subject } = demoPerson('Pia Højvang');
  const address = `${server.origin}/auth/login?organisation=${organisationId}&app=insight`;
  const picker = await browse(administrator, address);
  await send(administrator, picker.url, { person: subject });
});
afterAll(() => server?.dispose());

describe('Django OAuth Toolkit', () => {
  let django: DjangoProvider;
  beforeAll(async () => {
    django = await djangoProvider(`${server.origin}/auth/callback`);
    django.claims = {
      given_name: 'Mette',
      family_name: 'Skovbjerg',
      work: { cvr: [CVR], level: NSIS, privileges: Buffer.from(XML).toString('base64') },
    };
    await django.start();
    const claims = {
      givenName: 'given_name',
      familyName: 'family_name',
      cvr: 'work.cvr',
      privileges: 'work.privileges',
      level: 'work.level',
    };
    const { issuer, client } = django;
    const level = 'Substantial' as const;
    const settings = { issuer, clientId: client.id, scope: 'openid', level, role: ROLE, claims };
    await setUp(settings, client.secret);
  });
  afterAll(() => django?.dispose());

  async function signIn(jar: CookieJar): Promise<Page> {
    const page = await login(jar);
    const text = await page.response.text();
    const token = /name="csrfmiddlewaretoken" value="(\w+)"/.exec(text)?.[1] ?? '';
    const next = page.url.searchParams.get('next') ?? '';
    const { name: username, password } = django.person;
    return send(jar, page.url, { csrfmiddlewaretoken: token, username, password, next });
  }

  it('is found right by the walk, but for what it does not offer or say', async () => {
    expect(await trial()).toEqual({
      reach: 'ok',
      issuer: 'ok',
      endpoints: 'ok',
      codeFlow: 'ok',
      pkce: 'warned',
      algorithms: 'ok',
      keys: 'ok',
      logout: 'warned',
      credentials: 'ok',
    });
  });

  it('signs somebody in by claims in objects, an XML of roles and a level of the national standard', async () => {
    const jar = new CookieJar();
    expect((await signIn(jar)).url.pathname).toBe('/tablet/');
    expect(await sessionOf(jar)).toMatchObject({ name: 'Mette Skovbjerg', role: 'caregiver' });
    const out = await post(jar, '/api/sign-out?app=tablet', { next: 'login' });
    expect(await out.json()).toEqual({ location: `${server.origin}/tablet?state=login` });
    expect(await sessionOf(jar)).toBeNull();
  });

  it('that rotates its keys is believed again as soon as they are fetched', async () => {
    await django.rotate();
    // Fetched once a minute at most; a restart of ours asks at once.
    const refused = await signIn(new CookieJar());
    expect(await refused.response.text()).toContain('<code>providerRejected</code>');
    await server.stop();
    await server.start();
    expect((await signIn(new CookieJar())).url.pathname).toBe('/tablet/');
  });

  it('that sends another level and another CVR is told apart', async () => {
    await django.stop();
    django.claims = { ...django.claims, work: { cvr: CVR, level: 'Low', privileges: [] } };
    await django.start();
    const page = await (await signIn(new CookieJar())).response.text();
    expect(page).toContain('<code>levelTooLow</code>');
  });
});

describe('oidc-provider', () => {
  let http: Server;
  let issuer: string;
  const secret = 'a secret of this provider and of ours';
  beforeAll(async () => {
    const port = await freePort();
    issuer = `http://localhost:${port}`;
    const entry: string = 'oidc-provider/lib/provider.js';
    const { Provider: Class } = (await import(entry)) as { readonly Provider: typeof Provider };
    const configuration: Configuration = {
      clients: [
        {
          client_id: 'naervaer',
          client_secret: secret,
          redirect_uris: [`${server.origin}/auth/callback`],
          post_logout_redirect_uris: [`${server.origin}/tablet`],
          backchannel_logout_uri: `${server.origin}/auth/backchannel-logout`,
          backchannel_logout_session_required: true,
          require_auth_time: true,
        },
      ],
      features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
      conformIdTokenClaims: false,
      // It asks no address of this machine, as it should not; here it must.
      fetch: (address, given) => {
        const { headers = {}, method = 'GET', body = null } = given ?? {};
        return fetch(address, { headers, method, body, redirect: 'manual' });
      },
      pkce: { required: () => true },
      claims: { openid: ['sub', 'given_name', 'family_name', 'cvr', 'loa', 'roles'] },
      findAccount: (_ctx, accountId) => ({
        accountId,
        claims: () => ({
          sub: accountId,
          given_name: 'Jonas',
          family_name: 'Kærgaard',
          cvr: CVR,
          loa: 'High',
          roles: [`${CVR}:${ROLE}`, 'another'],
        }),
      }),
    };
    const provider = new Class(issuer, configuration);
    provider.silent = true;
    http = createServer(provider.callback());
    await new Promise<void>((ready) => http.listen(port, 'localhost', ready));
    const claims = {
      givenName: 'given_name',
      familyName: 'family_name',
      cvr: 'cvr',
      privileges: 'roles',
      level: 'loa',
    };
    const level = 'Substantial' as const;
    const settings = { issuer, clientId: 'naervaer', scope: 'openid', level, role: ROLE, claims };
    await setUp(settings, secret);
  });
  afterAll(async () => {
    http?.closeAllConnections();
    await new Promise((closed) => http?.close(closed));
  });

  async function signIn(jar: CookieJar): Promise<Page> {
    const asked = await login(jar);
    const who = { prompt: 'login', login: 'jonas', password: 'any' };
    const consent = await send(jar, asked.url, who);
    return send(jar, consent.url, { prompt: 'consent' });
  }

  it('is found right by the walk', async () => {
    const found = await trial();
    expect(new Set(Object.values(found))).toEqual(new Set(['ok']));
  });

  it('signs somebody in, and out again with the state that the tablet asked for', async () => {
    const jar = new CookieJar();
    expect((await signIn(jar)).url.pathname).toBe('/tablet/');
    expect(await sessionOf(jar)).toMatchObject({ name: 'Jonas Kærgaard' });
    const out = await post(jar, '/api/sign-out?app=tablet', { next: 'login' });
    const { location } = (await out.json()) as { location: string };
    const page = await browse(jar, location);
    const xsrf = /name="xsrf" value="(\w+)"/.exec(await page.response.text())?.[1] ?? '';
    const home = await send(jar, new URL('/session/end/confirm', issuer), { xsrf, logout: 'yes' });
    expect(home.url.pathname + home.url.search).toBe('/tablet/?state=login');
    expect(await sessionOf(jar)).toBeNull();
  });

  it('ends the session here when somebody signs out there (back-channel)', async () => {
    const jar = new CookieJar();
    await signIn(jar);
    expect(await sessionOf(jar)).not.toBeNull();
    const page = await browse(jar, `${issuer}/session/end?client_id=naervaer`);
    const xsrf = /name="xsrf" value="(\w+)"/.exec(await page.response.text())?.[1] ?? '';
    await send(jar, new URL('/session/end/confirm', issuer), { xsrf, logout: 'yes' });
    await eventually('the end of the session', async () => (await sessionOf(jar)) === null, 5000);
    const lines = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(lines.join('\n')).toContain('signed out by the provider');
    expect(lines.join('\n')).not.toMatch(/Kærgaard|Skovbjerg|eyJ/);
  });
});
