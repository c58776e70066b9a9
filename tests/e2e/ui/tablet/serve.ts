import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '../../../..');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; worker-src 'self'";

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

export interface Served {
  readonly origin: string;
  close(): void;
}

/** Builds the tablet with the fake session in place of the real one, and serves it. */
export async function serveTablet(out: string): Promise<Served> {
  const root = join(ROOT, 'apps/tablet');
  // vitest says `test`, and Vite would then build the page of a developer, without its worker.
  process.env['NODE_ENV'] = 'production';
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    resolve: {
      alias: { '@naervaer/kit/session': join(import.meta.dirname, 'fake-session.ts') },
    },
    build: { outDir: out, emptyOutDir: true },
  });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    response.setHeader('content-security-policy', POLICY);
    if (path === '/api/directory' || path === '/health') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(DIRECTORY));
      return;
    }
    const asked = path.replace('/tablet/', '');
    const file = asked === '' ? 'index.html' : asked;
    readFile(join(out, file)).then(
      (bytes) => {
        response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
        response.end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}
