import { SignJWT, UnsecuredJWT, exportSPKI, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JWTPayload } from 'jose';
import type { SignInCode } from '../trouble.ts';
import { CLIENT, json, LIAR_ROLE } from './lying-provider.ts';
import type { Answer, Lies, ProviderKeys } from './lying-provider.ts';

const CVR = '99001003';
/** Whom the provider tells of while it is honest. */
export const PERSON = {
  sub: 'mette.skovbjerg',
  given_name: 'Mette',
  family_name: 'Skovbjerg',
  cvr: CVR,
  loa: 'https://data.gov.dk/concept/core/nsis/loa/Substantial',
  privileges: [{ scope: `urn:dk:gov:saml:cvrNumberIdentifier:${CVR}`, privileges: [LIAR_ROLE] }],
};

const now = (): number => Math.floor(Date.now() / 1000);
const signed = (claims: JWTPayload, { privateKey, kid }: ProviderKeys): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);
const withoutClaim =
  (name: string) =>
  (claims: JWTPayload): JWTPayload =>
    Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
const byAnotherKey = async (claims: JWTPayload, { kid }: ProviderKeys): Promise<string> => {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);
};
const hmac = (claims: JWTPayload, secret: string, kid?: string): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', ...(kid === undefined ? {} : { kid }) })
    .sign(new TextEncoder().encode(secret));

const html = (status: number): Answer => ({
  status,
  type: 'text/html',
  body: '<!doctype html><title>Proxy</title>Mette Skovbjerg',
});

/** A lie, the code on the page that follows, and what the log's line says at least. */
export type Row = readonly [what: string, lies: Lies, code: SignInCode, why: string];

