import type { IncomingMessage, ServerResponse } from 'node:http';
import { NaervaerError } from '@naervaer/machines/protocol';
import type { SessionInfo, SignedOut } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { checkWrite, readJson, refuse, sendJson } from '../http/json.ts';
import { shapeOf } from '../log.ts';
import { languageOf } from '../pages/index.ts';
import { admit } from './admission.ts';
import { createCookies } from './cookies.ts';
import { sendErrorPage } from './error-page.ts';
import { createKeys } from './keys.ts';
import { App, createLoginStates, LOGIN_SECONDS } from './login-state.ts';
import type { LoginState } from './login-state.ts';
import { createRelyingParty } from './relying-party.ts';
import { createSessions } from './sessions.ts';
import type { OpenSession } from './sessions.ts';
import { createSyncTokens } from './sync-token.ts';
import type { Identity, IdentityDeps } from './types.ts';

type Handler = (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<void>;

/** Who is there: sign-in at the organisations' providers, sessions, sync tokens (P1, SE2). */
export async function createIdentity(deps: IdentityDeps): Promise<Identity> {
  const { store, directory, config, clock, log, openConsultationsOf, onSessionsEnded } = deps;
  const keys = await createKeys(deps.secret);
  const cookies = createCookies(config.publicUrl);
  const logins = createLoginStates(keys.loginState, clock);
  const tokens = createSyncTokens(keys.syncToken, clock);
  const sessions = createSessions({ store, directory, clock, keys });
  const party = createRelyingParty(config, deps.baseUrl);

  /** The session of one application; of whichever is signed in when none is named. */
  async function sessionOf(
    header: string | undefined,
    app: string | null,
  ): Promise<OpenSession | undefined> {
    for (const each of App.options) {
      if (app !== null && app !== each) continue;
      const secret = cookies.session[each].read(header);
      const session = secret === undefined ? undefined : await sessions.bySecret(secret);
      if (session !== undefined) return session;
    }
    return undefined;
  }

  async function require(req: IncomingMessage, url: URL): Promise<OpenSession> {
    const session = await sessionOf(req.headers.cookie, url.searchParams.get('app'));
    if (session === undefined) throw new NaervaerError('signedOut');
    return session;
  }

  async function end({ signedIn: { sessionId } }: OpenSession): Promise<void> {
    await store.endSession(sessionId);
    onSessionsEnded([sessionId]);
  }

  function redirect(res: ServerResponse, location: string, setCookies: readonly string[]): void {
    res.writeHead(303, {
      location,
      'set-cookie': [...setCookies],
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    res.end();
  }

  /** A failed sign-in is a page, not JSON: a person stands before it. */
  function failed(
    req: IncomingMessage,
    res: ServerResponse,
    error: unknown,
    at: { readonly organisationId: string; readonly app: App | null },
  ): void {
    const code = error instanceof NaervaerError ? error.code : 'internal';
    const cause = error instanceof Error && error.cause ? { cause: shapeOf(error.cause) } : {};
    log.warn({ ...shapeOf(error), ...cause, organisation: at.organisationId }, 'sign-in failed');
    sendErrorPage(res, code as Parameters<typeof sendErrorPage>[1], {
      lang: languageOf(req),
      mode: config.mode,
      organisation: directory.organisation(at.organisationId),
      app: at.app,
    });
  }

  const login: Handler = async (req, res, url) => {
    const app = v.safeParse(App, url.searchParams.get('app'));
    const at = { organisationId: '', app: app.success ? app.output : null };
    try {
      if (!app.success) throw new NaervaerError('badRequest');
      const organisation = directory.organisation(url.searchParams.get('organisation') ?? '');
      if (organisation === undefined) throw new NaervaerError('unknownOrganisation');
      at.organisationId = organisation.id;
      const again = url.searchParams.get('again') === '1';
      const begun = await party.begin(organisation, app.output, again);
      const sealed = await logins.seal(begun.login);
      redirect(res, begun.location.href, [cookies.login.set(sealed, LOGIN_SECONDS)]);
    } catch (error) {
      failed(req, res, error, at);
    }
  };

  async function takeIn(req: IncomingMessage, url: URL, login: LoginState): Promise<string> {
    const organisation = directory.organisation(login.organisationId);
    if (organisation === undefined) throw new NaervaerError('unknownOrganisation');
    const { claims, idToken } = await party.finish(organisation, login, url);
    const { personId, name, role } = await admit(directory, organisation, claims);
    // A new session at each sign-in; the one that this browser had ends (no fixation, no leftovers).
    const previous = await sessionOf(req.headers.cookie, login.app);
    if (previous) await end(previous);
    const started = await sessions.start(personId, {
      name,
      role,
      organisationId: organisation.id,
      app: login.app,
      idToken,
    });
    log.info({ organisation: organisation.id, role, session: started.sessionId }, 'signed in');
    return cookies.session[login.app].set(started.secret, started.seconds);
  }

  const callback: Handler = async (req, res, url) => {
    const login = await logins.open(cookies.login.read(req.headers.cookie) ?? '');
    res.setHeader('set-cookie', cookies.login.clear);
    if (login === undefined) {
      // Another browser's callback, a second use of this one, or somebody took too long.
      failed(req, res, new NaervaerError('sessionExpired'), { organisationId: '', app: null });
      return;
    }
    const { state } = login;
    const cancelled = url.searchParams.get('error') === 'access_denied';
    if (cancelled && url.searchParams.get('state') === state) {
      redirect(res, `/${login.app}`, [cookies.login.clear]);
      return;
    }
    try {
      const cookie = await takeIn(req, url, login);
      redirect(res, `/${login.app}`, [cookies.login.clear, cookie]);
    } catch (error) {
      failed(req, res, error, login);
    }
  };

  const session: Handler = async (req, res, url) => {
    const open = await sessionOf(req.headers.cookie, url.searchParams.get('app'));
    // Nobody is an answer, not an error: a sign-in page asks this first.
    if (open === undefined) return sendJson(res, 200, null);
    const { signedIn } = open;
    const profile = await directory.profileOf(signedIn.personId);
    const vaultKey = await keys.vault(signedIn.sessionId);
    const units = signedIn.role === 'caregiver' ? directory.unitsOf(signedIn.organisation.id) : [];
    const info: SessionInfo = {
      sessionId: signedIn.sessionId,
      personId: signedIn.personId,
      name: signedIn.name,
      role: signedIn.role,
      organisation: signedIn.organisation,
      units: units.map(({ id, name, careArea }) => ({ id, name, careArea })),
      clinics: signedIn.clinics
        .flatMap((id) => directory.clinic(id) ?? [])
        .map(({ id, name, ydernummer }) => ({ id, name, ydernummer })),
      profile: profile ?? null,
      open: [...(await openConsultationsOf(signedIn.personId))],
      vaultKey: Buffer.from(vaultKey).toString('base64'),
      now: clock.now(),
      expiresAt: signedIn.expiresAt,
    };
    sendJson(res, 200, info);
  };

  const syncToken: Handler = async (req, res, url) => {
    checkWrite(req, config.publicUrl);
    await readJson(req);
    const { signedIn } = await require(req, url);
    if ((await sessions.touch(signedIn.sessionId)) === undefined) {
      throw new NaervaerError('signedOut');
    }
    sendJson(res, 200, await tokens.sign(signedIn.sessionId));
  };

  const signOut: Handler = async (req, res, url) => {
    checkWrite(req, config.publicUrl);
    await readJson(req);
    const open = await require(req, url);
    await end(open);
    res.setHeader('set-cookie', cookies.session[open.app].clear);
    const organisation = directory.organisation(open.signedIn.organisation.id);
    const location = organisation
      ? (await party.logout(organisation, open.app, open.idToken)).href
      : `/${open.app}`;
    const answer: SignedOut = { location };
    sendJson(res, 200, answer);
  };

  const signedOut: Handler = async (_req, res, url) => {
    const app = v.safeParse(App, url.searchParams.get('app'));
    redirect(res, app.success ? `/${app.output}` : '/', []);
  };

  const routes: Readonly<Record<string, readonly ['GET' | 'POST', Handler]>> = {
    '/auth/login': ['GET', login],
    '/auth/callback': ['GET', callback],
    '/auth/signed-out': ['GET', signedOut],
    '/api/session': ['GET', session],
    '/api/sync-token': ['POST', syncToken],
    '/api/sign-out': ['POST', signOut],
    '/api/directory': [
      'GET',
      async (_req, res) => sendJson(res, 200, directory.publicDirectory(config.mode)),
    ],
  };

  return {
    async handle(req, res, url) {
      const route = Object.hasOwn(routes, url.pathname) ? routes[url.pathname] : undefined;
      if (route === undefined) return false;
      const [method, handler] = route;
      try {
        if (req.method !== method) {
          res.setHeader('allow', method);
          throw new NaervaerError('methodNotAllowed');
        }
        await handler(req, res, url);
      } catch (error) {
        const known = error instanceof NaervaerError;
        if (!known) log.error(shapeOf(error), 'request failed');
        if (res.headersSent) res.destroy();
        else refuse(res, known ? (error.code as Parameters<typeof refuse>[1]) : 'internal');
      }
      return true;
    },
    signedIn: async (header, app) => (await sessionOf(header, app))?.signedIn,
    isSignedIn: async (sessionId) => (await sessions.byId(sessionId)) !== undefined,
    async verifySyncToken(token) {
      const session = await sessions.byId(await tokens.verify(token));
      if (session === undefined) throw new NaervaerError('signedOut');
      return session.signedIn;
    },
    async endSessionsOf(personId) {
      const ended = await store.endSessionsOf(personId);
      if (ended.length > 0) onSessionsEnded(ended);
    },
  };
}
