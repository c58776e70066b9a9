import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import type { Crank, Cranked } from './entry.ts';

const ENTRY = fileURLToPath(new URL('entry.ts', import.meta.url));

/** The real server as its own process, over a real file, with a clock that the test moves. */
export interface CrankedServer {
  readonly origin: string;
  readonly dataDir: string;
  /** Milliseconds, as the server reads them. */
  now(): number;
  /** Moves the server's clock; every timer that is due then has fired when this resolves. */
  skip(ms: number): Promise<Cranked>;
  close(): Promise<void>;
}

export async function crankedServer(): Promise<CrankedServer> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'naervaer-'));
  const child = fork(ENTRY, {
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      // Days pass in seconds here, and everybody signs in each day.
      RATE_LIMIT_FACTOR: '1000',
      // No relay of its own: nothing is seen or heard at this level.
      TURN_URLS: 'turn:127.0.0.1:1',
      TURN_SECRET: 'not used here',
    },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  let skipped = 0;
  const keep = (chunk: Buffer): void => void (printed += chunk.toString());
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);

  await eventually('a healthy server', async () => {
    if (child.exitCode !== null) throw new Error(`the server ended at its start:\n${printed}`);
    return fetch(`${origin}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return {
    origin,
    dataDir,
    now: () => Date.now() + skipped,
    async skip(ms) {
      if (!child.connected) throw new Error(`the server ended:\n${printed}`);
      const answer = once(child, 'message');
      child.send({ skip: ms } satisfies Crank);
      skipped += ms;
      return ((await answer) as [Cranked])[0];
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
