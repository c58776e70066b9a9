import { readdir } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ROUTES, routeOf } from '@naervaer/sync-server/http/routes.ts';
import type { Route } from '@naervaer/sync-server/http/routes.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, codeOf } from '../support/ask.ts';
import type { Question } from '../support/ask.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import type { SignedInPerson } from '../support/sign-in.ts';

/**
 * Every route of the server, from the list by which the server itself finds them: what each answer
 * says of itself, and that nobody but an own page can make a person's browser write.
 */

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'SEARCH'];
const PROVIDER = '/demo/idp/aabjerg-kommune';
/** A consultation and a photo that nobody knows. */
const PHOTO = '0192f0c0-0000-7000-8000-000000000001/0192f0c0-0000-7000-8000-000000000002';

let server: ServerProcess;
let secure: ServerProcess;
let mette: SignedInPerson;
let anne: SignedInPerson;
let walked = 0;
const statuses = new Set<number>();

/** Addresses below a path that ends in a star; each of another kind of answer. */
async function below(path: string): Promise<string[]> {
  const base = path.slice(0, -1);
  if (path === '/static/*') return [`${base}pages.css`, `${base}icon.svg`, `${base}nothing`];
  if (path === '/demo/idp/*') {
    return [
      `${PROVIDER}/.well-known/openid-configuration`,
      `${PROVIDER}/jwks`,
      `${PROVIDER}/auth?client_id=nobody`,
      `${PROVIDER}/interaction/nobody`,
      `${PROVIDER}/session/end`,
      `${PROVIDER}/token`,
      `${PROVIDER}/nothing`,
      '/demo/idp/nobody/auth',
    ];
  }
  if (path === '/api/photos/*') {
    const photo = `${base}${PHOTO}`;
    return [base, photo, `${photo}/0`, `${photo}/99`, `${photo}/0/more`, `${base}nobody/nothing/0`];
  }
  const dist = fileURLToPath(new URL(`../../apps${base}dist/assets`, import.meta.url));
  const [asset = 'none.js'] = await readdir(dist);
  return [base, `${base}assets/${asset}`, `${base}assets/nothing.js`, `${base}some/page`];
}

const addressesOf = async ({ path }: Route): Promise<string[]> =>
  path.endsWith('/*') ? below(path) : [path, `${path}?app=board`, `${path}?app=tablet&lang=en`];

function expectSafe(what: string, headers: IncomingHttpHeaders, isSecure = false): void {
  const policy = String(headers['content-security-policy']);
  expect(policy, what).toContain("default-src 'none'");
  expect(policy, what).toContain("frame-ancestors 'none'");
  expect(policy, what).toContain("base-uri 'none'");
  expect(policy, what).not.toMatch(/unsafe|\*|https?:|data:/);
  expect(headers['x-frame-options'], what).toBe('DENY');
  expect(headers['x-content-type-options'], what).toBe('nosniff');
  expect(['no-referrer', 'same-origin'], what).toContain(headers['referrer-policy']);
  expect(headers['cross-origin-opener-policy'], what).toBe('same-origin');
  expect(headers['cross-origin-resource-policy'], what).toBe('same-origin');
  expect(headers['permissions-policy'], what).toContain('camera=(self), microphone=(self)');
  expect(headers['permissions-policy'], what).toContain('geolocation=()');
  expect(headers['strict-transport-security'], what).toBe(
    isSecure ? 'max-age=63072000; includeSubDomains' : undefined,
  );
  // No other origin is told anything, and nobody what this runs on.
  expect(
    Object.keys(headers).filter((name) => name.startsWith('access-control-')),
    what,
  ).toEqual([]);
  expect([headers['server'], headers['x-powered-by']], what).toEqual([undefined, undefined]);
}

/** Only what is the same for everybody may be kept by anybody. */
function expectKept(
  what: string,
  kind: Route['kind'],
  status: number,
  headers: IncomingHttpHeaders,
) {
  const isFile = kind === 'file' && (status === 200 || status === 304);
  const rule = isFile ? /^(no-cache|public, max-age=\d+(, immutable)?)$/ : /no-store/;
  expect(String(headers['cache-control']), what).toMatch(rule);
  expect(isFile ? headers['set-cookie'] : undefined, what).toBeUndefined();
}

