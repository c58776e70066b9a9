import { SignJWT, UnsecuredJWT, generateKeyPair } from 'jose';
import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MUNICIPALITY } from '../demo/people.ts';
import { loginOf } from './testing/browser.ts';
import type { Browser } from './testing/browser.ts';
import { createLyingProvider, LIAR_ROLE } from './testing/lying-provider.ts';
import type { LyingProvider } from './testing/lying-provider.ts';
import { createWorld } from './testing/world.ts';
import type { World } from './testing/world.ts';

const CVR = '99001003';
const SID = 'a-sign-in-at-the-provider';
let world: World;
let liar: LyingProvider;
let browser: Browser;

beforeAll(async () => {
  world = await createWorld();
  liar = await createLyingProvider({
    sub: 'mette.skovbjerg',
    sid: SID,
    given_name: 'Mette',
    family_name: 'Skovbjerg',
    cvr: CVR,
    loa: 'Substantial',
    privileges: [`${CVR}:${LIAR_ROLE}`],
  });
  const organisation = world.directory.organisation(MUNICIPALITY);
  if (organisation === undefined) throw new Error('no such organisation');
  const put = { ...organisation, providers: { caregiver: liar.settings } };
  await world.directory.change([{ kind: 'organisation', put }]);
});
afterAll(async () => {
  await world.close();
  await liar.close();
});
beforeEach(async () => {
  browser = world.browser();
  expect((await browser.visit(loginOf(MUNICIPALITY, 'tablet'))).url.pathname).toBe('/tablet');
  world.ended.length = 0;
});

const now = (): number => Math.floor(Date.now() / 1000);
const honest = (): JWTPayload => ({
  iss: liar.issuer,
  aud: 'naervaer',
  iat: now(),
  exp: now() + 120,
  jti: crypto.randomUUID(),
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  sub: 'mette.skovbjerg',
});

const without = (name: string): JWTPayload =>
  Object.fromEntries(Object.entries(honest()).filter(([key]) => key !== name));

const send = (token: string): Promise<Response> =>
  fetch(new URL('/auth/backchannel-logout', world.url), {
    method: 'POST',
    body: new URLSearchParams({ logout_token: token }),
  });
const isIn = async (): Promise<boolean> =>
  (await (await browser.request('/api/session')).json()) !== null;

describe('a provider that signs somebody out (OpenID Connect Back-Channel Logout)', () => {
  it('ends every session of the person, at once, and once for each token (P1)', async () => {
    const token = await liar.sign(honest(), { typ: 'logout+jwt' });
    expect((await send(token)).status).toBe(200);
    expect(world.ended).toHaveLength(1);
    expect(await isIn()).toBe(false);
    expect((await send(token)).status).toBe(400);
  });

  it('may name its own sign-in instead of the person', async () => {
    const { sub: _sub, ...claims } = honest();
    expect((await send(await liar.sign({ ...claims, sid: 'another' }))).status).toBe(200);
    expect(await isIn()).toBe(true);
    expect((await send(await liar.sign({ ...claims, jti: 'b', sid: SID }))).status).toBe(200);
    expect(await isIn()).toBe(false);
  });

  it.each<[string, () => Promise<string>]>([
    ['is for somebody else', () => liar.sign({ ...honest(), aud: 'another' })],
    ['is of an unknown issuer', () => liar.sign({ ...honest(), iss: 'https://evil.example' })],
    ['is old', () => liar.sign({ ...honest(), iat: now() - 1200, exp: now() + 60 })],
    ['is from the future', () => liar.sign({ ...honest(), iat: now() + 1200, exp: now() + 2000 })],
    ['expired', () => liar.sign({ ...honest(), exp: now() - 360 })],
    ['does not say when', () => liar.sign(without('iat'))],
    ['has no id', () => liar.sign(without('jti'))],
    ['is an id token', () => liar.sign({ ...honest(), nonce: 'a' })],
    ['is of no event', () => liar.sign(without('events'))],
    ['is of another event', () => liar.sign({ ...honest(), events: { a: {} } })],
    ['names nobody', () => liar.sign(without('sub'))],
    ['is not signed', async () => new UnsecuredJWT(honest()).encode()],
    [
      'is signed by another key',
      async () =>
        new SignJWT(honest())
          .setProtectedHeader({ alg: 'ES256', kid: liar.keys.kid })
          .sign((await generateKeyPair('ES256')).privateKey),
    ],
    [
      'is signed with the client secret',
      () =>
        new SignJWT(honest())
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(liar.clientSecret)),
    ],
    ['is no token', async () => 'Mette Skovbjerg'],
    ['is empty', async () => ''],
  ])('is not believed when its token %s', async (_what, make) => {
    const from = world.log.length;
    const answer = await send(await make());
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'invalid_request' }]);
    expect(world.ended).toEqual([]);
    expect(await isIn()).toBe(true);
    expect(world.log.slice(from).join('')).toMatch(/"why":"\w+"/);
    expect(world.log.slice(from).join('')).not.toMatch(/skovbjerg|eyJ|evil/i);
  });

  it('is not believed with anything but a form', async () => {
    const answer = await fetch(new URL('/auth/backchannel-logout', world.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ logout_token: await liar.sign(honest()) }),
    });
    expect(answer.status).toBe(400);
    expect(await isIn()).toBe(true);
  });
});
