import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appConfig } from '@naervaer/kit/vite';
import { secure } from '@naervaer/sync-server/http/headers.ts';
import { build } from 'vite';
import { contentTypeOf } from './content-types.ts';

/** A page of a test's own, built as the applications are. */
export interface BuiltPage {
  readonly folder: string;
  remove(): Promise<void>;
}

/** @param root the folder with the page's `index.html` */
export async function buildTestPage(root: string): Promise<BuiltPage> {
  const folder = await mkdtemp(join(tmpdir(), 'naervaer-test-page-'));
  const config = appConfig({ base: '/page/' });
  process.env['NODE_ENV'] = 'production';
  await build({
    ...config,
    base: '/',
    configFile: false,
    logLevel: 'error',
    root,
    build: { ...config.build, outDir: folder, target: 'esnext' },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Built, and served under the real server's policy. */
export async function serveTestPage(
  root: string,
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const page = await buildTestPage(root);
  let origin = '';
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin);
    secure(response, new URL(origin));
    // A browser asks for it by itself; here is none.
    if (pathname === '/favicon.ico') return void response.writeHead(204).end();
    const name = pathname === '/' ? '/index.html' : pathname;
    readFile(join(page.folder, name)).then(
      (bytes) => response.setHeader('content-type', contentTypeOf(name)).end(bytes),
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
