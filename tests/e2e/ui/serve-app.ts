import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '../../..');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** As strict as the real server's, so that a screen that breaks it is seen here already. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; worker-src 'self'";

const DIRECTORY = {
  mode: 'demo',
  organisations: [
    {
      id: 'klinikker',
      name: 'Klinikkerne',
      kind: 'clinics',
      support: 'Ring til supporten på 70 00 00 00, alle dage kl. 8–20.',
    },
  ],
  clinics: [],
};

export interface ServedApp {
  readonly origin: string;
  close(): void;
}

/** Builds one app, with the fake session in place of the real one, and serves it. */
export async function serveApp(app: string, folder: string): Promise<ServedApp> {
  const out = join(folder, app);
  await build({
    root: join(ROOT, 'apps', app),
    configFile: join(ROOT, 'apps', app, 'vite.config.ts'),
    logLevel: 'warn',
    resolve: {
      alias: { '@naervaer/kit/session': join(ROOT, 'tests/support/fake-session.ts') },
    },
    build: { outDir: out, emptyOutDir: true },
  });
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    response.setHeader('content-security-policy', POLICY);
    if (path === '/api/directory') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(DIRECTORY));
      return;
    }
    const asked = path.replace(`/${app}/`, '');
    const file = asked === '' ? 'index.html' : asked;
    readFile(join(out, file)).then(
      (bytes) => {
        response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
        response.end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}
