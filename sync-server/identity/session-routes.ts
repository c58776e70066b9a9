import type { IncomingMessage } from 'node:http';
import { NaervaerError } from '@naervaer/machines/protocol';
import type { SessionInfo, SignedOut } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { providerOf } from '../directory/index.ts';
import { checkWrite, readJson, sendJson } from '../http/json.ts';
import { redirect } from './answer.ts';
import type { Handler } from './answer.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { Cookies } from './cookies.ts';
import type { Keys } from './keys.ts';
import { App } from './login-state.ts';
import type { RelyingParty } from './relying-party.ts';
import type { OpenSession, Sessions } from './sessions.ts';
import type { SyncTokens } from './sync-token.ts';
import type { IdentityDeps } from './types.ts';

/** What a page may ask of a sign-out: to arrive where the next one signs in. */
const SignOutWish = v.optional(v.strictObject({ next: v.optional(v.literal('login')) }));

export interface SessionRoutesDeps extends Pick<
  IdentityDeps,
  'directory' | 'config' | 'clock' | 'record' | 'openConsultationsOf'
> {
  readonly cookies: Cookies;
  readonly keys: Keys;
  readonly party: RelyingParty;
  readonly sessions: Sessions;
  readonly tokens: SyncTokens;
  readonly browsers: BrowserSessions;
}

/** What the applications ask about their own session. */
export function createSessionRoutes(deps: SessionRoutesDeps) {
  const { directory, config, clock, cookies, keys, party, sessions, tokens, browsers } = deps;

  async function require(req: IncomingMessage, url: URL): Promise<OpenSession> {
    const session = await browsers.find(req.headers.cookie, url.searchParams.get('app'));
    if (session === undefined) throw new NaervaerError('signedOut');
    return session;
  }

  const session: Handler = async (req, res, url) => {
    const app = url.searchParams.get('app');
    // A page that nobody touches asks as well: that is what `look=1` says, and no use.
    const isLook = url.searchParams.get('look') === '1';
    const open = await (isLook ? browsers.look : browsers.find)(req.headers.cookie, app);
    // Nobody is an answer, not an error: a sign-in page asks this first.
    if (open === undefined) return sendJson(res, 200, null);
    const { signedIn } = open;
    const [profile, vaultKey] = await Promise.all([
      directory.profileOf(signedIn.personId),
      keys.vault(signedIn.sessionId),
    ]);
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
      open: [...(await deps.openConsultationsOf(signedIn.personId))],
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
    const wish = v.safeParse(SignOutWish, await readJson(req));
    if (!wish.success) throw new NaervaerError('badRequest');
    const open = await require(req, url);
    const { personId, name, role, organisation: of } = open.signedIn;
    await deps.record?.({
      at: clock.now(),
      action: 'signOut',
      purpose: 'administration',
      by: { personId, name, role, organisationId: of.id },
      clinicId: null,
      consultationId: null,
      citizen: null,
      target: null,
    });
    await browsers.end(open);
    res.setHeader('set-cookie', cookies.session[open.app].clear);
    const organisation = directory.organisation(of.id);
    const provider = organisation && providerOf(organisation, role);
    const location = await party.logout(provider, open.app, open.idToken, wish.output?.next);
    const answer: SignedOut = { location: location.href };
    sendJson(res, 200, answer);
  };

  const signedOut: Handler = async (_req, res, url) => {
    const app = v.safeParse(App, url.searchParams.get('app'));
    redirect(res, app.success ? `/${app.output}` : '/');
  };

  const publicDirectory: Handler = async (_req, res, url) =>
    sendJson(res, 200, directory.publicDirectory(config.mode, url.searchParams.get('app')));

  return { session, syncToken, signOut, signedOut, publicDirectory };
}
