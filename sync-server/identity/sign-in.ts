import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { lockOf, providerOf } from '../directory/index.ts';
import type { Organisation, Provider } from '../directory/index.ts';
import { readForm } from '../http/form.ts';
import { shapeOf } from '../log.ts';
import { languageOf } from '../pages/index.ts';
import { admit } from './admission.ts';
import type { Admitted } from './admission.ts';
import { redirect } from './answer.ts';
import type { Handler } from './answer.ts';
import { arrivalOf } from './arrival.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import { readText } from './claims.ts';
import type { Cookies } from './cookies.ts';
import { sessionsEnded } from './ended.ts';
import { pageCodeOf, sendErrorPage } from './error-page.ts';
import { readInitiation, serves } from './initiation.ts';
import { hasKind, kindOf } from './kinds.ts';
import { App, LOGIN_SECONDS } from './login-state.ts';
import type { LoginState, LoginStates } from './login-state.ts';
import type { RelyingParty, Wish } from './relying-party.ts';
import type { Sessions } from './sessions.ts';
import { SignInError } from './trouble.ts';
import type { IdentityDeps } from './types.ts';
import type { UnlistedPeople } from './unlisted.ts';

/** What a session keeps of a provider's words, in letters: more is not a sign-in but a burden. */
const LONGEST_TOKEN = 32 * 1024;
const LONGEST_SID = 500;

/** Where a sign-in was, as far as anybody knows. */
interface Place {
  readonly organisationId: string;
  readonly app: App | null;
}

export interface SignInDeps extends Pick<
  IdentityDeps,
  'directory' | 'config' | 'clock' | 'log' | 'record' | 'recordLater'
> {
  readonly cookies: Cookies;
  readonly logins: LoginStates;
  readonly party: RelyingParty;
  readonly sessions: Sessions;
  readonly browsers: BrowserSessions;
  readonly unlisted: UnlistedPeople;
}

