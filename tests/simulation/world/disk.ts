import { StoreError } from '@naervaer/storage';
import type { Entry, Store } from '@naervaer/storage';
import type { Kernel } from '../kernel/kernel.ts';
import type { Process } from '../kernel/process.ts';
import { latency } from './latency.ts';

/** When a server dies at its next commit: `before` nothing is written, `after` nobody knows. */
export type Crash = 'before' | 'after';

/** What outlives a server's process. */
export interface Disk {
  /** The store as one process sees it: every call takes time, and may outlive the caller. */
  mount(process: Process): Store;
  /** Takes no writes while full. */
  isFull: boolean;
  /** True time of the last write that was refused; nothing before the first. */
  readonly refusedAt: number | undefined;
  crashNext: Crash | undefined;
}

interface Deps {
  readonly kernel: Kernel;
  readonly seed: number;
  readonly store: Store;
  /** In whose name the disk itself works. */
  readonly firmware: Process;
  onCommitted(batch: readonly Entry[]): void;
  onRefused(batch: readonly Entry[]): void;
  onCrash(process: Process, crash: Crash): void;
}

const WRITES = new Set<keyof Store>(['commit', 'saveSnapshot', 'nextEpoch', 'putRecords', 'sweep']);
const READ_MS = 1;
const WRITE_MS = 3;

export function createDisk({
  kernel,
  seed,
  store,
  firmware,
  onCommitted,
  onRefused,
  onCrash,
}: Deps): Disk {
  let calls = 0;
  let lastStart = 0;
  let refusedAt: number | undefined;

  const disk: Disk = {
    isFull: false,
    get refusedAt() {
      return refusedAt;
    },
    crashNext: undefined,
    mount(process) {
      let lastEnd = 0;

      function call(name: keyof Store, given: readonly unknown[]): Promise<unknown> {
        return new Promise((resolve, reject) => {
          if (!process.isAlive) return;
          calls += 1;
          const mine = calls;
          const typical = WRITES.has(name) ? WRITE_MS : READ_MS;
          lastStart = Math.max(lastStart, kernel.now + latency(typical, seed, mine, 11));
          /** Back in the caller's process, in the order in which things were done. */
          const back = (tell: () => void): void => {
            lastEnd = Math.max(lastEnd, kernel.now + latency(1, seed, mine, 12));
            kernel.post(process, lastEnd - kernel.now, tell);
          };
          kernel.post(firmware, lastStart - kernel.now, () => {
            // It died before the disk heard of it.
            if (!process.isAlive) return;
            const crash = name === 'commit' ? disk.crashNext : undefined;
            disk.crashNext = crash === undefined ? disk.crashNext : undefined;
            if (crash === 'before') return onCrash(process, crash);
            if (disk.isFull && WRITES.has(name)) {
              refusedAt = kernel.now;
              if (name === 'commit') onRefused(given[0] as readonly Entry[]);
              return back(() => reject(new StoreError('unavailable')));
            }
            apply(name, given).then(
              (value) => {
                if (name === 'commit') onCommitted(given[0] as readonly Entry[]);
                if (crash === 'after') return onCrash(process, crash);
                back(() => resolve(value));
              },
              (error: unknown) => back(() => reject(error as Error)),
            );
          });
        });
      }

      return new Proxy(store, {
        get: (_store, name) =>
          typeof name === 'string' && name in store
            ? (...given: unknown[]) => call(name as keyof Store, given)
            : undefined,
      });
    },
  };

  const apply = (name: keyof Store, given: readonly unknown[]): Promise<unknown> =>
    (store[name] as (...given: readonly unknown[]) => Promise<unknown>)(...given);

  return disk;
}
