import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { secure } from '@naervaer/sync-server/http/headers.ts';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '../../..');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

const clinic = (id: string, ydernummer: string, name: string, address: string) => ({
  id,
  ydernummer,
  name,
  address,
});
const DIRECTORY = {
  mode: 'demo',
  organisations: [
    ['aaby', 'Aaby Kommune', 'municipality'],
    ['region', 'Region Midts botilbud', 'region'],
    ['egely', 'Friplejehjemmet Egely', 'careHome'],
    ['klinikker', 'Klinikkerne', 'clinics'],
  ].map(([id, name, kind]) => ({
    id,
    name,
    kind,
    support: 'Ring til Digital Support på 70 00 00 00, alle dage kl. 7–22.',
  })),
  clinics: [
    clinic(
      'laegehuset-soendergade',
      '057584',
      'Lægehuset Søndergade',
      'Søndergade 12, 8700 Horsens',
    ),
    clinic('laegerne-aaen', '012345', 'Lægerne ved Åen', 'Åboulevarden 1, 8000 Aarhus C'),
    clinic('hudklinikken', '098765', 'Hudklinikken Torvet', 'Torvet 4, 8600 Silkeborg'),
    clinic('vagtlaegen', '000042', 'Vagtlægen Midt', 'Hospitalsvej 9, 8800 Viborg'),
  ],
};

export type AppName = 'board' | 'tablet' | 'visit' | 'insight';

export interface ServedApp {
  readonly origin: string;
  close(): void;
}

/** Builds one app, with its fake session in place of the real one where it has one. */
async function buildApp(app: AppName, outDir: string): Promise<void> {
  const root = join(ROOT, 'apps', app);
  const fake = join(import.meta.dirname, app, 'fake-session.ts');
  // vitest says `test`, and Vite would then build the page of a developer, without its worker.
  process.env['NODE_ENV'] = 'production';
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    resolve: { alias: existsSync(fake) ? { '@naervaer/kit/session': fake } : {} },
    build: { outDir, emptyOutDir: true },
  });
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  try {
    const bytes = await readFile(path);
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

/**
 * Builds an app into the folder and serves it without a server behind it, under the real server's
 * own policy, so that a screen that breaks it is seen here already.
 */
export async function serveApp(app: AppName, folder: string): Promise<ServedApp> {
  const out = join(folder, app);
  await buildApp(app, out);
  let origin = '';
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin);
    secure(response, new URL(origin));
    if (pathname === '/api/directory' || pathname === '/health') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(DIRECTORY));
      return;
    }
    // A server without a relay: the check says what it could not try.
    if (pathname === '/api/relay-check') {
      const nothing = { iceServers: [], expiresAt: Date.now() + 120_000 };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(nothing));
      return;
    }
    const asked = pathname.replace(`/${app}/`, '');
    // An address of a screen is the shell, as at the real server.
    void sendFile(response, join(out, extname(asked) === '' ? 'index.html' : asked));
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  origin = `http://127.0.0.1:${port}`;
  return { origin, close: () => server.close() };
}
