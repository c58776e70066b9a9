import type { PersonId } from '@naervaer/machines/protocol';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { HEARTBEAT_MS } from '@naervaer/sync-server/sync/limits.ts';
import { freePort } from '../../support/free-port.ts';
import { until } from '../../support/until.ts';
import { PATIENCE } from './patience.ts';

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
  /**
   * Lets this much time pass for the server alone; what was due meanwhile has fired, and is perhaps
   * still on its way to the disk: a deadline that its commit arms is due at the next skip only.
   */
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
  /**
   * Waits until the server counts so many lines. A network that is gone closes nothing by itself:
   * after some seconds the server's heart beats on, and what is silent is given up.
   */
  hasLines(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Real seconds for a close to arrive, before silence has to tell. */
const CLOSE_ARRIVES = 4_000;
/** One beat more than a silent line is forgiven. */
const BEATS = 3;

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

  const origin = `http://localhost:${port}`;
  return {
    origin,
    skip: (ms) => tell({ do: 'skip', ms }),
    hold: () => tell({ do: 'hold' }),
    held: async () => (await ask({ do: 'look' })).held,
    commits: async () => (await ask({ do: 'look' })).commits,
    letGo: () => tell({ do: 'letGo' }),
    fill: () => tell({ do: 'fail', isFull: true }),
    empty: () => tell({ do: 'fail', isFull: false }),
    forgetProfile: (personId) => tell({ do: 'forget', personId }),
    closeUnit: (personId) => tell({ do: 'closeUnit', personId }),
    async hasLines(count) {
      const lines = async (): Promise<number> => {
        const answer = await fetch(`${origin}/health`);
        return ((await answer.json()) as { connections: number }).connections;
      };
      const are = (patience: number): Promise<number> =>
        until('the lines that there are', lines, (now) => now === count, patience);
      for (let beat = 0; beat < BEATS; beat += 1) {
        const isSo = await are(CLOSE_ARRIVES).then(
          () => true,
          () => false,
        );
        if (isSo) return;
        await tell({ do: 'skip', ms: HEARTBEAT_MS });
      }
      await are(PATIENCE);
    },
    async close() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
