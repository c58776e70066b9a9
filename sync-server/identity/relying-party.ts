import { NaervaerError } from '@naervaer/machines/protocol';
import * as client from 'openid-client';
import type { Config } from '../config.ts';
import type { Organisation } from '../directory/index.ts';
import type { App, LoginState } from './login-state.ts';

/** Signature algorithms of an id token that we believe; never `none`, never a shared secret. */
const ALGORITHMS = new Set([
  'ES256',
  'ES384',
  'PS256',
  'PS384',
  'RS256',
  'RS384',
  'EdDSA',
  'Ed25519',
]);
/** How far a provider's clock may be off, in seconds. */
const SKEW = 5 * 60;
/** After this a discovery is asked again, in milliseconds. */
const DISCOVERY_AGE = 60 * 60 * 1000;
const TIMEOUT_SECONDS = 10;
/** How old a sign-in at the provider may be, in seconds: a board's day, a shared tablet's never. */
const MAX_AGE = { board: 12 * 60 * 60, tablet: 0, insight: 60 * 60 } as const;

export interface RelyingParty {
  /** Where to send the browser, and what to remember until it is back. */
  begin(
    organisation: Organisation,
    app: App,
    again: boolean,
  ): Promise<{ readonly location: URL; readonly login: LoginState }>;
  /**
   * Takes the provider's answer.
   * @throws {NaervaerError} `providerUnavailable` when it cannot be reached, `providerRejected` for
   * everything else that is not exactly as asked for
   */
  finish(
    organisation: Organisation,
    login: LoginState,
    callback: URL,
  ): Promise<{ readonly idToken: string; readonly claims: Readonly<Record<string, unknown>> }>;
  /** The provider's logout (RP-initiated), or the app itself when it has none or is away. */
  logout(organisation: Organisation, app: App, idToken: string): Promise<URL>;
}

/** Errors of an id token, a response or a signature; what is left is the way to the provider. */
function rejection(cause: unknown): NaervaerError {
  const unreachable =
    (cause instanceof client.ClientError &&
      ['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_ABORT'].includes(
        cause.code ?? '',
      )) ||
    (cause instanceof TypeError && cause.message === 'fetch failed');
  const code = unreachable ? 'providerUnavailable' : 'providerRejected';
  return new NaervaerError(code, code, { cause });
}

export function createRelyingParty(config: Config, baseUrl: () => URL): RelyingParty {
  const configurations = new Map<string, { at: number; found: Promise<client.Configuration> }>();
  const callback = new URL('/auth/callback', config.publicUrl).href;

  /** The demo's providers live in this process: no way around by PUBLIC_URL, proxy or DNS. */
  const demoFetch: client.CustomFetch = (address, options) => {
    const { pathname, search } = new URL(address);
    const { body, ...rest } = options;
    return fetch(new URL(pathname + search, baseUrl()), {
      ...rest,
      ...(body === undefined ? {} : { body: body as NonNullable<RequestInit['body']> }),
    } as RequestInit);
  };

  async function discover({ provider }: Organisation): Promise<client.Configuration> {
    const issuer = new URL(provider.issuer);
    const demo = config.mode === 'demo' && issuer.origin === config.publicUrl.origin;
    const options: client.DiscoveryRequestOptions = {
      timeout: TIMEOUT_SECONDS,
      // Plain http is for the demo alone: production refuses such an issuer at the start.
      execute: config.mode === 'demo' ? [client.allowInsecureRequests] : [],
      ...(demo ? { [client.customFetch]: demoFetch } : {}),
    };
    const metadata = { [client.clockTolerance]: SKEW };
    const authentication = client.ClientSecretBasic(provider.clientSecret);
    const found = await client.discovery(
      issuer,
      provider.clientId,
      metadata,
      authentication,
      options,
    );
    const { supportsPKCE: _method, ...server } = found.serverMetadata();
    // The allow-list is what the provider offers and we believe; the library checks against it.
    const algorithms = (server.id_token_signing_alg_values_supported ?? ['RS256']).filter((name) =>
      ALGORITHMS.has(name),
    );
    if (algorithms.length === 0) throw new NaervaerError('providerRejected');
    const narrowed = new client.Configuration(
      { ...server, id_token_signing_alg_values_supported: algorithms },
      provider.clientId,
      metadata,
      authentication,
    );
    narrowed.timeout = TIMEOUT_SECONDS;
    if (demo) narrowed[client.customFetch] = demoFetch;
    if (config.mode === 'demo') client.allowInsecureRequests(narrowed);
    // The signature too, not only the connection that the token came over.
    client.enableNonRepudiationChecks(narrowed);
    return narrowed;
  }

  /** Lazily, shared by all who ask at once, kept an hour; a failure is not kept. */
  async function configurationOf(organisation: Organisation): Promise<client.Configuration> {
    const kept = configurations.get(organisation.id);
    const now = performance.now();
    if (kept && now - kept.at < DISCOVERY_AGE) return kept.found;
    const found = discover(organisation).catch((cause: unknown) => {
      configurations.delete(organisation.id);
      throw cause instanceof NaervaerError ? cause : rejection(cause);
    });
    configurations.set(organisation.id, { at: now, found });
    return found;
  }

  return {
    async begin(organisation, app, again) {
      const configuration = await configurationOf(organisation);
      const login: LoginState = {
        organisationId: organisation.id,
        app,
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        maxAge: again ? 0 : MAX_AGE[app],
      };
      const location = client.buildAuthorizationUrl(configuration, {
        redirect_uri: callback,
        scope: organisation.provider.scope,
        state: login.state,
        nonce: login.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(login.verifier),
        code_challenge_method: 'S256',
        max_age: String(login.maxAge),
        // A shared tablet must not let the previous colleague in again.
        ...(login.maxAge === 0 ? { prompt: 'login' } : {}),
      });
      return { location, login };
    },

    async finish(organisation, login, address) {
      const configuration = await configurationOf(organisation);
      const current = new URL(callback);
      current.search = address.search;
      try {
        const tokens = await client.authorizationCodeGrant(configuration, current, {
          pkceCodeVerifier: login.verifier,
          expectedState: login.state,
          expectedNonce: login.nonce,
          maxAge: login.maxAge,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        const idToken = tokens.id_token;
        if (claims === undefined || idToken === undefined) {
          throw new NaervaerError('providerRejected');
        }
        if (Math.abs(Date.now() / 1000 - claims.iat) > SKEW) {
          throw new NaervaerError('providerRejected');
        }
        return { idToken, claims };
      } catch (cause) {
        throw cause instanceof NaervaerError ? cause : rejection(cause);
      }
    },

    async logout(organisation, app, idToken) {
      const home = new URL(`/${app}`, config.publicUrl);
      try {
        return client.buildEndSessionUrl(await configurationOf(organisation), {
          id_token_hint: idToken,
          post_logout_redirect_uri: home.href,
        });
      } catch {
        // Signed out here is signed out: the provider's own session ends by itself.
        return home;
      }
    },
  };
}
