import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newMasterLine } from '@naervaer/sync-server/keys/masters.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';

const ENTRY = fileURLToPath(new URL('../model/server/entry.ts', import.meta.url));
const BACKUP = fileURLToPath(new URL('../../sync-server/backup/main.ts', import.meta.url));

/** The real server over a real file, its clock turned by hand, and all that it leaves behind. */
export interface ResidueStand {
  readonly origin: string;
  /** Holds `data`, what the server printed, and the backups: everything that is searched. */
  readonly folder: string;
  readonly dataDir: string;
  /** `id:base64`, which lies nowhere in the folder. */
  readonly keys: string;
  printed(): string;
  skip(ms: number): Promise<void>;
  /** `npm run backup` beside the running server. @returns what it said */
  backUp(name: string): Promise<string>;
  close(): Promise<void>;
}

export async function residueStand(): Promise<ResidueStand> {
  const folder = await mkdtemp(join(tmpdir(), 'naervaer-residue-'));
  const dataDir = join(folder, 'data');
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const keys = newMasterLine(new Date());
  const env = { ...process.env, DATA_DIR: dataDir, NAERVAER_KEYS: keys };
  const child = fork(ENTRY, {
    // The most that it can be made to say.
    env: { ...env, PORT: String(port), LOG_LEVEL: 'trace' },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
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
    folder,
    dataDir,
    keys,
    printed: () => printed,
    async skip(ms) {
      const answer = once(child, 'message');
      child.send({ skip: ms });
      await answer;
    },
    async backUp(name) {
      const command = spawn(process.execPath, [BACKUP, 'backup', join(folder, name)], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      command.stdout.on('data', (chunk: Buffer) => void (said += chunk.toString()));
      command.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()));
      const [code] = (await once(command, 'close')) as [number | null];
      if (code !== 0) throw new Error(said);
      return said;
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