/** The steps of a sign-in that a browser takes (P1): to the provider, back, and in or not. */
export function createSignIn(deps: SignInDeps) {
  const { directory, config, clock, log, record, cookies, logins, party, sessions, unlisted } =
    deps;

  /** Where this application's people sign in. @throws {SignInError} */
  function doorOf(id: string, app: App): { organisation: Organisation; provider: Provider } {
    const organisation = directory.organisation(id);
    if (organisation === undefined) throw new SignInError('unknownOrganisation', 'organisation');
    const kind = kindOf(app);
    const provider = hasKind(organisation.kind, kind) ? providerOf(organisation, kind) : undefined;
    if (provider === undefined) throw new SignInError('noProvider', kind);
    return { organisation, provider };
  }

  /** A line of shapes: code, our own word for why, and where it was thrown (SE4). */
  function tell(error: unknown, { organisationId, app }: Place): SignInError {
    const known = error instanceof SignInError ? error : new SignInError('internal', 'unexpected');
    const { code, why } = known;
    const line = { code, why, app, organisation: directory.organisation(organisationId)?.id };
    if (code === 'internal') log.error({ ...shapeOf(error), ...line }, 'sign-in failed');
    // A way to fail that nobody thought of: where it was thrown is all that there is to go by.
    else if (why === 'unexpected') log.warn({ ...shapeOf(known.cause), ...line }, 'sign-in failed');
    else log.warn(line, 'sign-in failed');
    return known;
  }

  /** A failed sign-in is a page, not JSON: a person stands before it. */
  function show(req: IncomingMessage, res: ServerResponse, code: string | null, at: Place): void {
    sendErrorPage(res, pageCodeOf(code), {
      lang: languageOf(req),
      mode: config.mode,
      organisation: directory.organisation(at.organisationId),
      app: at.app,
    });
  }

  /** The answer's address holds a code: it must not stay in a history, nor be loaded again. */
  function leave(res: ServerResponse, error: unknown, at: Place): void {
    const { code } = tell(error, at);
    const query = new URLSearchParams({ code });
    if (at.app !== null) query.set('app', at.app);
    const organisation = directory.organisation(at.organisationId);
    if (organisation !== undefined) query.set('organisation', organisation.id);
    redirect(res, `/auth/failed?${query.toString()}`, [cookies.login.clear]);
  }

  async function begin(
    res: ServerResponse,
    { organisation, provider }: { organisation: Organisation; provider: Provider },
    wish: Wish,
  ): Promise<void> {
    const { location, login } = await party.begin(provider, wish);
    const sealed = await logins.seal({ ...login, organisationId: organisation.id });
    redirect(res, location.href, [cookies.login.set(sealed, LOGIN_SECONDS)]);
  }

  const login: Handler = async (req, res, url) => {
    const app = v.safeParse(App, url.searchParams.get('app'));
    const organisationId = url.searchParams.get('organisation') ?? '';
    const at = { organisationId, app: app.success ? app.output : null };
    try {
      if (!app.success) throw new SignInError('badRequest', 'app');
      const again = url.searchParams.get('again') === '1';
      const target = arrivalOf(app.output, url.searchParams.get('to'));
      const wish = { app: app.output, again, hint: null, target };
      await begin(res, doorOf(organisationId, app.output), wish);
    } catch (error) {
      show(req, res, tell(error, at).code, at);
    }
  };

  /** The name that an employee's list shows is the one that the provider told last. */
  const refreshName = ({ personId, name }: Admitted): Promise<void> =>
    // Alone: somebody whom an administrator is just taking off the list must not be put back.
    directory.alone(async () => {
      const person = await directory.named(personId);
      if (person === undefined || person.name === name) return;
      await directory.change([{ kind: 'person', put: { ...person, name } }]);
    });

  async function takeIn(req: IncomingMessage, url: URL, state: LoginState): Promise<string> {
    const { organisation, provider } = doorOf(state.organisationId, state.app);
    const { claims, idToken } = await party.finish(provider, state, url);
    const sid = readText(claims, 'sid');
    if (idToken.length > LONGEST_TOKEN || sid.length > LONGEST_SID) {
      throw new SignInError('providerRejected', 'tooLong');
    }
    const role = kindOf(state.app);
    const person = await admit(directory, organisation, { provider, role }, claims);
    if (!('role' in person)) {
      await unlisted.remember(organisation.id, person);
      throw new SignInError('notEmployed', 'employment');
    }
    if (role === 'clinician') await refreshName(person);
    // A new session at each sign-in; the one that this browser had ends (no fixation, no leftovers).
    const previous = await deps.browsers.endPrevious(req.headers.cookie, state.app);
    const { personId, name, cvrs } = person;
    const by = { personId, name, role, organisationId: organisation.id };
    if (previous && previous.signedIn.personId !== personId) {
      deps.recordLater?.([sessionsEnded(clock.now(), previous.signedIn.personId, by)]);
    }
    await record?.({
      at: clock.now(),
      action: 'signIn',
      purpose: 'administration',
      by,
      clinicId: null,
      consultationId: null,
      citizen: null,
      target: null,
    });
    const started = await sessions.start(personId, {
      name,
      role,
      organisationId: organisation.id,
      app: state.app,
      idToken,
      issuer: provider.issuer,
      lock: lockOf(provider),
      sid: sid || null,
      cvrs: [...cvrs],
      hint: state.hint,
    });
    log.info({ organisation: organisation.id, role, session: started.sessionId }, 'signed in');
    return cookies.session[state.app].set(started.secret, started.seconds);
  }

  const callback: Handler = async (req, res, url) => {
    const state = await logins.open(cookies.login.read(req.headers.cookie) ?? '');
    if (state === undefined) {
      // Another browser's callback, a second use of this one, or somebody took too long.
      leave(res, new SignInError('sessionExpired', 'loginState'), {
        organisationId: '',
        app: null,
      });
      return;
    }
    const cancelled = url.searchParams.get('error') === 'access_denied';
    if (cancelled && url.searchParams.get('state') === state.state) {
      redirect(res, state.target ?? `/${state.app}`, [cookies.login.clear]);
      return;
    }
    try {
      const cookie = await takeIn(req, url, state);
      redirect(res, state.target ?? `/${state.app}`, [cookies.login.clear, cookie]);
    } catch (error) {
      leave(res, error, state);
    }
  };

  const failed: Handler = async (req, res, url) => {
    const app = v.safeParse(App, url.searchParams.get('app'));
    show(req, res, url.searchParams.get('code'), {
      organisationId: url.searchParams.get('organisation') ?? '',
      app: app.success ? app.output : null,
    });
  };

  /** From a practice system's page (B13). It begins a sign-in on the board, and nothing else. */
  const initiate: Handler = async (req, res, url) => {
    const at = { organisationId: '', app: 'board' } as const;
    try {
      // A frame is no place to sign in; what a browser says here no page can change.
      const into = req.headers['sec-fetch-dest'];
      if (into !== undefined && into !== 'document') throw new SignInError('badRequest', 'framed');
      const parameters =
        req.method === 'POST'
          ? await readForm(req).catch((cause: unknown) => {
              throw new SignInError('badRequest', 'form', { cause });
            })
          : url.searchParams;
      const wanted = readInitiation(directory, config.publicUrl.origin, parameters);
      const session = await deps.browsers.find(req.headers.cookie, 'board');
      const organisationId = session?.signedIn.organisation.id;
      if (session && organisationId && serves({ organisationId, hint: session.hint }, wanted)) {
        redirect(res, wanted.target);
        return;
      }
      const { hint, target } = wanted;
      await begin(res, wanted, { app: 'board', again: false, hint, target });
    } catch (error) {
      leave(res, error, at);
    }
  };

  return { login, callback, failed, initiate };
}
