import type { Epoch } from '@naervaer/machines/protocol';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browse, CookieJar } from '../support/cookies.ts';
import { eventually } from '../support/eventually.ts';
import { createMarks, sentenceOf } from '../support/marks.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import type { SignedInPerson } from '../support/sign-in.ts';

const marks = createMarks();
let server: ServerProcess;
let firstEpoch: Epoch;
let mette: SignedInPerson;

/** Sends bytes as they are, which no HTTP client would; resolves with all that came back. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const { port } = new URL(server.origin);
    let got = '';
    const socket = connect(Number(port), 'localhost', () => socket.write(bytes));
    // Less than a kept-alive connection lasts, so that none of the client's ends meanwhile.
    socket.setTimeout(1_500, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => (got += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(got));
  });
}

const get = (target: string, headers = ''): Promise<string> =>
  raw(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`);
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { code: string }).code;

beforeAll(async () => {
  server = await serverProcess({ LOG_LEVEL: 'trace' });
  await server.start();
  firstEpoch = await server.epoch();
  mette = await signIn(server.origin, demoPerson('Mette Skovbjerg'));
  for (const value of mette.jar.header().split(/; |=/)) if (value.length > 20) marks.watch(value);
});
afterAll(async () => {
  await server?.dispose();
});

describe('a request that makes no sense is refused with a code that a screen explains', () => {
  const json = { 'content-type': 'application/json' };
  type Case = readonly [string, number, string, string, () => RequestInit];
  const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    headers: { ...json, origin: server.origin, cookie: mette.jar.header(), ...headers },
    body,
  });
  const cases: readonly Case[] = [
    ['bad JSON', 400, 'badRequest', '/api/sync-token', () => post(`{"${marks.mark('json')}`)],
    ['bad JSON', 400, 'badRequest', '/api/media', () => post(`{"${marks.mark('json')}`)],
    ['JSON that is no request', 400, 'badRequest', '/api/media', () => post('[null]')],
    ['a field too many', 400, 'badRequest', '/api/media', () => post('{"a":1}')],
    ['a body of 20 KB', 413, 'tooLarge', '/api/sync-token', () => post(`"${'qz'.repeat(10_000)}"`)],
    ['a body of 20 KB', 413, 'tooLarge', '/api/media', () => post(`"${'qz'.repeat(10_000)}"`)],
    [
      'another type',
      403,
      'wrongOrigin',
      '/api/sync-token',
      () => post('{}', { 'content-type': 'text/plain' }),
    ],
    [
      'a form',
      403,
      'wrongOrigin',
      '/api/sign-out',
      () => post('a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
    ],
    [
      'another origin',
      403,
      'wrongOrigin',
      '/api/media',
      () => post('{}', { origin: 'http://qz.example' }),
    ],
    ['no cookie', 401, 'signedOut', '/api/sync-token', () => post('{}', { cookie: '' })],
    [
      'a made-up cookie',
      401,
      'signedOut',
      '/api/media',
      () => post('{}', { cookie: `naervaer-session=${marks.mark('cookie')}` }),
    ],
    ['another method', 405, 'methodNotAllowed', '/api/sync-token', () => ({})],
    ['another method', 405, 'methodNotAllowed', '/api/session', () => post('{}')],
    [
      'an unknown path',
      404,
      'notFound',
      `/${marks.mark('path')}?${marks.mark('query')}=1`,
      () => ({ headers: { 'user-agent': marks.mark('agent') } }),
    ],
    ['a path of the prototype', 404, 'notFound', '/__proto__', () => ({})],
    ['a path of the prototype', 404, 'notFound', '/constructor', () => ({})],
  ];
  it.each(cases)('%s: %i %s at %s', async (_what, status, code, path, init) => {
    const answer = await fetch(`${server.origin}${path}`, init());
    expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
    expect(sentenceOf(code)).toMatch(/^\p{Lu}.{10,}/u);
  });

  it('a body of five megabytes is not read to its end', async () => {
    const answer = await fetch(
      `${server.origin}/api/media`,
      post(`"${'qz'.repeat(2_500_000)}"`),
    ).then(
      async (response) => ({ status: response.status }),
      // The server may have hung up while the rest was still on its way.
      () => ({ status: 413 }),
    );
    expect(answer.status).toBe(413);
  });
});

describe('a path leads nowhere but into the applications', () => {
  const passwd = 'etc/passwd';
  it.each([
    `/board/../../${passwd}`,
    `/board/../../../../../../../../${passwd}`,
    `/board/..%2f..%2f..%2f..%2f..%2f..%2f${passwd}`,
    `/board/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/${passwd}`,
    `/board/%252e%252e%252f%252e%252e%252f${passwd}`,
    `/board//${passwd}`,
    `/board/....//....//${passwd}`,
    String.raw`/board/..\..\..\..\..\etc\passwd`,
    `/board/..%5c..%5c..%5c${passwd}`,
    `/board/assets/../../../../package.json`,
    `/board/assets/..%2f..%2f..%2f..%2fpackage.json`,
    `/static/../../../../${passwd}`,
    `/tablet/%c0%ae%c0%ae/${passwd}`,
    `/visit/%00/${passwd}`,
    `//${passwd}`,
    `/.git/config`,
    `/data/naervaer.sqlite`,
    `/board/../data/naervaer.sqlite`,
  ])('%s', async (target) => {
    const answer = await get(target);
    expect([200, 308, 400, 404]).toContain(statusOf(answer));
    expect(answer).not.toMatch(/root:|"workspaces"|SQLite format|\[core\]/);
    // What is answered 200 is an application's shell.
    const shells = statusOf(answer) === 200 ? [answer] : [];
    for (const shell of shells) expect(shell).toMatch(/<!doctype html>/i);
  });

  it.each([
    ['a bad percent-encoding', '/board/%E0%A4%A'],
    ['a lone percent', '/%'],
    ['a bad percent-encoding in a query', '/auth/login?organisation=%E0%A4%A&app=%'],
    ['two slashes', '//'],
    ['a port that is none', '//localhost:99999/'],
    ['an unclosed bracket', '//[::1/'],
    ['somebody else as the host', 'http://qz.example/board/'],
    ['a star', '*'],
    ['a NUL', '/\0'],
    ['no path', ''],
    ['ten thousand letters', `/${'qz'.repeat(5_000)}`],
    ['twenty thousand letters', `/${'qz'.repeat(10_000)}`],
  ])('%s is answered', async (_what, target) => {
    const status = statusOf(await get(target));
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(500);
  });

  it.each([
    ['no HTTP', '\0\x01\x02 qz\r\n\r\n'],
    ['another version', 'GET / HTTP/9.9\r\n\r\n'],
    [
      'two lengths',
      'POST /api/media HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nqzqzq',
    ],
    [
      'a length and pieces',
      'POST /api/media HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a header of 20 KB', `GET / HTTP/1.1\r\nHost: a\r\nCookie: ${'qz'.repeat(10_000)}\r\n\r\n`],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n qz\r\n\r\n'],
    [
      'an upgrade to nothing',
      'GET /sync HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: qz\r\n\r\n',
    ],
    ['a method of nobody', 'QZQZ / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ])('%s is closed with a refusal', async (_what, bytes) => {
    const answer = await raw(bytes);
    expect(statusOf(answer)).toBeGreaterThanOrEqual(400);
    expect(statusOf(answer)).toBeLessThan(500);
    expect(answer).not.toContain('qz');
  });
});

describe('a part of a file', () => {
  it.each(['bytes=9-1', 'bytes=a-b', 'bytes=-', 'bytes=0-99999999999', 'bytes=5', 'qz=1-2'])(
    'asked for as %s is the whole file',
    async (range) => {
      const answer = await fetch(`${server.origin}/board/`, { headers: { range } });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toMatch(/<!doctype html>/i);
    },
  );
});

describe('a sign-in that is not as it must be', () => {
  it('the job-function role is missing: 403, the code, and whom to ask', async () => {
    const { organisationId, subject } = demoPerson('Rasmus Udenrolle');
    const jar = new CookieJar();
    const login = `${server.origin}/auth/login?organisation=${organisationId}&app=tablet`;
    const picker = await browse(jar, login);
    const { response } = await browse(jar, picker.url.href, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
      body: new URLSearchParams({ person: subject }),
    });
    const page = await response.text();
    expect(response.status).toBe(403);
    expect(page).toContain('<code>missingRole</code>');
    expect(page).toContain('Hvem kan hjælpe:');
    expect(page).toContain('IT-support, telefon');
    expect(page).toMatch(/lang="da"/);
    expect(sentenceOf('missingRole')).toContain('jobfunktionsrolle');
    const session = await fetch(`${server.origin}/api/session`, {
      headers: { cookie: jar.header() },
    });
    expect(await session.json()).toBeNull();
  });

  it.each([
    [
      'an unknown organisation',
      404,
      'unknownOrganisation',
      () => `/auth/login?organisation=${marks.mark('org')}&app=board`,
    ],
    [
      'an organisation of the prototype',
      404,
      'unknownOrganisation',
      () => '/auth/login?organisation=__proto__&app=board',
    ],
    [
      'an unknown application',
      400,
      'badRequest',
      () => `/auth/login?organisation=aabjerg-kommune&app=${marks.mark('app')}`,
    ],
    [
      'a callback of nobody',
      401,
      'sessionExpired',
      () => `/auth/callback?code=${marks.mark('code')}&state=${marks.mark('state')}`,
    ],
  ])('%s: %i', async (_what, status, code, path) => {
    const answer = await fetch(`${server.origin}${path()}`);
    expect(answer.status).toBe(status);
    const page = await answer.text();
    expect(page).toContain(`<code>${code}</code>`);
    expect(marks.leaked(page)).toEqual([]);
  });

  it("a callback with somebody else's code and state is not taken", async () => {
    const jar = new CookieJar();
    await browse(jar, `${server.origin}/auth/login?organisation=aabjerg-kommune&app=tablet`);
    const forged = `/auth/callback?code=${marks.mark('code')}&state=${marks.mark('state')}`;
    const { response } = await browse(jar, `${server.origin}${forged}`);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<code>providerRejected</code>');
  });

  it('the provider of the demo takes rubbish calmly', async () => {
    const idp = `${server.origin}/demo/idp/aabjerg-kommune`;
    const paths = [
      `${idp}/auth?client_id=${marks.mark('client')}&response_type=code`,
      `${idp}/auth?client_id=naervaer&redirect_uri=http://qz.example/&response_type=code`,
      `${idp}/${marks.mark('path')}`,
      `${server.origin}/demo/idp/${marks.mark('org')}/auth`,
      `${server.origin}/demo/idp/__proto__/auth`,
    ];
    for (const path of paths) {
      const { status } = await fetch(path, { redirect: 'manual' });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    const token = await fetch(`${idp}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ code: marks.mark('code'), grant_type: 'authorization_code' }),
    });
    expect(token.status).toBeGreaterThanOrEqual(400);
    expect(token.status).toBeLessThan(500);
  });
});

describe('and afterwards', () => {
  it('the same process serves, also while a hundred half requests wait', async () => {
    const { port } = new URL(server.origin);
    const half = Array.from({ length: 100 }, () => {
      const socket = connect(Number(port), 'localhost');
      socket.on('error', () => undefined);
      socket.write('POST /api/media HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n{');
      return socket;
    });
    await eventually('the session to be answered', async () => (await mette.token()).length > 0);
    expect(await server.epoch()).toBe(firstEpoch);
    for (const socket of half) socket.destroy();
  });

  it('nothing of what was sent is in what the server printed (SE4)', async () => {
    expect(await server.stop()).toBe(0);
    expect(marks.leaked(server.output())).toEqual([]);
    expect(server.output()).not.toContain('qz');
    expect(server.output()).not.toContain('unhandled rejection');
  });
});
