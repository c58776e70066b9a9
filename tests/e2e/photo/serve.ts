import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { appConfig } from '@naervaer/kit/vite';
import { secure } from '@naervaer/sync-server/http/headers.ts';
import { build } from 'vite';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** Builds a page of this folder. @returns its folder and what takes it away */
export async function buildPage(
  name: string,
): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'naervaer-photo-page-'));
  const config = appConfig({ base: '/page/' });
  process.env['NODE_ENV'] = 'production';
  await build({
    ...config,
    base: '/',
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname, name),
    build: { ...config.build, outDir: folder, target: 'esnext' },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The page with one side's photos, under the real server's policy. */
export async function servePage(): Promise<{ origin: string; close(): Promise<void> }> {
  const page = await buildPage('page');
  let origin = '';
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin);
    secure(response, new URL(origin));
    // A browser asks for it by itself; here is none.
    if (pathname === '/favicon.ico') return void response.writeHead(204).end();
    const name = pathname === '/' ? '/index.html' : pathname;
    readFile(join(page.folder, name)).then(
      (bytes) => response.setHeader('content-type', TYPES[extname(name)] ?? '').end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    origin,
    async close() {
      server.close();
      await page.remove();
    },
  };
}
