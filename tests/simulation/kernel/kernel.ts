import { enter, real, Timer } from './globals.ts';
import { createHeap } from './heap.ts';
import type { Process } from './process.ts';

/**
 * True time and all that happens in it, one task after the other. Everything that crosses from one
 * process to another is a task of its own, so all that runs in a task, and in the promises after
 * it, belongs to the task's one process.
 */
export interface Kernel {
  /** True time in whole milliseconds since 1970; no process knows it. */
  readonly now: number;
  readonly tasks: number;
  /** Runs `work` in a process `ms` from now, if the process then still lives. */
  post(process: Process, ms: number, work: () => void): Timer;
  /** Called after each task that ran. What it throws ends the run. */
  watch(seen: (process: Process) => void): void;
  /** Something happened that ends the run. */
  fail(error: unknown): void;
  /** Runs all tasks up to a point in true time. @throws what ended the run */
  runUntil(time: number): Promise<void>;
}

class Task extends Timer {
  readonly at: number;
  readonly order: number;
  readonly process: Process;
  readonly work: () => void;
  constructor(at: number, order: number, process: Process, work: () => void) {
    super();
    this.at = at;
    this.order = order;
    this.process = process;
    this.work = work;
  }
}

/** Runs all promises that are due; synchronous outside of any other promise. */
const settle = (process as unknown as { _tickCallback(): void })._tickCallback.bind(process);

/** The event loop of the real process gets a turn so often, in real milliseconds. */
const TURN_MS = 40;

export function createKernel(start: number): Kernel {
  const queue = createHeap<Task>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  let now = start;
  let posted = 0;
  let tasks = 0;
  let failure: { readonly error: unknown } | undefined;
  let seen: (process: Process) => void = () => undefined;

  const fail = (error: unknown): void => {
    failure ??= { error };
  };

  function run({ process, work }: Task): void {
    enter(process);
    try {
      work();
      settle();
    } catch (error) {
      fail(error);
    } finally {
      enter(undefined);
    }
    tasks += 1;
    try {
      seen(process);
    } catch (error) {
      fail(error);
    }
  }

  /** @returns whether all up to `time` is done */
  function runSome(time: number): boolean {
    const end = real.performanceNow() + TURN_MS;
    for (let count = 1; ; count += 1) {
      if (failure !== undefined) throw failure.error;
      const next = queue.peek();
      if (next === undefined || next.at > time) return true;
      queue.pop();
      if (next.isCancelled || !next.process.isAlive) continue;
      now = next.at;
      run(next);
      if (count % 256 === 0 && real.performanceNow() > end) return false;
    }
  }

  return {
    get now() {
      return now;
    },
    get tasks() {
      return tasks;
    },
    post(process, ms, work) {
      const task = new Task(now + Math.max(0, Math.round(ms)), (posted += 1), process, work);
      if (process.isAlive) queue.push(task);
      return task;
    },
    watch(watcher) {
      seen = watcher;
    },
    fail,
    runUntil: (time) =>
      new Promise((resolve, reject) => {
        const turn = (): void => {
          try {
            if (!runSome(time)) return void real.setImmediate(turn);
            now = Math.max(now, time);
            resolve();
          } catch (error) {
            reject(error as Error);
          }
        };
        real.setImmediate(turn);
      }),
  };
}