async function walk(
  what: string,
  kind: Route['kind'],
  path: string,
  how: Question,
): Promise<number> {
  const answer = await ask(server.origin, path, how);
  const title = `${what} ${how.method ?? 'GET'} ${path} → ${answer.status}`;
  expectSafe(title, answer.headers);
  expectKept(title, kind, answer.status, answer.headers);
  for (const cookie of answer.headers['set-cookie'] ?? []) {
    if (cookie.startsWith('naervaer-language=')) continue;
    expect(cookie, title).toMatch(/;\s*httponly/i);
    expect(cookie, title).toMatch(/;\s*samesite=lax/i);
  }
  walked += 1;
  statuses.add(answer.status);
  return answer.status;
}

beforeAll(async () => {
  server = await serverProcess({ STORAGE: 'memory', RATE_LIMIT_FACTOR: '100' });
  secure = await serverProcess({ STORAGE: 'memory', PUBLIC_URL: 'https://video.example.dk' });
  await Promise.all([server.start(), secure.start()]);
  mette = await signIn(server.origin, demoPerson('Mette Skovbjerg'));
  anne = await signIn(server.origin, demoPerson('Anne Klitgård'));
});

afterAll(async () => {
  await server?.dispose();
  await secure?.dispose();
  console.log(`routes: ${walked} answers looked at, of ${[...statuses].sort().join(', ')}`);
});

describe('every answer of every route says what it is', () => {
  it('has a list in which each path stands once and a write says how it is guarded', () => {
    const paths = ROUTES.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    const unguarded = ROUTES.filter(
      ({ methods, writes }) => methods.includes('POST') !== (writes !== undefined),
    );
    expect(unguarded).toEqual([]);
    expect(routeOf('/sync/more', 'demo')).toBeUndefined();
    expect(routeOf('/demo/idp/any/auth', 'production')).toBeUndefined();
  });

  it('whatever is asked, by whatever method, by somebody and by nobody', async () => {
    const cookies = ['', mette.jar.header(), anne.jar.header(PROVIDER)];
    for (const route of ROUTES) {
      for (const path of await addressesOf(route)) {
        for (const method of METHODS) {
          for (const cookie of cookies) {
            const status = await walk('walk', route.kind, path, { method, headers: { cookie } });
            const isKnown = (route.methods as readonly string[]).includes(method);
            const is = { upgrade: status === 404, known: status !== 405, other: status === 405 };
            const isRight = is[route.kind === 'upgrade' ? 'upgrade' : isKnown ? 'known' : 'other'];
            expect([isRight, status < 500], `${method} ${path} → ${status}`).toEqual([true, true]);
          }
        }
      }
    }
  });

  it('also what is too large, what is nowhere, what was not changed, and what redirects', async () => {
    const own = { origin: server.origin, 'content-type': 'application/json' };
    const headers = { ...own, cookie: mette.jar.header() };
    const large = { method: 'POST', headers, body: `"${'x'.repeat(20_000)}"` };
    expect(await walk('large', 'api', '/api/media', large)).toBe(413);
    const bad = { method: 'POST', headers, body: '{' };
    expect(await walk('bad', 'api', '/api/media', bad)).toBe(400);
    expect(await walk('nowhere', 'page', '/nowhere', {})).toBe(404);
    expect(await walk('no URL', 'page', '//localhost:99999/', {})).toBe(400);
    expect(await walk('language', 'page', '/?lang=en', {})).toBe(303);
    const login = '/auth/login?organisation=aabjerg-kommune&app=tablet';
    expect(await walk('to the provider', 'signIn', login, {})).toBe(303);
    const { headers: given } = await ask(server.origin, '/board/');
    const etag = { headers: { 'if-none-match': String(given.etag) } };
    expect(await walk('unchanged', 'file', '/board/', etag)).toBe(304);
    expect(await walk('shell', 'file', '/board', {})).toBe(308);
  });

  it('saw every kind of answer', () => {
    expect([...statuses].sort()).toEqual(
      expect.arrayContaining([200, 303, 304, 308, 400, 401, 403, 404, 405, 413]),
    );
  });

  it('over https also that there is nothing but https, below our name too', async () => {
    for (const route of ROUTES.filter(({ kind }) => kind !== 'upgrade')) {
      for (const path of await addressesOf(route)) {
        const { headers, status } = await ask(secure.origin, path);
        expectSafe(`https ${path} → ${status}`, headers, true);
        for (const cookie of headers['set-cookie'] ?? []) {
          expect(cookie).toMatch(/;\s*secure/i);
          expect(cookie).toMatch(/^(__Host-|demo-|naervaer-language=)/);
        }
      }
    }
  });

  it('what is no HTTP, and what is no WebSocket of ours, is refused without being kept', async () => {
    const { port } = new URL(server.origin);
    const raw = (bytes: string): Promise<string> =>
      new Promise((resolve) => {
        let got = '';
        const socket = connect(Number(port), 'localhost', () => socket.write(bytes));
        socket.on('data', (chunk: Buffer) => (got += chunk.toString('latin1')));
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(got));
      });
    const asUpgrade = (path: string, more = ''): string =>
      `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`;
    const own = `Origin: ${server.origin}\r\n`;
    const refusals: readonly [number, string][] = [
      [400, 'GET / HTTP/1.1\r\nnonsense\r\n\r\n'],
      [400, `GET / HTTP/1.1\r\nHost: a\r\nCookie: ${'x'.repeat(20_000)}\r\n\r\n`],
      [403, asUpgrade('/sync')],
      [401, asUpgrade('/sync', own)],
      [404, asUpgrade('/sync/more', own)],
      [404, asUpgrade('/board/', own)],
      [403, asUpgrade('/peer/peerjs')],
      [403, asUpgrade('/api/call-line')],
      [401, asUpgrade('/peer/peerjs?id=a&token=b', own)],
    ];
    for (const [status, bytes] of refusals) {
      const answer = await raw(bytes);
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer).toMatch(/\r\nCache-Control: no-store\r\n/);
      expect(answer).toMatch(/\r\nX-Content-Type-Options: nosniff\r\n/);
      expect(answer).toMatch(
        /\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n/,
      );
      expect(answer).toMatch(/\r\nConnection: close\r\n/);
    }
    // CONNECT and TRACE have no answer that says anything.
    expect(await raw('CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n')).toBe('');
    const traced = await raw(
      'TRACE / HTTP/1.1\r\nHost: a\r\nX-Mark: qz\r\nConnection: close\r\n\r\n',
    );
    expect(traced).toMatch(/^HTTP\/1\.1 405 /);
    expect(traced).not.toContain('qz');
  });
});

