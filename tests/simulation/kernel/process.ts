import { seededRandom } from '../../support/random.ts';
import type { Kernel } from './kernel.ts';
import { numberOf, mix } from './chance.ts';
import { Timer } from './globals.ts';
import type { Surroundings } from './globals.ts';

/** One life of one program: a server between start and end, a page between load and reload. */
export interface Process extends Surroundings {
  readonly name: string;
  readonly isAlive: boolean;
  /** It ends here: no timer, message or completion of it ever runs again. */
  kill(): void;
  /** Tells its listeners, e.g. that the browser is offline. */
  tell(type: string): void;
}

interface Options {
  readonly name: string;
  readonly seed: number;
  /** The clock of its device, when true time is `now`. */
  readonly wall: (now: number) => number;
  readonly openSocket?: (url: string) => object;
  readonly complain?: (text: string) => void;
}

/**
 * Libraries look at something every few seconds, e.g. whether somebody's awareness is out of date.
 * Nothing is looked at more often than this, so that a quiet night costs little.
 */
const LEAST_INTERVAL_MS = 10 * 60_000;

export function createProcess(kernel: () => Kernel, options: Options): Process {
  const { name, wall } = options;
  const random = seededRandom(mix(options.seed, numberOf(name)));
  const born = kernel().now;
  const listeners = new Map<string, Set<() => void>>();
  let isAlive = true;

  const process: Process = {
    name,
    get isAlive() {
      return isAlive;
    },
    kill() {
      isAlive = false;
      listeners.clear();
    },
    now: () => Math.floor(wall(kernel().now)),
    elapsed: () => kernel().now - born,
    random: random.next,
    after: (ms, work) => kernel().post(process, ms, work),
    every(ms, work) {
      const period = Math.max(ms, LEAST_INTERVAL_MS);
      const timer = new Timer();
      const again = (): void => {
        if (timer.isCancelled) return;
        work();
        if (!timer.isCancelled) kernel().post(process, period, again);
      };
      kernel().post(process, period, again);
      return timer;
    },
    openSocket: options.openSocket ?? (() => ({})),
    listen(type, listener) {
      listeners.set(type, (listeners.get(type) ?? new Set()).add(listener));
    },
    unlisten: (type, listener) => void listeners.get(type)?.delete(listener),
    complain: (text) => options.complain?.(text),
    tell(type) {
      for (const listener of listeners.get(type) ?? []) listener();
    },
  };
  return process;
}
