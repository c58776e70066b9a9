import { createHeap } from '../kernel/heap.ts';

interface Task {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Time that passes only when it is told to. */
export interface Clock {
  readonly now: number;
  after(ms: number, run: () => void): void;
  /** Runs everything that is due within so many milliseconds, in order. */
  pass(ms: number): void;
}

export function createClock(start: number): Clock {
  const tasks = createHeap<Task>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  let now = start;
  let order = 0;
  return {
    get now() {
      return now;
    },
    after(ms, run) {
      order += 1;
      tasks.push({ at: now + Math.max(0, Math.round(ms)), order, run });
    },
    pass(ms) {
      const end = now + ms;
      for (let next = tasks.peek(); next !== undefined && next.at <= end; next = tasks.peek()) {
        tasks.pop();
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}
