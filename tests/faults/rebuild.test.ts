import { readdir, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { serverProcess } from '../support/server-process.ts';

const ASSETS = fileURLToPath(new URL('../../apps/insight/dist/assets/', import.meta.url));
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

test('a built file that is gone is not found, and the server goes on', async () => {
  const server = await serverProcess();
  closers.push(server.dispose);
  await server.start();
  const asset = (await readdir(ASSETS)).find((name) => name.endsWith('.woff2')) ?? '';
  const address = `${server.origin}/insight/assets/${asset}`;
  expect((await fetch(address)).status).toBe(200);

  await rename(`${ASSETS}${asset}`, `${ASSETS}${asset}.away`);
  closers.push(() => rename(`${ASSETS}${asset}.away`, `${ASSETS}${asset}`));
  expect((await fetch(address)).status).toBe(404);
  expect((await fetch(`${server.origin}/health`)).ok).toBe(true);
});
