import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from './place.ts';

/** What happens to the packets of one direction. */
export interface Way {
  /** Share of packets that are lost, 0 to 1, each by itself. */
  readonly loss?: number;
  /** Milliseconds, one way. */
  readonly delay?: number;
  /** kbit/s; 0 is unlimited. What waits is bounded by `queue`. */
  readonly rate?: number;
  /** Milliseconds of the rate that may wait; three full packets may in any case. Default 300. */
  readonly queue?: number;
  readonly seed?: number;
}

/** `forwarder.py` says what each lets through. */
export type Allowed = 'all' | 'no-direct' | 'no-udp' | 'tls-only';

export interface Condition {
  readonly up?: Way;
  readonly down?: Way;
  readonly allow?: Allowed;
  /** Nothing at all passes, and what is under way is lost. */
  readonly isCut?: boolean;
}

/** Packets of one direction since the start, by what became of them. */
export type Counts = Readonly<Record<'passed' | 'lost' | 'overflowed' | 'refused' | 'cut', number>>;

const CLEAN: Required<Condition> = {
  up: { loss: 0, delay: 0, rate: 0, queue: 300 },
  down: { loss: 0, delay: 0, rate: 0, queue: 300 },
  allow: 'all',
  isCut: false,
};

/** A client's ways to the network: two, of which one is up. */
export interface Uplink {
  /** Both links at once. @returns when it took effect, in milliseconds since 1970 */
  set(condition: Condition): Promise<number>;
  /** As at the start: no trouble, the first address. */
  reset(): Promise<void>;
  /** Another device with another address; the old one goes. @returns when, as `set` */
  changeAddress(): Promise<number>;
  counts(): Promise<{ readonly up: Counts; readonly down: Counts }>;
  close(): Promise<void>;
}

interface Told {
  readonly at: number;
  readonly links: readonly { readonly up: Counts; readonly down: Counts }[];
}

/**
 * @param client namespace of the client
 * @param network namespace of the middle
 * @param side 1 or 2: its addresses are 25.{side}.0.2 and 25.{side}.1.2
 */
export async function createUplink(client: string, network: string, side: 1 | 2): Promise<Uplink> {
  const device = (link: number): string => `eth${link}`;
  const far = (link: number): string => `client${side}${link}`;
  const pairs = [0, 1].flatMap((link) => [`${client},${device(link)}`, `${network},${far(link)}`]);
  // Debian's own Python: one of a version manager may start through a shell.
  const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'forwarder.py'), ...pairs], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let queue: Promise<unknown> = lines.next();
  const say = (order: object): Promise<Told> => {
    const answer = queue.then(async () => {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the forwarder ended');
      return JSON.parse(value) as Told;
    });
    queue = answer.catch(() => undefined);
    return answer;
  };
  await queue;
  let current = 0;

  async function up(link: number): Promise<void> {
    await run(
      'ip',
      '-n',
      client,
      'address',
      'replace',
      `25.${side}.${link}.2/24`,
      'dev',
      device(link),
    );
    await run('ip', '-n', client, 'link', 'set', device(link), 'up');
    await run('ip', '-n', client, 'route', 'replace', 'default', 'dev', device(link));
    current = link;
  }
  async function down(link: number): Promise<void> {
    await run('ip', '-n', client, 'address', 'flush', 'dev', device(link));
    await run('ip', '-n', client, 'link', 'set', device(link), 'down');
  }

  for (const link of [0, 1]) {
    await run('ip', '-n', network, 'link', 'set', far(link), 'up');
    await run('ip', '-n', network, 'route', 'add', `25.${side}.${link}.0/24`, 'dev', far(link));
  }
  await up(0);

  const set = async (condition: Condition): Promise<number> => {
    await say({ link: 1, ...condition });
    return (await say({ link: 0, ...condition })).at;
  };
  return {
    set,
    async reset() {
      if (current !== 0) {
        await down(current);
        await up(0);
      }
      await set(CLEAN);
    },
    async changeAddress() {
      const old = current;
      await down(old);
      await up(1 - old);
      return Date.now();
    },
    async counts() {
      const told = (await say({ count: true })).links[current];
      if (!told) throw new Error('no such link');
      return told;
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.stdin.end();
      await gone;
    },
  };
}
