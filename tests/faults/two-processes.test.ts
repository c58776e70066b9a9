import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { staffOf } from '../support/staff.ts';

const MAIN = fileURLToPath(new URL('../../sync-server/main.ts', import.meta.url));

let server: ServerProcess;

beforeAll(async () => {
  server = await serverProcess();
  await server.start();
});

afterAll(() => server.dispose());

/** A second server on the same folder, with a port of its own. */
async function second(): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: String(await freePort()), DATA_DIR: server.dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

it('CM5: a second server on the same folder does not start, and the first one goes on', async () => {
  const { code, said } = await second();
  expect(code).toBe(1);
  expect(said).toContain('folderInUse: Another Nærvær runs on DATA_DIR.');
  const staff = staffOf(server.origin);
  const doctor = await staff.clinician();
  expect(doctor.person.info.clinics.length).toBeGreaterThan(0);
  staff.close();
});

it('CM5: after kill -9 the folder is free at once, without anybody clearing anything', async () => {
  for (let round = 0; round < 3; round += 1) {
    await server.kill();
    await server.start();
    expect((await second()).said).toContain('folderInUse');
  }
});

it('after a clean stop the folder is free at once', async () => {
  expect(await server.stop()).toBe(0);
  await server.start();
  expect(server.isRunning).toBe(true);
});
