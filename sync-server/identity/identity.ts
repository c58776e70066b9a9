import { NaervaerError } from '@naervaer/machines/protocol';
import type { PersonId, SessionId } from '@naervaer/machines/protocol';
import type { Actor } from '../audit/types.ts';
import { providerOf } from '../directory/index.ts';
import { readForm } from '../http/form.ts';
import { refuse, sendJson, wentAway } from '../http/json.ts';
import { shapeOf } from '../log.ts';
import type { Handler } from './answer.ts';
import { createLogoutTokens, LogoutRefusal } from './backchannel.ts';
import { createBrowserSessions } from './browser-sessions.ts';
import { createCookies } from './cookies.ts';
import { sessionsEnded } from './ended.ts';
import { createKeys } from './keys.ts';
import { createLoginStates } from './login-state.ts';
import { createConfigurations } from './provider-configuration.ts';
import { createProviderFetch } from './provider-fetch.ts';
import { createRelyingParty } from './relying-party.ts';
import { createSessionRoutes } from './session-routes.ts';
import { createSessions } from './sessions.ts';
import { createSignIn } from './sign-in.ts';
import { createSyncTokens } from './sync-token.ts';
import { tryProvider } from './trial.ts';
import type { Identity, IdentityDeps } from './types.ts';
import { createUnlistedPeople } from './unlisted.ts';

/** Who is there: sign-in at the organisations' providers, sessions, sync tokens (P1, SE2). */
export async function createIdentity(deps: IdentityDeps): Promise<Identity> {
  const { store, directory, config, clock, log, onSessionsEnded } = deps;
  const keys = await createKeys(deps.secret);
  const cookies = createCookies(config.publicUrl);
  const logins = createLoginStates(keys.loginState, clock);
  const tokens = createSyncTokens(keys.syncToken, clock);
  const sessions = createSessions({ store, directory, clock, keys });
  const browsers = createBrowserSessions({ store, cookies, sessions, onSessionsEnded });
  const ask = createProviderFetch(config, deps.baseUrl);
  const configurations = createConfigurations(config, ask);
  const party = createRelyingParty(config, configurations);
  const unlisted = createUnlistedPeople(directory, clock);
  const logoutTokens = createLogoutTokens({ directory, configurations, clock });
  const signIn = createSignIn({ ...deps, cookies, logins, party, sessions, browsers, unlisted });
  const own = createSessionRoutes({ ...deps, cookies, keys, party, sessions, tokens, browsers });

  function tellEnded(people: readonly PersonId[], by: Actor | null = null): void {
    const at = clock.now();
    deps.recordLater?.(people.map((personId) => sessionsEnded(at, personId, by)));
  }

  /** A provider signed somebody out (OpenID Connect Back-Channel Logout): here too, at once (P1). */
  const backchannelLogout: Handler = async (req, res) => {
    const token = (await readForm(req)).get('logout_token') ?? '';
    try {
      const { people, issuer, sid } = await logoutTokens.take(token);
      const ended: SessionId[] = [];
      const whose = new Set<PersonId>();
      for (const personId of people) {
        const gone = await store.endSessionsOf(personId);
        if (gone.length > 0) whose.add(personId);
        ended.push(...gone);
      }
      for (const id of sid === null ? [] : sessions.bySid(issuer, sid)) {
        const session = await store.session(id);
        await store.endSession(id);
        if (session !== undefined) whose.add(session.personId);
        if (!ended.includes(id)) ended.push(id);
      }
      tellEnded([...whose]);
      if (ended.length > 0) onSessionsEnded(ended);
      log.info({ sessions: ended.length }, 'signed out by the provider');
      sendJson(res, 200, {});
    } catch (error) {
      if (!(error instanceof LogoutRefusal)) throw error;
      log.warn({ why: error.why }, 'logout token refused');
      sendJson(res, 400, { error: 'invalid_request' });
    }
  };

  const routes: Readonly<Record<string, readonly [methods: string, handler: Handler]>> = {
    '/auth/login': ['GET', signIn.login],
    '/auth/callback': ['GET', signIn.callback],
    '/auth/failed': ['GET', signIn.failed],
    '/auth/initiate': ['GET, POST', signIn.initiate],
    '/auth/backchannel-logout': ['POST', backchannelLogout],
    '/auth/signed-out': ['GET', own.signedOut],
    '/api/session': ['GET', own.session],
    '/api/sync-token': ['POST', own.syncToken],
    '/api/sign-out': ['POST', own.signOut],
    '/api/directory': ['GET', own.publicDirectory],
  };

  return {
    async handle(req, res, url) {
      const route = Object.hasOwn(routes, url.pathname) ? routes[url.pathname] : undefined;
      if (route === undefined) return false;
      const [methods, handler] = route;
      try {
        if (!methods.split(', ').includes(req.method ?? '')) {
          res.setHeader('allow', methods);
          throw new NaervaerError('methodNotAllowed');
        }
        await handler(req, res, url);
      } catch (error) {
        if (wentAway(req, error)) {
          res.destroy();
          return true;
        }
        const known = error instanceof NaervaerError;
        if (!known) log.error(shapeOf(error), 'request failed');
        if (res.headersSent) res.destroy();
        else refuse(res, known ? (error.code as Parameters<typeof refuse>[1]) : 'internal');
      }
      return true;
    },
    signedIn: async (header, app) => (await browsers.find(header, app))?.signedIn,
    isSignedIn: async (sessionId) => (await sessions.byId(sessionId)) !== undefined,
    async verifySyncToken(token) {
      const session = await sessions.byId(await tokens.verify(token));
      if (session === undefined) throw new NaervaerError('signedOut');
      return session.signedIn;
    },
    async endSessionsOf(personId, by) {
      const ended = await store.endSessionsOf(personId);
      if (ended.length === 0) return;
      onSessionsEnded(ended);
      tellEnded([personId], by);
    },
    sessionsOf: sessions.list,
    async tryProvider(organisation, kind) {
      const provider = providerOf(organisation, kind);
      return provider && tryProvider(ask, config, provider);
    },
    sweep: unlisted.sweep,
  };
}
