import type { AssuranceLevel } from '@naervaer/machines/protocol';
import { createRemoteJWKSet, customFetch as jwksFetch } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import * as client from 'openid-client';
import type { Config } from '../config.ts';
import type { Provider } from '../directory/index.ts';
import { isAtLeast, levelOf } from './claims.ts';
import { TIMEOUT_SECONDS } from './provider-fetch.ts';
import type { ProviderFetch } from './provider-fetch.ts';
import { SignInError, troubleOf } from './trouble.ts';

/** Signature algorithms that we believe; never `none`, never a shared secret. */
export const ALGORITHMS = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
  'EdDSA',
  'Ed25519',
] as const;
const isKnownAlgorithm = (name: string): boolean =>
  (ALGORITHMS as readonly string[]).includes(name);

/** How far a provider's clock may be off, in seconds. */
export const SKEW = 5 * 60;
/** After this a discovery is asked again, in milliseconds. */
const DISCOVERY_AGE = 60 * 60 * 1000;
/** A provider that answers wrongly is looked at anew, no more than once in this time. */
const LOOK_AGAIN = 60 * 1000;

export interface Configured {
  readonly configuration: client.Configuration;
  /** The keys of the provider, for what comes without being asked for: a logout token. */
  readonly keys: JWTVerifyGetKey;
  /** To ask for the level at the provider; empty when it knows none of the names that we know. */
  readonly acrValues: string;
}

export interface Configurations {
  /**
   * What a provider says of itself, kept for an hour; shared by all who ask at once. Kept by the
   * settings: others are another provider.
   * @throws {SignInError} `providerUnavailable` · `providerSetup`
   */
  of(provider: Provider): Promise<Configured>;
  /** It answered wrongly: perhaps its keys or addresses are others now. */
  doubt(provider: Provider): void;
}

/** How a provider takes the client's secret: in a header, unless it only takes it in the body. */
export function authenticationOf(
  { clientSecret }: Provider,
  methods: readonly string[] | undefined,
): client.ClientAuth {
  const onlyPost =
    methods?.includes('client_secret_basic') === false && methods.includes('client_secret_post');
  return onlyPost ? client.ClientSecretPost(clientSecret) : client.ClientSecretBasic(clientSecret);
}

/** The names of the levels that are enough, out of those that a provider knows. */
function acrValuesOf(offered: readonly string[], least: AssuranceLevel): string {
  return offered
    .filter((value) => {
      const level = levelOf(value);
      return level !== undefined && isAtLeast(level, least);
    })
    .join(' ');
}

/** The library's fetch by ours; it sends forms only. */
export const fetchFor =
  (ask: ProviderFetch): client.CustomFetch =>
  (address, { method, headers, body, signal }) =>
    ask(address, {
      method,
      headers,
      body: body === undefined || body === null ? undefined : String(body),
      signal,
    });

export function createConfigurations(config: Config, ask: ProviderFetch): Configurations {
  const kept = new Map<string, { readonly at: number; readonly found: Promise<Configured> }>();
  // Plain http is for the demo alone.
  const isDemo = config.mode === 'demo';
  const fetching = fetchFor(ask);

  async function discover(provider: Provider): Promise<Configured> {
    const metadata = { [client.clockTolerance]: SKEW };
    const found = await client
      .discovery(new URL(provider.issuer), provider.clientId, metadata, undefined, {
        timeout: TIMEOUT_SECONDS,
        execute: isDemo ? [client.allowInsecureRequests] : [],
        [client.customFetch]: fetching,
      })
      .catch((cause: unknown) => {
        const trouble = troubleOf(cause);
        if (trouble.code === 'providerUnavailable') throw trouble;
        throw new SignInError('providerSetup', `discovery:${trouble.why}`, { cause });
      });
    const { supportsPKCE: _method, ...server } = found.serverMetadata();
    // The library lets some vendors name another issuer than asked; we let nobody.
    if (server.issuer !== provider.issuer) throw new SignInError('providerSetup', 'issuer');
    const { authorization_endpoint: login, jwks_uri: jwks } = server;
    for (const address of [login, server.token_endpoint, jwks]) {
      const url = address === undefined ? null : URL.parse(address);
      if (url === null || (!isDemo && url.protocol !== 'https:')) {
        throw new SignInError('providerSetup', 'endpoints');
      }
    }
    // The allow-list is what the provider offers and we believe; the library checks against it.
    const algorithms = (server.id_token_signing_alg_values_supported ?? ['RS256']).filter(
      isKnownAlgorithm,
    );
    if (algorithms.length === 0) throw new SignInError('providerSetup', 'algorithms');
    const configuration = new client.Configuration(
      { ...server, id_token_signing_alg_values_supported: algorithms },
      provider.clientId,
      metadata,
      authenticationOf(provider, server.token_endpoint_auth_methods_supported),
    );
    configuration.timeout = TIMEOUT_SECONDS;
    configuration[client.customFetch] = fetching;
    if (isDemo) client.allowInsecureRequests(configuration);
    // The signature too, not only the connection that the token came over.
    client.enableNonRepudiationChecks(configuration);
    return {
      configuration,
      keys: createRemoteJWKSet(new URL(jwks ?? ''), {
        cooldownDuration: LOOK_AGAIN,
        timeoutDuration: TIMEOUT_SECONDS * 1000,
        [jwksFetch]: (url: string) => ask(url),
      }),
      acrValues: acrValuesOf(server.acr_values_supported ?? [], provider.level),
    };
  }

  return {
    of(provider) {
      const key = JSON.stringify(provider);
      const now = performance.now();
      const before = kept.get(key);
      if (before && now - before.at < DISCOVERY_AGE) return before.found;
      const found = discover(provider);
      const entry = { at: now, found };
      kept.set(key, entry);
      // A failure is not kept.
      found.catch(() => {
        if (kept.get(key) === entry) kept.delete(key);
      });
      for (const [other, { at }] of kept) if (now - at > DISCOVERY_AGE) kept.delete(other);
      return found;
    },
    doubt(provider) {
      const key = JSON.stringify(provider);
      const entry = kept.get(key);
      if (entry && performance.now() - entry.at >= LOOK_AGAIN) kept.delete(key);
    },
  };
}
