import * as client from 'openid-client';
import type { Config } from '../config.ts';
import type { Provider } from '../directory/index.ts';
import type { Claims } from './claims.ts';
import type { App, LoginState } from './login-state.ts';
import { SKEW } from './provider-configuration.ts';
import type { Configurations } from './provider-configuration.ts';
import { SignInError, troubleOf } from './trouble.ts';

/** How old a sign-in at the provider may be, in seconds: a board's day, a shared tablet's never. */
const MAX_AGE = { board: 12 * 60 * 60, tablet: 0, insight: 60 * 60 } as const;

/** Seconds that two roundings may take away from a provider's times. */
const ROUNDING = 2;

/** What a sign-in is for; the rest of a `LoginState` is made here. */
export interface Wish {
  readonly app: App;
  /** Whoever is signed in at the provider must not be let in without a question. */
  readonly again: boolean;
  /** Whom the practice system says that it is (B13). */
  readonly hint: string | null;
  /** Where in the application to arrive; null for its front. */
  readonly target: string | null;
}

export interface RelyingParty {
  /** Where to send the browser, and what to remember until it is back. */
  begin(
    provider: Provider,
    wish: Wish,
  ): Promise<{ readonly location: URL; readonly login: Omit<LoginState, 'organisationId'> }>;
  /**
   * Takes the provider's answer.
   * @throws {SignInError} `providerUnavailable` when it cannot be reached, `providerSetup`,
   * `signInTooOld`, and `providerRejected` for everything else that is not exactly as asked for
   */
  finish(
    provider: Provider,
    login: LoginState,
    callback: URL,
  ): Promise<{ readonly idToken: string; readonly claims: Claims }>;
  /**
   * The provider's logout (RP-initiated), or the app itself when it has none or is away.
   * @param state comes back to the app as `?state=`
   */
  logout(provider: Provider | undefined, app: App, idToken: string, state?: string): Promise<URL>;
}

export function createRelyingParty(config: Config, configurations: Configurations): RelyingParty {
  const callback = new URL('/auth/callback', config.publicUrl).href;

  return {
    async begin(provider, { app, again, hint, target }) {
      const { configuration, acrValues } = await configurations.of(provider);
      const login = {
        app,
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        maxAge: again ? 0 : MAX_AGE[app],
        begunAt: Date.now() / 1000,
        target,
        hint,
      };
      const location = client.buildAuthorizationUrl(configuration, {
        redirect_uri: callback,
        scope: provider.scope,
        state: login.state,
        nonce: login.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(login.verifier),
        code_challenge_method: 'S256',
        max_age: String(login.maxAge),
        // A shared tablet must not let the previous colleague in again.
        ...(login.maxAge === 0 ? { prompt: 'login' } : {}),
        ...(acrValues === '' ? {} : { acr_values: acrValues }),
        ...(hint === null ? {} : { login_hint: hint }),
      });
      return { location, login };
    },

    async finish(provider, login, address) {
      const { configuration } = await configurations.of(provider);
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
          throw new SignInError('providerRejected', 'noIdToken');
        }
        const now = Date.now() / 1000;
        if (Math.abs(now - claims.iat) > SKEW) throw new SignInError('providerRejected', 'iat');
        // The library forgives minutes, within which the next colleague takes up a shared tablet: a
        // provider that ignored `prompt=login` would let them in as the one before. How long ago
        // somebody signed in is told by one clock, the provider's; it is less than we have waited.
        const age = claims.iat - (claims.auth_time ?? 0);
        if (login.maxAge === 0 && age > now - login.begunAt + ROUNDING) {
          throw new SignInError('signInTooOld', 'auth_time');
        }
        return { idToken, claims };
      } catch (cause) {
        const trouble = troubleOf(cause);
        if (trouble.code !== 'providerUnavailable') configurations.doubt(provider);
        throw trouble;
      }
    },

    async logout(provider, app, idToken, state) {
      const home = new URL(`/${app}`, config.publicUrl);
      const back = new URL(home);
      if (state !== undefined) back.searchParams.set('state', state);
      if (provider === undefined) return back;
      try {
        const { configuration } = await configurations.of(provider);
        return client.buildEndSessionUrl(configuration, {
          id_token_hint: idToken,
          post_logout_redirect_uri: home.href,
          ...(state === undefined ? {} : { state }),
        });
      } catch {
        // Signed out here is signed out: the provider's own session ends by itself.
        return back;
      }
    },
  };
}
