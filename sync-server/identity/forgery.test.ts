import { systemClock } from '../clock.ts';
import { SignJWT, UnsecuredJWT, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MUNICIPALITY } from '../demo/people.ts';
import { createKeys } from './keys.ts';
import { createLoginStates } from './login-state.ts';
import type { LoginStates } from './login-state.ts';
import { loginOf } from './testing/browser.ts';
import { SECRET, createWorld } from './testing/world.ts';
import type { World } from './testing/world.ts';
import type { SignInCode } from './trouble.ts';

const ROLE = 'http://naervaer.example/roles/usersystemrole/videokonsultation/1';
const CVR = '99001003';

let world: World;
let logins: LoginStates;
let realKey: CryptoKey | Uint8Array;
let otherKey: CryptoKey;
beforeAll(async () => {
  world = await createWorld();
  logins = createLoginStates((await createKeys(SECRET)).loginState, systemClock);
  const kept = (await world.store.setting('demo.providerKeys')) ?? '';
  realKey = await importJWK((JSON.parse(kept) as { jwk: JWK }).jwk, 'ES256');
  otherKey = (await generateKeyPair('ES256')).privateKey;
});
afterAll(() => world.close());

const now = (): number => Math.floor(Date.now() / 1000);
const honest = (nonce: string): JWTPayload => ({
  iss: `${world.url.origin}/demo/idp/${MUNICIPALITY}`,
  aud: 'naervaer',
  sub: 'mette.skovbjerg',
  nonce,
  iat: now(),
  exp: now() + 60,
  auth_time: now(),
  given_name: 'Mette',
  family_name: 'Skovbjerg',
  cvr: CVR,
  loa: 'Substantial',
  privileges: [{ scope: `urn:dk:gov:saml:cvrNumberIdentifier:${CVR}`, privileges: [ROLE] }],
});

const signed = (claims: JWTPayload, key: CryptoKey | Uint8Array = realKey, alg = 'ES256') =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(key);

/** Signs in while the provider's token endpoint sends what `forge` makes of an honest token. */
async function signInWith(forge: (claims: JWTPayload) => Promise<string>) {
  const browser = world.browser();
  const page = await browser.visit(loginOf(MUNICIPALITY, 'tablet'));
  const login = await logins.open(browser.jar.get('naervaer-login')?.value ?? '');
  world.forgery = () => forge(honest(login?.nonce ?? ''));
  const end = await browser.pick(page, 'mette.skovbjerg');
  world.forgery = undefined;
  return end;
}

describe('an id token', () => {
  it('is believed when it is honest: the harness itself is no reason to refuse', async () => {
    expect((await signInWith((claims) => signed(claims))).url.pathname).toBe('/tablet');
  });

  it.each<[string, (claims: JWTPayload) => Promise<string>, SignInCode?]>([
    ['has another nonce', (claims) => signed({ ...claims, nonce: 'another' })],
    ['has no nonce', ({ nonce: _nonce, ...claims }) => signed(claims)],
    ['is for somebody else', (claims) => signed({ ...claims, aud: 'another' })],
    ['has a second audience and no azp', (claims) => signed({ ...claims, aud: ['naervaer', 'b'] })],
    ['is from another issuer', (claims) => signed({ ...claims, iss: 'https://evil.example' })],
    ['expired six minutes ago', (claims) => signed({ ...claims, exp: now() - 360 })],
    ['was issued six minutes ago', (claims) => signed({ ...claims, iat: now() - 360 })],
    ['will be issued in six minutes', (claims) => signed({ ...claims, iat: now() + 360 })],
    [
      'is of an old sign-in (max_age)',
      (claims) => signed({ ...claims, auth_time: now() - 360 }),
      'signInTooOld',
    ],
    ['does not say when', ({ auth_time: _time, ...claims }) => signed(claims)],
    ['is signed by another key', (claims) => signed(claims, otherKey)],
    ['is signed with a shared secret', (c) => signed(c, new TextEncoder().encode(SECRET), 'HS256')],
    ['is not signed', async (claims) => new UnsecuredJWT(claims).encode()],
    ['has a low level of assurance', (c) => signed({ ...c, loa: 'Low' }), 'levelTooLow'],
    ['has no level of assurance', ({ loa: _loa, ...claims }) => signed(claims), 'levelTooLow'],
    ['has a CVR that is unknown', (c) => signed({ ...c, cvr: '99008938' }), 'unknownCvr'],
    ['has privileges of no known shape', (c) => signed({ ...c, privileges: 7 }), 'missingClaims'],
  ])('is refused when it %s', async (_what, forge, code = 'providerRejected') => {
    const page = await signInWith(forge);
    expect([page.status, page.text.includes(`<code>${code}</code>`)]).toEqual([403, true]);
    // The code of the answer is in no history (P1).
    expect(page.url.pathname).toBe('/auth/failed');
    expect([...page.url.searchParams.keys()]).toEqual(['code', 'app', 'organisation']);
  });

  it('with the role at another organisation’s CVR opens nothing', async () => {
    const privileges = [
      { scope: 'urn:dk:gov:saml:cvrNumberIdentifier:99001615', privileges: [ROLE] },
    ];
    const page = await signInWith((claims) => signed({ ...claims, privileges }));
    expect([page.status, page.text.includes('missingRole')]).toEqual([403, true]);
  });
});
