import type { Kernel } from '../kernel/kernel.ts';
import type { Process } from '../kernel/process.ts';
import { latency } from '../world/latency.ts';
import type { SessionVault, Tabs } from './kit.ts';

/** What a device keeps while its pages come and go. */
export interface Browser {
  /** The vault of one session, as one page has it open. A page may die between any two steps. */
  openVault(
    page: Process,
    sessionId: string,
    onWritten: (key: string, text: string) => void,
  ): SessionVault;
  /** One tab over its reloads; `tab` is its number. */
  tabs(page: Process, tab: number): Tabs;
  /** A page is gone, and so are its locks. */
  died(page: Process): void;
}

interface Deps {
  readonly kernel: Kernel;
  readonly seed: number;
  /** In whose name the device's disk works. */
  readonly firmware: Process;
}

const WRITE_MS = 4;
/** How long a page that reloads waits for its own former life. */
const LET_GO_MS = 2_000;

export function createBrowser({ kernel, seed, firmware }: Deps): Browser {
  const databases = new Map<string, Map<string, string>>();
  const names = new Map<number, string>();
  const locks = new Map<string, Process>();
  const waiting: { lock: string; page: Process; take: () => void }[] = [];
  let steps = 0;

  function give(): void {
    for (const wish of waiting.filter(({ lock }) => !locks.has(lock))) {
      if (locks.has(wish.lock)) continue;
      waiting.splice(waiting.indexOf(wish), 1);
      if (!wish.page.isAlive) continue;
      locks.set(wish.lock, wish.page);
      kernel.post(wish.page, 1, wish.take);
    }
  }
  function release(lock: string, page: Process): void {
    if (locks.get(lock) !== page) return;
    locks.delete(lock);
    give();
  }

  return {
    openVault(page, sessionId, onWritten) {
      let lastStart = 0;
      let lastEnd = 0;
      const database = (): Map<string, string> => {
        const found = databases.get(sessionId) ?? new Map<string, string>();
        databases.set(sessionId, found);
        return found;
      };
      const step = <T>(work: () => T): Promise<T> =>
        new Promise((resolve) => {
          steps += 1;
          const mine = steps;
          lastStart = Math.max(lastStart, kernel.now + latency(WRITE_MS, seed, mine, 21));
          kernel.post(firmware, lastStart - kernel.now, () => {
            if (!page.isAlive) return;
            const value = work();
            lastEnd = Math.max(lastEnd, kernel.now + latency(1, seed, mine, 22));
            kernel.post(page, lastEnd - kernel.now, () => resolve(value));
          });
        });
      return {
        get: <T>(key: string) =>
          step(() => {
            const text = database().get(key);
            return text === undefined ? undefined : (JSON.parse(text) as T);
          }),
        put(key, value) {
          const text = JSON.stringify(value);
          return step(() => {
            database().set(key, text);
            onWritten(key, text);
          });
        },
        delete: (key) => step(() => void database().delete(key)),
        keys: (prefix) =>
          step(() => [...database().keys()].filter((key) => key.startsWith(prefix))),
        destroy: () => step(() => void databases.delete(sessionId)),
      };
    },
    tabs: (page, tab) => ({
      name: () => names.get(tab),
      rename(name) {
        if (name === undefined) names.delete(tab);
        else names.set(tab, name);
      },
      hold: (lock, patience) =>
        new Promise((resolve) => {
          const take = (): void => resolve(() => release(lock, page));
          if (!locks.has(lock)) {
            locks.set(lock, page);
            kernel.post(page, 1, take);
            return;
          }
          if (patience === 'now') return void kernel.post(page, 1, () => resolve(undefined));
          const wish = { lock, page, take };
          waiting.push(wish);
          kernel.post(page, LET_GO_MS, () => {
            if (!waiting.includes(wish)) return;
            waiting.splice(waiting.indexOf(wish), 1);
            resolve(undefined);
          });
        }),
    }),
    died(page) {
      for (const [lock, holder] of locks) if (holder === page) locks.delete(lock);
      give();
    },
  };
}