describe('no page but our own makes a browser write (CSRF)', () => {
  const WRITES = ROUTES.filter(({ methods }) => methods.includes('POST'));
  const JSON_TYPE = 'application/json';

  it('has no write that is open to other pages, but those whose nature it is', () => {
    const proofs = WRITES.filter(({ writes }) => writes === 'proof').map(({ path }) => path);
    expect(proofs).toEqual(['/auth/initiate', '/auth/backchannel-logout']);
    const forms = WRITES.filter(({ writes }) => writes === 'form').map(({ path }) => path);
    expect(forms).toEqual(['/demo/idp/*']);
  });

  const attempts: readonly [string, (origin: string) => Record<string, string>][] = [
    ['no Origin', () => ({ 'content-type': JSON_TYPE })],
    ['the Origin null', () => ({ 'content-type': JSON_TYPE, origin: 'null' })],
    ['another Origin', () => ({ 'content-type': JSON_TYPE, origin: 'https://qz.example' })],
    [
      'an Origin that begins as ours',
      (own) => ({ 'content-type': JSON_TYPE, origin: `${own}.qz` }),
    ],
    ['plain text', (origin) => ({ 'content-type': 'text/plain', origin })],
    ['a form', (origin) => ({ 'content-type': 'application/x-www-form-urlencoded', origin })],
    [
      'a form with files',
      (origin) => ({ 'content-type': 'multipart/form-data; boundary=a', origin }),
    ],
    [
      'a type that only holds JSON',
      (origin) => ({ 'content-type': `text/plain; ${JSON_TYPE}`, origin }),
    ],
    ['no type', (origin) => ({ origin })],
    [
      'another site',
      (origin) => ({ 'content-type': JSON_TYPE, origin, 'sec-fetch-site': 'cross-site' }),
    ],
    [
      'a sister of ours',
      (origin) => ({ 'content-type': JSON_TYPE, origin, 'sec-fetch-site': 'same-site' }),
    ],
    ['nowhere', (origin) => ({ 'content-type': JSON_TYPE, origin, 'sec-fetch-site': 'none' })],
  ];

  it.each(attempts)('refuses a write from %s, whatever is written', async (what, headersOf) => {
    for (const { path } of WRITES.filter(({ writes }) => writes === 'json')) {
      for (const { jar } of [mette, anne]) {
        const headers = { ...headersOf(server.origin), cookie: jar.header() };
        for (const body of ['{}', '', 'a=1']) {
          const answer = await ask(server.origin, path, { method: 'POST', headers, body });
          const title = `${path} from ${what}`;
          expect([answer.status, codeOf(answer)], title).toEqual([403, 'wrongOrigin']);
          expect(answer.headers['set-cookie'], title).toBeUndefined();
        }
      }
    }
    // And it had no effect: nobody was signed out.
    for (const { jar } of [mette, anne]) {
      const { body } = await ask(server.origin, '/api/session', {
        headers: { cookie: jar.header() },
      });
      expect(body).not.toBe('null');
    }
  });

  it.each(attempts)('refuses bytes from %s, and to forget some', async (what, headersOf) => {
    const bytes = WRITES.filter(({ writes }) => writes === 'bytes').map(({ path }) => path);
    expect(bytes).toEqual(['/api/photos/*']);
    for (const method of ['POST', 'DELETE']) {
      const given = headersOf(server.origin);
      // What differs from an own page in its type only: here the type is another one, or none.
      const isTyped = given['origin'] === server.origin && given['sec-fetch-site'] === undefined;
      if (isTyped && method === 'DELETE') continue;
      const type = isTyped ? {} : { 'content-type': 'application/octet-stream' };
      const headers = { ...given, ...type, cookie: mette.jar.header() };
      const path = `/api/photos/${PHOTO}${method === 'POST' ? '/0' : ''}`;
      const body = method === 'POST' ? { body: 'qz' } : {};
      const answer = await ask(server.origin, path, { method, headers, ...body });
      expect([answer.status, codeOf(answer)], `${method} from ${what}`).toEqual([
        403,
        'wrongOrigin',
      ]);
    }
  });

  it('refuses what is personal to other sites, as a picture or a script would ask for it', async () => {
    for (const { path } of ROUTES.filter(
      ({ kind, methods }) => kind === 'api' && methods.includes('GET'),
    )) {
      for (const site of ['cross-site', 'same-site']) {
        const headers = { cookie: mette.jar.header(), 'sec-fetch-site': site };
        const answer = await ask(server.origin, path, { headers });
        expect([answer.status, codeOf(answer)], path).toEqual([403, 'wrongOrigin']);
      }
    }
  });

  it("refuses the demo providers' forms to other pages", async () => {
    for (const path of await below('/demo/idp/*')) {
      const headers = {
        origin: 'https://qz.example',
        'content-type': 'application/x-www-form-urlencoded',
      };
      const answer = await ask(server.origin, path, { method: 'POST', headers, body: 'person=a' });
      expect([answer.status, codeOf(answer)], path).toEqual([403, 'wrongOrigin']);
    }
  });

  it('takes the same writes from an own page', async () => {
    for (const { path } of WRITES.filter(({ writes }) => writes === 'json')) {
      if (path === '/api/sign-out') continue;
      const headers = {
        origin: server.origin,
        'content-type': 'application/json; charset=utf-8',
        'sec-fetch-site': 'same-origin',
        cookie: mette.jar.header(),
      };
      const answer = await ask(server.origin, path, { method: 'POST', headers, body: '{}' });
      expect(codeOf(answer), path).not.toBe('wrongOrigin');
    }
    expect((await mette.post('/api/sign-out', {})).status).toBe(200);
  });
});
