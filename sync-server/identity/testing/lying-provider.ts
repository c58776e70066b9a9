import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import * as v from 'valibot';
import { Provider } from '../../directory/records.ts';

/** What an endpoint answers in place of the truth; `hang` is no answer at all. */
export type Answer =
  | 'hang'
  | {
      readonly status?: number;
      readonly type?: string;
      readonly body: string;
      readonly location?: string;
    };

/** Where this provider departs from the truth. */
export interface Lies {
  readonly discovery?: (honest: Readonly<Record<string, unknown>>) => Answer;
  readonly jwks?: Answer;
  /** Changes the address that the browser is sent back to. */
  readonly callback?: (address: URL) => void;
  readonly token?: Answer;
  /** Makes the id token out of honest claims. */
  readonly idToken?: (claims: JWTPayload, keys: ProviderKeys) => Promise<string>;
  /** Honestly signed, with other claims. */
  readonly claims?: (claims: JWTPayload) => JWTPayload;
}

export interface ProviderKeys {
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
  readonly kid: string;
}

export const LIAR_ROLE = 'http://naervaer.example/roles/usersystemrole/videokonsultation/1';
export const CLIENT = { id: 'naervaer', secret: 'a secret that only this provider and we know' };

export const json = (value: unknown, status = 200): Answer => ({
  status,
  body: JSON.stringify(value),
});

/**
 * A provider of a test's own: honest until it is told to lie. It asks nobody anything: whoever comes
 * is signed in.
 */
export interface LyingProvider {
  readonly issuer: string;
  readonly clientSecret: string;
  readonly settings: Provider;
  lies: Lies;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** The parameters that browsers came with. */
  readonly wishes: URLSearchParams[];
  readonly keys: ProviderKeys;
  /** New keys; the old ones are gone. */
  rotate(): Promise<void>;
  /** Signs whatever it is given. */
  sign(claims: JWTPayload, header?: { readonly typ?: string }): Promise<string>;
  close(): Promise<void>;
}

let made = 0;
async function newKeys(): Promise<ProviderKeys> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = `key-${(made += 1)}`;
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  return { privateKey, publicJwk, kid };
}

const now = (): number => Math.floor(Date.now() / 1000);

/** @param person claims about whoever signs in, beside those of the protocol */
export async function createLyingProvider(person: JWTPayload): Promise<LyingProvider> {
  let keys = await newKeys();
  const codes = new Map<string, URLSearchParams>();
  const asked: string[] = [];
  const wishes: URLSearchParams[] = [];
  const hanging = new Set<ServerResponse>();

  function give(res: ServerResponse, answer: Answer): void {
    if (answer === 'hang') {
      hanging.add(res);
      return;
    }
    const { status = 200, type = 'application/json', body, location } = answer;
    res.writeHead(status, { 'content-type': type, ...(location ? { location } : {}) }).end(body);
  }

  const sign = (claims: JWTPayload, header: { readonly typ?: string } = {}): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: keys.kid, ...header })
      .sign(keys.privateKey);

  function authorize(res: ServerResponse, url: URL): void {
    wishes.push(url.searchParams);
    const code = crypto.randomUUID();
    codes.set(code, url.searchParams);
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', url.searchParams.get('state') ?? '');
    back.searchParams.set('iss', liar.issuer);
    liar.lies.callback?.(back);
    give(res, { status: 303, body: '', location: back.href });
  }

  async function token(req: IncomingMessage, res: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of req as AsyncIterable<Buffer>) text += chunk.toString();
    if (liar.lies.token) return give(res, liar.lies.token);
    const basic = Buffer.from(`${CLIENT.id}:${encodeURIComponent(CLIENT.secret)}`);
    const given = (req.headers.authorization ?? '').replaceAll('+', '%20').split(' ')[1] ?? '';
    const isClient =
      decodeURIComponent(Buffer.from(given, 'base64').toString().replaceAll('+', '%20')) ===
      decodeURIComponent(basic.toString());
    if (!isClient) return give(res, json({ error: 'invalid_client' }, 401));
    const code = new URLSearchParams(text).get('code') ?? '';
    const wish = codes.get(code);
    codes.delete(code);
    if (wish === undefined) return give(res, json({ error: 'invalid_grant' }, 400));
    const honest: JWTPayload = {
      iss: liar.issuer,
      aud: CLIENT.id,
      nonce: wish.get('nonce') ?? '',
      iat: now(),
      exp: now() + 60,
      auth_time: now(),
      ...person,
    };
    const idToken = liar.lies.idToken
      ? await liar.lies.idToken(honest, keys)
      : await sign(liar.lies.claims?.(honest) ?? honest);
    return give(res, json({ access_token: 'a', token_type: 'Bearer', id_token: idToken }));
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', liar.issuer);
    asked.push(url.pathname);
    switch (url.pathname) {
      case '/.well-known/openid-configuration': {
        const honest = {
          issuer: liar.issuer,
          authorization_endpoint: `${liar.issuer}/authorize`,
          token_endpoint: `${liar.issuer}/token`,
          jwks_uri: `${liar.issuer}/jwks`,
          end_session_endpoint: `${liar.issuer}/end`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          code_challenge_methods_supported: ['S256'],
          id_token_signing_alg_values_supported: ['ES256', 'HS256', 'none'],
          token_endpoint_auth_methods_supported: ['client_secret_basic'],
          authorization_response_iss_parameter_supported: true,
          backchannel_logout_supported: true,
        };
        return give(res, liar.lies.discovery?.(honest) ?? json(honest));
      }
      case '/jwks':
        return give(res, liar.lies.jwks ?? json({ keys: [keys.publicJwk] }));
      case '/authorize':
        return authorize(res, url);
      case '/token':
        return token(req, res);
      default:
        return give(res, { status: 404, body: '' });
    }
  }

  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const liar: LyingProvider = {
    issuer,
    clientSecret: CLIENT.secret,
    settings: v.parse(Provider, {
      issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      role: LIAR_ROLE,
    }),
    lies: {},
    asked,
    wishes,
    get keys() {
      return keys;
    },
    async rotate() {
      keys = await newKeys();
    },
    sign,
    async close() {
      for (const res of hanging) res.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return liar;
}