export const DISCOVERY: readonly Row[] = [
  ['is not there', { discovery: () => json({}, 404) }, 'providerSetup', 'discovery:'],
  ['fails', { discovery: () => json({}, 500) }, 'providerUnavailable', 'serverError'],
  ['is a page', { discovery: () => html(200) }, 'providerSetup', 'discovery:'],
  ['is a list', { discovery: () => json([]) }, 'providerSetup', 'discovery:OAUTH_INVALID_RESPONSE'],
  [
    'is huge',
    { discovery: () => ({ body: `{"issuer":"${'x'.repeat(300_000)}"}` }) },
    'providerSetup',
    'discovery:tooLarge',
  ],
  [
    'leads elsewhere',
    { discovery: () => ({ status: 302, body: '', location: 'http://127.0.0.1:1/' }) },
    'providerSetup',
    'discovery:',
  ],
  [
    'is of another issuer',
    { discovery: (honest) => json({ ...honest, issuer: 'https://evil.example' }) },
    'providerSetup',
    'discovery:OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  ],
  [
    'names no keys',
    { discovery: ({ jwks_uri: _keys, ...honest }) => json(honest) },
    'providerSetup',
    'endpoints',
  ],
  [
    'knows shared secrets only',
    {
      discovery: (honest) =>
        json({ ...honest, id_token_signing_alg_values_supported: ['HS256', 'none'] }),
    },
    'providerSetup',
    'algorithms',
  ],
];

export const CALLBACK: readonly Row[] = [
  [
    'another state',
    { callback: (url) => url.searchParams.set('state', 'another') },
    'providerRejected',
    'OAUTH_INVALID_RESPONSE',
  ],
  [
    'no state',
    { callback: (url) => url.searchParams.delete('state') },
    'providerRejected',
    'OAUTH_INVALID_RESPONSE',
  ],
  [
    'another issuer (RFC 9207)',
    { callback: (url) => url.searchParams.set('iss', 'https://evil.example') },
    'providerRejected',
    'OAUTH_INVALID_RESPONSE',
  ],
  [
    'no issuer (RFC 9207)',
    { callback: (url) => url.searchParams.delete('iss') },
    'providerRejected',
    'OAUTH_INVALID_RESPONSE',
  ],
  [
    'no code',
    { callback: (url) => url.searchParams.delete('code') },
    'providerRejected',
    'OAUTH_INVALID_RESPONSE',
  ],
  [
    'a code that it never gave',
    { callback: (url) => url.searchParams.set('code', 'qz-never-given') },
    'providerRejected',
    'token:invalid_grant',
  ],
  [
    'an error of its own',
    {
      callback(url) {
        url.searchParams.delete('code');
        url.searchParams.set('error', 'server_error');
        url.searchParams.set('error_description', 'Mette Skovbjerg');
      },
    },
    'providerUnavailable',
    'answer:server_error',
  ],
  [
    'an error in its own words',
    {
      callback(url) {
        url.searchParams.delete('code');
        url.searchParams.set('error', 'Mette Skovbjerg');
      },
    },
    'providerRejected',
    'answer:otherError',
  ],
];

export const TOKEN: readonly Row[] = [
  ['500', { token: json({}, 500) }, 'providerUnavailable', 'serverError'],
  ['a page of a proxy', { token: html(502) }, 'providerUnavailable', 'serverError'],
  ['a page', { token: html(200) }, 'providerRejected', 'OAUTH_'],
  [
    'a code used twice',
    { token: json({ error: 'invalid_grant' }, 400) },
    'providerRejected',
    'token:invalid_grant',
  ],
  [
    'that it knows us not',
    { token: json({ error: 'invalid_client' }, 401) },
    'providerSetup',
    'token:invalid_client',
  ],
  [
    'no id token',
    { token: json({ access_token: 'a', token_type: 'Bearer' }) },
    'providerRejected',
    'OAUTH_INVALID_RESPONSE',
  ],
  [
    'what is no token',
    { token: json({ access_token: 'a', token_type: 'Bearer', id_token: 'Mette Skovbjerg' }) },
    'providerRejected',
    'OAUTH_INVALID_RESPONSE',
  ],
  [
    'too much',
    { token: { body: `{"a":"${'x'.repeat(300_000)}"}` } },
    'providerRejected',
    'tooLarge',
  ],
];

export const ID_TOKEN: readonly Row[] = [
  [
    'is for somebody else',
    { claims: (c) => ({ ...c, aud: 'another' }) },
    'providerRejected',
    'OAUTH_JWT_CLAIM_COMPARISON_FAILED:aud',
  ],
  [
    'has a second audience and no azp',
    { claims: (c) => ({ ...c, aud: ['naervaer', 'another'] }) },
    'providerRejected',
    'OAUTH_',
  ],
  [
    'was made for another client (azp)',
    { claims: (c) => ({ ...c, aud: ['naervaer', 'another'], azp: 'another' }) },
    'providerRejected',
    'OAUTH_',
  ],
  [
    'has another nonce',
    { claims: (c) => ({ ...c, nonce: 'another' }) },
    'providerRejected',
    'OAUTH_JWT_CLAIM_COMPARISON_FAILED:nonce',
  ],
  ['has no nonce', { claims: withoutClaim('nonce') }, 'providerRejected', 'OAUTH_'],
  [
    'is from another issuer',
    { claims: (c) => ({ ...c, iss: 'https://evil.example' }) },
    'providerRejected',
    'OAUTH_JWT_CLAIM_COMPARISON_FAILED:iss',
  ],
  [
    'expired six minutes ago',
    { claims: (c) => ({ ...c, exp: now() - 360 }) },
    'providerRejected',
    'OAUTH_JWT_TIMESTAMP_CHECK_FAILED:exp',
  ],
  ['never expires', { claims: withoutClaim('exp') }, 'providerRejected', 'OAUTH_'],
  [
    'is six minutes old',
    { claims: (c) => ({ ...c, iat: now() - 360 }) },
    'providerRejected',
    'iat',
  ],
  [
    'is from the future',
    { claims: (c) => ({ ...c, iat: now() + 360 }) },
    'providerRejected',
    'iat',
  ],
  [
    'is of an old sign-in (max_age)',
    { claims: (c) => ({ ...c, auth_time: now() - 360 }) },
    'signInTooOld',
    'OAUTH_JWT_TIMESTAMP_CHECK_FAILED:auth_time',
  ],
  [
    'is of the colleague’s sign-in half a minute ago, on a shared tablet',
    { claims: (c) => ({ ...c, auth_time: now() - 30 }) },
    'signInTooOld',
    'auth_time',
  ],
  ['does not say when', { claims: withoutClaim('auth_time') }, 'providerRejected', 'OAUTH_'],
  [
    'is not signed (alg none)',
    { idToken: async (c) => new UnsecuredJWT(c).encode() },
    'providerRejected',
    'OAUTH_',
  ],
  [
    'is signed with the public key as a secret (HS256)',
    {
      async idToken(c, { publicJwk, kid }) {
        const key = (await importJWK(publicJwk, 'ES256', { extractable: true })) as CryptoKey;
        return hmac(c, await exportSPKI(key), kid);
      },
    },
    'providerRejected',
    'OAUTH_',
  ],
  [
    'is signed with the client secret (HS256)',
    { idToken: (c) => hmac(c, CLIENT.secret) },
    'providerRejected',
    'OAUTH_',
  ],
  ['is signed by another key', { idToken: byAnotherKey }, 'providerRejected', 'OAUTH_'],
  [
    'was changed on the way',
    {
      async idToken(c, keys) {
        const [header, , signature] = (await signed(c, keys)).split('.');
        const payload = Buffer.from(JSON.stringify({ ...c, cvr: CVR, sub: 'another' }));
        return [header, payload.toString('base64url'), signature].join('.');
      },
    },
    'providerRejected',
    'OAUTH_',
  ],
  ['names nobody', { claims: withoutClaim('sub') }, 'providerRejected', 'OAUTH_'],
];

const role = (scope: string, name = LIAR_ROLE): Lies => ({
  claims: (c) => ({ ...c, privileges: [{ scope, privileges: [name] }] }),
});
export const PERSONS: readonly Row[] = [
  [
    'has no name',
    { claims: (c) => ({ ...c, given_name: '', family_name: ' ' }) },
    'missingClaims',
    'name',
  ],
  [
    'has a name of a thousand letters',
    { claims: (c) => ({ ...c, given_name: 'x'.repeat(1000) }) },
    'missingClaims',
    'name',
  ],
  [
    'has a sign-in of a thousand letters',
    { claims: (c) => ({ ...c, sid: 'x'.repeat(1000) }) },
    'providerRejected',
    'tooLong',
  ],
  [
    'has an id token as long as a book',
    { claims: (c) => ({ ...c, more: 'x'.repeat(100_000) }) },
    'providerRejected',
    'tooLong',
  ],
  [
    'has a subject of a thousand letters',
    { claims: (c) => ({ ...c, sub: 'x'.repeat(1000) }) },
    'missingClaims',
    'sub',
  ],
  ['has no CVR', { claims: withoutClaim('cvr') }, 'missingClaims', 'cvr'],
  ['has an unknown CVR', { claims: (c) => ({ ...c, cvr: '99008938' }) }, 'unknownCvr', 'cvr'],
  ['has too low a level', { claims: (c) => ({ ...c, loa: 'Low' }) }, 'levelTooLow', 'level'],
  [
    'has a level that nobody knows',
    { claims: (c) => ({ ...c, loa: 'Highest' }) },
    'levelTooLow',
    'noLevel',
  ],
  ['has no level', { claims: withoutClaim('loa') }, 'levelTooLow', 'noLevel'],
  ['has no role', { claims: withoutClaim('privileges') }, 'missingRole', 'role'],
  [
    'has another role',
    role(`urn:dk:gov:saml:cvrNumberIdentifier:${CVR}`, 'another'),
    'missingRole',
    'role',
  ],
  [
    'has the role at another CVR',
    role('urn:dk:gov:saml:cvrNumberIdentifier:99001615'),
    'missingRole',
    'scope',
  ],
  [
    'has the role at a production unit',
    role('urn:dk:gov:saml:productionUnitIdentifier:9900100300'),
    'missingRole',
    'role',
  ],
  [
    'has roles of an unknown shape',
    { claims: (c) => ({ ...c, privileges: { a: 1 } }) },
    'missingClaims',
    'privileges',
  ],
];
