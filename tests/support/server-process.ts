import type { Epoch } from '@naervaer/machines/protocol';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { eventually } from './eventually.ts';

const MAIN = fileURLToPath(new URL('../../sync-server/main.ts', import.meta.url));

/** The real server as its own process, on a folder and a port of its own. */
export interface ServerProcess {
  readonly origin: string;
  readonly dataDir: string;
  /** All that it printed so far, over every start. */
  output(): string;
  /** Starts it (again) and resolves when `/health` is good. */
  start(): Promise<void>;
  /** SIGKILL: nothing is flushed, nobody is told. */
  kill(): Promise<void>;
  /** Ctrl-C. @returns the exit code */
  stop(): Promise<number | null>;
  readonly pid: number | undefined;
  /** Of the answering process: one number for each start. */
  epoch(): Promise<Epoch>;
  readonly isRunning: boolean;
  /** Kills it if it runs, and removes the folder. */
  dispose(): Promise<void>;
}

const isEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

/** @param main another composition of the same server, for faults that only a test makes */
export async function serverProcess(
  env: Readonly<Record<string, string>> = {},
  main: string = MAIN,
): Promise<ServerProcess> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'naervaer-'));
  let child: ChildProcess | undefined;
  let printed = '';

  const isGood = async (): Promise<boolean> => {
    if (child === undefined || isEnded(child)) {
      throw new Error(`the server ended at its start:\n${printed}`);
    }
    return fetch(`${origin}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  };

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    const ending = child;
    child = undefined;
    if (ending === undefined || isEnded(ending)) return ending?.exitCode ?? null;
    const exited = once(ending, 'exit');
    ending.kill(signal);
    await exited;
    return ending.exitCode;
  }

  return {
    origin,
    dataDir,
    output: () => printed,
    get pid() {
      return child?.pid;
    },
    get isRunning() {
      return child !== undefined && !isEnded(child);
    },
    async epoch() {
      const health = await fetch(`${origin}/health`);
      return ((await health.json()) as { epoch: Epoch }).epoch;
    },
    async start() {
      const started = spawn(process.execPath, [main], {
        env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'info', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const keep = (chunk: Buffer): void => void (printed += chunk.toString());
      started.stdout.on('data', keep);
      started.stderr.on('data', keep);
      child = started;
      await eventually('a healthy server', isGood, 30_000);
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGINT'),
    async dispose() {
      await end('SIGKILL');
      await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
