import type { IncomingMessage, ServerResponse } from 'node:http';
import { NaervaerError } from '@naervaer/machines/protocol';
import type { Config } from '../config.ts';
import { TooFast } from '../limits/index.ts';
import type { Claimed, Limits } from '../limits/index.ts';
import { closeToOthers } from './headers.ts';
import { checkWrite } from './json.ts';
import { routeOf } from './routes.ts';
import type { Route } from './routes.ts';

interface Deps {
  readonly config: Config;
  readonly limits: Limits;
  /** The session that a request is made with, whatever it is worth. */
  sessionOf(request: IncomingMessage, url: URL): Claimed;
  /** An organisation's id, if there is one of that name. */
  organisationOf(id: string): string | undefined;
}

/** A browser says where a request comes from, and no page can make it say anything else. */
function checkSite({ headers }: IncomingMessage): void {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new NaervaerError('wrongOrigin');
  }
}

/**
 * What every request passes before its route:
 * 1. its path is one that we have, and its method one of the path's (no TRACE, no OPTIONS: there is
 *    nothing here for other origins to ask about);
 * 2. not more of it than one address, organisation or session may send (SE3);
 * 3. a write, and whatever is personal, is asked for by a page of our own.
 */
export function createGuard({ config, limits, sessionOf, organisationOf }: Deps) {
  async function bound(route: Route, request: IncomingMessage, url: URL): Promise<number> {
    switch (route.kind) {
      case 'signIn':
        return limits.signIn(request, organisationOf(url.searchParams.get('organisation') ?? ''));
      case 'api':
      case 'provider':
        return limits.api(request, sessionOf(request, url));
      case 'page':
      case 'file':
      case 'health':
      case 'upgrade':
        return 0;
    }
  }

  /**
   * @returns the request's route
   * @throws {NaervaerError} `notFound` · `methodNotAllowed` · `tooFast` · `wrongOrigin`
   */
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<Route> => {
    const route = routeOf(url.pathname, config.mode);
    if (route === undefined || route.kind === 'upgrade') throw new NaervaerError('notFound'); // 1
    const { method = '' } = request;
    if (!(route.methods as readonly string[]).includes(method)) {
      response.setHeader('Allow', route.methods.join(', '));
      throw new NaervaerError('methodNotAllowed'); // 1
    }
    if (route.kind === 'provider') closeToOthers(response);
    const wait = await bound(route, request, url);
    if (wait > 0) throw new TooFast(wait); // 2
    if (route.kind === 'api' && route.writes !== 'proof') checkSite(request); // 3
    if (method === 'POST' || method === 'DELETE') {
      if (route.writes === 'json') checkWrite(request, config.publicUrl);
      if (route.writes === 'bytes') {
        const type = method === 'POST' ? 'application/octet-stream' : null;
        checkWrite(request, config.publicUrl, type);
      }
      const { origin } = request.headers;
      const isForeign = origin !== undefined && origin !== config.publicUrl.origin;
      if (route.writes === 'form' && isForeign) throw new NaervaerError('wrongOrigin');
      if (route.writes === 'form') checkSite(request);
    }
    return route;
  };
}
