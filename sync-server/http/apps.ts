import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { ConfigError } from '../config.ts';

export const APPS = ['board', 'tablet', 'visit', 'insight'] as const;

/** Seconds that a file whose name holds its hash may be kept: a year. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** The shell and the service worker are asked for each time; the rest never changes. */
const keptAs = (path: string): string => (path.includes('/assets/') ? IMMUTABLE : 'no-cache');

/**
 * Serves the built client applications, each under its own path. An app's unknown path is its
 * shell, so that an address can be reloaded.
 * @returns false when the path is none of theirs.
 */
export function createApps(): (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => boolean {
  const handlers = new Map(
    APPS.map((app) => {
      const folder = fileURLToPath(new URL(`../../apps/${app}/dist`, import.meta.url));
      if (!existsSync(folder)) {
        throw new ConfigError(
          'notBuilt',
          'The applications are not built. Run npm start, or npm run build.',
        );
      }
      const serve = sirv(folder, {
        // Looks at the disk for each request. A list made at the start names files that a new build
        // has removed, and opening one of those ends the process.
        dev: true,
        etag: true,
        gzip: true,
        brotli: true,
        single: true,
        setHeaders(response, path) {
          response.setHeader('Cache-Control', keptAs(path));
        },
      });
      return [app as string, serve] as const;
    }),
  );

  return (request, response, url) => {
    const [, app = '', ...rest] = url.pathname.split('/');
    const serve = handlers.get(app);
    if (serve === undefined) return false;
    if (rest.length === 0) {
      // What the page was opened with goes with it.
      response.writeHead(308, { Location: `/${app}/${url.search}` }).end();
      return true;
    }
    request.url = `/${rest.join('/')}`;
    // A part that ends before it begins, or is no number, makes the library throw half-way through
    // its answer. All is short here: whoever asks for a part gets the whole.
    delete request.headers.range;
    // An answer of 304 is made before anybody is asked for headers, and would unkeep what is kept.
    response.setHeader('Cache-Control', keptAs(request.url));
    serve(request, response, () => {
      response.setHeader('Cache-Control', 'no-store');
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('notFound');
    });
    return true;
  };
}
