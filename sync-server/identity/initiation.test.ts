import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLINICS, MUNICIPALITY } from '../demo/people.ts';
import { demoIssuer } from '../demo/seed.ts';
import type { Browser, Visit } from './testing/browser.ts';
import { createWorld } from './testing/world.ts';
import type { World } from './testing/world.ts';

/** B13: a button in the practice system. */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const issuer = (): string => demoIssuer(world.url, CLINICS);
const address = (parameters: Record<string, string>): string =>
  `/auth/initiate?${new URLSearchParams({ iss: issuer(), ...parameters }).toString()}`;
const isLeaving = (url: URL): boolean => url.pathname.startsWith('/demo/');

async function refused(page: Visit, code = 'badRequest'): Promise<void> {
  expect(page.url.origin).toBe(world.url.origin);
  expect(page.url.pathname).toBe('/auth/failed');
  expect(page.text).toContain(`<code>${code}</code>`);
}

describe('a practice system’s button', () => {
  it('begins a sign-in at the clinics’ provider and ends at the board, once a day', async () => {
    const browser = world.browser();
    const target = `${world.url.origin}/board?clinic=laegerne-ved-havnen`;
    const wanted = address({ target_link_uri: target, login_hint: 'sofie' });
    const picker = await browser.visit(wanted);
    expect(picker.path[1]).toContain('/demo/idp/');
    const home = await browser.pick(picker, 'sofie.granlund');
    expect(home.url.href).toBe(target);
    const session = browser.jar.get('naervaer-board')?.value;
    // Again, with the same person: straight to the board, and the open board is not signed out.
    expect((await browser.visit(wanted)).path).toEqual(['/auth/initiate', '/board']);
    expect((await browser.visit(address({}))).path).toEqual(['/auth/initiate', '/board']);
    expect(browser.jar.get('naervaer-board')?.value).toBe(session);
    // Somebody else at the same computer: the provider is asked.
    const other = await browser.visit(address({ login_hint: 'thomas' }), {}, isLeaving);
    expect(other.url.searchParams.get('login_hint')).toBe('thomas');
  });

  it('may send a form too', async () => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ iss: issuer(), login_hint: 'jens' }),
    };
    const left = await world.browser().visit('/auth/initiate', init, isLeaving);
    expect(left.url.searchParams.get('login_hint')).toBe('jens');
  });

  it.each([
    ['nobody of ours', () => 'https://evil.example'],
    ['a municipality’s, where no clinician signs in', () => demoIssuer(world.url, MUNICIPALITY)],
    ['almost ours', () => `${issuer()}/`],
    ['of the prototype', () => '__proto__'],
    ['nothing', () => ''],
  ])('of an issuer that is %s leads nowhere', async (_what, iss) => {
    await refused(await world.browser().visit(address({ iss: iss() })), 'unknownOrganisation');
  });

  it.each<[string, (own: string, host: string) => string]>([
    ['another host', () => 'https://evil.example/board'],
    ['another host without a scheme', () => '//evil.example/board'],
    ['three slashes', () => '///evil.example/board'],
    ['backslashes', () => '\\\\evil.example\\board'],
    ['a slash and a backslash', () => '/\\evil.example/board'],
    ['a backslash in our own', (own) => `${own}\\@evil.example/board`],
    ['our origin as a user', (own) => `${own}@evil.example/board`],
    ['a user of our host', (_own, host) => `http://user:word@${host}/board`],
    ['our origin as a prefix', (own) => `${own}.evil.example/board`],
    ['another port', (own) => `${own}1/board`],
    ['another scheme', (own) => own.replace('http:', 'https:') + '/board'],
    ['a script', () => 'javascript:alert(1)//board'],
    ['data', () => 'data:text/html,board'],
    ['an encoded slash', (own) => `${own}/board%2F..%2F..%2F%2Fevil.example`],
    ['encoded twice', (own) => `${own}/%2562oard`],
    ['dots', (own) => `${own}/board/../auth/login`],
    ['another page of ours', (own) => `${own}/auth/login?organisation=${MUNICIPALITY}&app=tablet`],
    ['the tablet', (own) => `${own}/tablet`],
    ['below the board', (own) => `${own}/board/any`],
    ['a query that the board does not know', (own) => `${own}/board?next=https://evil.example`],
    ['a fragment', (own) => `${own}/board#//evil.example`],
    ['a letter that looks alike', (own) => `${own}/bоard`],
    ['a full-width slash', (own) => `${own}／evil.example/board`],
    ['a tab inside', (own) => `${own.replace('http', 'ht\ttp')}/board`],
    ['a blank before', (own) => ` ${own}/board`],
    ['a line break', (own) => `${own}/board\r\nSet-Cookie: a=b`],
    ['a path alone', () => '/board'],
  ])('with a target that is %s leads nowhere', async (_what, target) => {
    const { origin, host } = world.url;
    const browser = world.browser();
    await refused(await browser.visit(address({ target_link_uri: target(origin, host) })));
    expect(browser.jar.has('naervaer-login')).toBe(false);
  });

  it.each([
    ['a CPR number as the hint', { login_hint: '720341-1234' }],
    ['a CPR number without its hyphen', { login_hint: '7203411234' }],
    ['a CPR number with a blank', { login_hint: '720341 1234' }],
    ['a CPR number encoded twice', { login_hint: '720341%2D1234' }],
    ['a CPR number in the target', { target_link_uri: 'http://localhost/board?clinic=7203411234' }],
    ['a CPR number in a parameter of its own', { patient: '720341-1234' }],
    ['a CPR number as a name', { '720341-1234': 'a' }],
    ['a hint of a thousand letters', { login_hint: 'x'.repeat(1000) }],
    ['a hint with a line break', { login_hint: 'a\nb' }],
  ])('with %s is refused, and nothing of it is logged', async (_what, parameters) => {
    const from = world.log.length;
    const page = await world.browser().visit(address(parameters as Record<string, string>));
    await refused(page);
    expect(page.url.href + page.text).not.toMatch(/720341|xxx/);
    expect(world.log.slice(from).join('')).not.toMatch(/720341|xxx/);
    expect(world.log.length).toBe(from + 1);
  });

  it('that says something twice is refused', async () => {
    await refused(await world.browser().visit(`${address({})}&iss=https://evil.example`));
  });

  it('is no button in a frame', async () => {
    const framed = { headers: { 'sec-fetch-dest': 'iframe' } };
    const answer = await world.browser().request(address({}), framed);
    expect(answer.headers.get('location')).toContain('/auth/failed?code=badRequest');
  });
});

it('leads to the page of a failed sign-in that another site cannot fill with its own words', async () => {
  const browser: Browser = world.browser();
  const page = await browser.visit(
    '/auth/failed?code=<script>alert(1)</script>&app=https://evil.example&organisation="><b>',
  );
  expect(page.status).toBe(400);
  expect(page.text).not.toMatch(/<script|evil|<b>/);
  expect(page.text).toContain('<code>badRequest</code>');
});
