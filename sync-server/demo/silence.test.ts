import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const START = `
  import { createMemoryStore } from '@naervaer/storage';
  import { pino } from 'pino';
  import { readConfig } from './config.ts';
  import { createDemoProviders } from './demo/index.ts';
  import { openDirectory } from './directory/index.ts';
  import { createKeyring, openMasters } from './keys/index.ts';
  const store = createMemoryStore();
  const config = readConfig({ STORAGE: 'memory' });
  const keyring = await createKeyring({ store, masters: openMasters(config), clock: Date });
  const directory = await openDirectory(config, store, keyring);
  const log = pino({ level: 'trace' });
  await createDemoProviders({ store, directory, config, log });
`;

it('starts the demo’s providers without a word on stdout or stderr', async () => {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const args = ['--input-type=module', '--eval', START];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd });
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
});
