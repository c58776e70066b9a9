import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const fonts = join(dirname(require.resolve('@fontsource/ibm-plex-sans/package.json')), 'files');
const font = (weight: number): string => `ibm-plex-sans-latin-${weight}-normal.woff2`;

interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
}

const assets: ReadonlyMap<string, Asset> = new Map([
  ['/static/pages.css', asset('text/css; charset=utf-8', new URL('pages.css', import.meta.url))],
  ['/static/icon.svg', asset('image/svg+xml', new URL('icon.svg', import.meta.url))],
  ...[400, 600].map((weight): [string, Asset] => [
    `/static/fonts/${font(weight)}`,
    asset('font/woff2', join(fonts, font(weight))),
  ]),
]);

function asset(type: string, path: string | URL): Asset {
  return { type, bytes: readFileSync(path) };
}

/** Serves what the pages link to. @returns false when the path is not its own */
export function handleStatic(req: IncomingMessage, res: ServerResponse, url: URL): boolean {
  const found = assets.get(url.pathname);
  if (found === undefined) return false;
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    res.writeHead(405, { allow: 'GET, HEAD' }).end();
    return true;
  }
  res.writeHead(200, {
    'content-type': found.type,
    'content-length': found.bytes.length,
    'cache-control': 'public, max-age=3600',
    'x-content-type-options': 'nosniff',
  });
  res.end(req.method === 'HEAD' ? undefined : found.bytes);
  return true;
}
