import type { PersonId } from '@naervaer/machines/protocol';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/free-port.ts';

const ENTRY = fileURLToPath(new URL('server-entry.ts', import.meta.url));

type Wish =
  | { readonly do: 'skip'; readonly ms: number }
  | { readonly do: 'look' | 'hold' | 'letGo' }
  | { readonly do: 'fail'; readonly isFull: boolean }
  | { readonly do: 'forget' | 'closeUnit'; readonly personId: PersonId };
export type Order = Wish & { readonly id: number };
/** An order that was obeyed; 0: the server listens. */
export interface Answer {
  readonly id: number;
  /** Commits that wait for the disk now. */
  readonly held: number;
  /** Entries that are on the disk. */
  readonly commits: number;
}

/** The real server, in a process of its own, with a clock that moves on and fires when told only. */
export interface CrankedServer {
  readonly origin: string;
  /** Lets this much time pass for the server alone; what was due meanwhile has fired. */
  skip(ms: number): Promise<void>;
  /** The disk takes its time: nothing is committed until it is let go. */
  hold(): Promise<void>;
  /** How many commits wait for it now. */
  held(): Promise<number>;
  letGo(): Promise<void>;
  /** How many entries are on the disk: one more when anything was decided. */
  commits(): Promise<number>;
  /** Nothing can be written; every command is refused as not stored. */
  fill(): Promise<void>;
  /** There is room on the disk again. */
  empty(): Promise<void>;
  /** Nobody knows a profile of theirs, as of somebody who is new. */
  forgetProfile(personId: PersonId): Promise<void>;
  /** The workplace of their profile is no more. */
  closeUnit(personId: PersonId): Promise<void>;
  close(): Promise<void>;
}

export async function crankedServer(): Promise<CrankedServer> {
  const port = await freePort();
  const child = fork(ENTRY, {
    env: {
      ...process.env,
      PORT: String(port),
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => void (printed += chunk.toString()));
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  child.on('message', (given: Answer) => {
    waiting.get(given.id)?.(given);
    waiting.delete(given.id);
  });
  await new Promise<void>((resolve, reject) => {
    waiting.set(0, () => resolve());
    child.once('exit', () => reject(new Error(`the server ended at its start:\n${printed}`)));
  });

  const ask = (wish: Wish): Promise<Answer> =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      child.send({ ...wish, id: last });
    });

  const tell = (wish: Wish): Promise<void> => ask(wish).then(() => undefined);

  return {
    origin: `http://localhost:${port}`,
    skip: (ms) => tell({ do: 'skip', ms }),
    hold: () => tell({ do: 'hold' }),
    held: async () => (await ask({ do: 'look' })).held,
    commits: async () => (await ask({ do: 'look' })).commits,
    letGo: () => tell({ do: 'letGo' }),
    fill: () => tell({ do: 'fail', isFull: true }),
    empty: () => tell({ do: 'fail', isFull: false }),
    forgetProfile: (personId) => tell({ do: 'forget', personId }),
    closeUnit: (personId) => tell({ do: 'closeUnit', personId }),
    async close() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
