import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { generateKeyPair } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const MAIN = fileURLToPath(new URL('django-provider/provider.py', import.meta.url));
/** Debian's own, for which Debian's packages are. */
const PYTHON = '/usr/bin/python3';

/** Django OAuth Toolkit as an organisation's provider: real, and written by nobody of us. */
export interface DjangoProvider {
  readonly issuer: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly person: { readonly name: string; readonly password: string };
  /** What it says of whoever signs in, from the next start on. */
  claims: Readonly<Record<string, unknown>>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Starts anew with another key, and without the old one. */
  rotate(): Promise<void>;
  dispose(): Promise<void>;
}

async function newKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export async function djangoProvider(redirect: string): Promise<DjangoProvider> {
  const folder = await mkdtemp(join(tmpdir(), 'naervaer-provider-'));
  const port = await freePort();
  const issuer = `http://localhost:${port}/o`;
  const client = { id: 'naervaer', secret: 'a secret of this provider and of ours' };
  const person = { name: 'mette', password: 'a password of nobody' };
  let key = await newKey();
  let child: ChildProcess | undefined;
  let printed = '';

  async function start(): Promise<void> {
    const { claims } = provider;
    const given = { folder, port, key, client: { ...client, redirect }, person, claims };
    const started = spawn(PYTHON, [MAIN], {
      env: { ...process.env, PROVIDER: JSON.stringify(given), PYTHONDONTWRITEBYTECODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    started.stderr.on('data', (chunk: Buffer) => void (printed += chunk.toString()));
    child = started;
    const address = `${issuer}/.well-known/openid-configuration`;
    const isUp = (): Promise<boolean> => {
      if (started.exitCode !== null) throw new Error(`the provider ended:\n${printed}`);
      return fetch(address).then(
        ({ ok }) => ok,
        () => false,
      );
    };
    await eventually('a provider that answers', isUp, 60_000);
  }
  async function stop(): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null) return;
    const exited = once(ending, 'exit');
    ending.kill('SIGKILL');
    await exited;
  }

  const provider: DjangoProvider = {
    issuer,
    client,
    person,
    claims: {},
    start,
    stop,
    async rotate() {
      key = await newKey();
      await stop();
      await start();
    },
    async dispose() {
      await stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  return provider;
}
