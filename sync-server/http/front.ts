import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { NaervaerError } from '@naervaer/machines/protocol';
import type { EdgeCode } from '@naervaer/machines/protocol';
import type { Config } from '../config.ts';
import type { Directory } from '../directory/index.ts';
import { createCookies } from '../identity/cookies.ts';
import { sendErrorPage } from '../identity/error-page.ts';
import type { Identity } from '../identity/index.ts';
import { TooFast } from '../limits/index.ts';
import type { Claimed, Limits } from '../limits/index.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';
import { languageOf } from '../pages/index.ts';
import type { SecurityLog } from '../security-log.ts';
import { createGuard } from './guard.ts';
import { secure } from './headers.ts';
import { refuse, wentAway } from './json.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { routeOf } from './routes.ts';

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

interface Deps {
  readonly config: Config;
  readonly directory: Pick<Directory, 'organisation'>;
  readonly identity: Pick<Identity, 'signedIn'>;
  readonly limits: Limits;
  readonly security: SecurityLog;
  readonly log: Log;
  /** What each listed route does, once the guard let it through. @returns false when none is its */
  answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean>;
  /** By path: one for each route of the kind `upgrade`. */
  readonly upgrades: ReadonlyMap<string, Upgrade>;
}

/**
 * The one way in: headers, the guard, then the route; every error an answer with a code, and what
 * was an attempt a line of its shape (SE3, SE4).
 */
export function attachFront(http: Server, deps: Deps): void {
  const { config, directory, identity, limits, security, log } = deps;
  const cookies = createCookies(config.publicUrl);
  const urlOf = ({ url }: IncomingMessage): URL | null => URL.parse(url ?? '/', config.publicUrl);
  const appOf = (url: URL | null): string | null => url?.searchParams.get('app') ?? null;

  function claimedOf({ headers }: IncomingMessage, url: URL | null): Claimed {
    const app = appOf(url);
    const sessions = Object.entries(cookies.session);
    const own = sessions.filter(([name]) => app === null || app === name);
    return {
      secret: own
        .map(([, cookie]) => cookie.read(headers.cookie))
        .find((each) => each !== undefined),
      isOpen: async () => (await identity.signedIn(headers.cookie, app)) !== undefined,
    };
  }
  const guard = createGuard({
    config,
    limits,
    sessionOf: claimedOf,
    organisationOf: (id) => directory.organisation(id)?.id,
  });

  /** A person stands before a sign-in's answer: what is too much of it is a page, not JSON. */
  function slowDown(
    request: IncomingMessage,
    response: ServerResponse,
    { seconds }: TooFast,
  ): void {
    const url = urlOf(request);
    if (url === null || routeOf(url.pathname, config.mode)?.kind !== 'signIn') {
      return refuse(response, 'tooFast', seconds);
    }
    response.setHeader('Retry-After', seconds);
    const organisation = directory.organisation(url.searchParams.get('organisation') ?? '');
    const about = { lang: languageOf(request), mode: config.mode, organisation, app: null };
    sendErrorPage(response, 'tooFast', about);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    secure(response, config.publicUrl);
    // A request line may hold anything; what is no path of a URL is nobody's path.
    const url = urlOf(request);
    if (url === null) throw new NaervaerError('badRequest');
    // Every path is listed in `routes.ts`; what is not is answered 404 here.
    await guard(request, response, url);
    if (!(await deps.answer(request, response, url))) throw new NaervaerError('notFound');
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const path = request.url?.split('?')[0] ?? '';
    const take = deps.upgrades.get(path);
    if (take === undefined || routeOf(path, config.mode)?.kind !== 'upgrade') {
      security.tell('upgradeRefused', { code: 'notFound' });
      return refuseUpgrade(socket, 404, 'notFound');
    }
    const wait = await limits.upgrade(request, claimedOf(request, urlOf(request)));
    const place = limits.enter(request);
    if (wait > 0 || place === undefined) {
      place?.left();
      return refuseUpgrade(socket, 429, 'tooFast', { 'Retry-After': Math.max(1, wait) });
    }
    socket.once('close', place.left);
    if (socket.destroyed) place.left();
    take(request, socket, head);
  }

  /** Into the plain log, if it was one: with the route as it is listed, never as it was asked. */
  async function tellAttempt(request: IncomingMessage, code: EdgeCode): Promise<void> {
    if (code !== 'wrongOrigin' && code !== 'forbidden') return;
    const url = urlOf(request);
    const about = routeOf(url?.pathname ?? '', config.mode)?.path ?? 'none';
    if (code === 'wrongOrigin') return security.tell('originRefused', { code, about });
    const who = await identity.signedIn(request.headers.cookie, appOf(url)).catch(() => undefined);
    security.tell('requestRefused', { code, about, session: who?.sessionId });
  }

  http.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (error instanceof TooFast && !response.headersSent) {
        return slowDown(request, response, error);
      }
      if (wentAway(request, error)) return response.destroy();
      const code = error instanceof NaervaerError ? (error.code as EdgeCode) : 'internal';
      if (code === 'internal') log.error(shapeOf(error), 'request failed');
      void tellAttempt(request, code);
      if (response.headersSent) response.destroy();
      else refuse(response, code);
    });
  });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // First of all: a reset while anything below waits must not end the process.
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head).catch((error: unknown) => {
      log.error(shapeOf(error), 'upgrade failed');
      socket.destroy();
    });
  });
  http.on('connection', (socket: Socket) => {
    if (!limits.connection(socket)) socket.destroy();
  });
  http.on('clientError', (_error, socket) => {
    security.tell('requestRefused', { code: 'badRequest', about: 'noHttp' });
    refuseUpgrade(socket, 400, 'badRequest');
  });
}
