import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';

/** `Omit` that keeps a union a union. */
type Untimed<T> = T extends unknown ? Omit<T, 'at'> : never;

/** Milliseconds of the tab's steady clock: a clock that is set does not disturb a call. */
export const steadyNow = (): number => Math.round(performance.now());

/** A pure machine, run: events one after the other, and its deadlines kept (MA2). */
export interface Running<S, E> {
  readonly snapshot: Accessor<S>;
  /** What is sent while another event is being obeyed comes after it. */
  send(event: Untimed<E>): void;
  stop(): void;
}

interface Course<S, E> {
  readonly first: S;
  readonly step: (snapshot: S, event: E) => S;
  readonly deadlineOf: (snapshot: S) => number | null;
  /** Does what the snapshot says; may send. */
  readonly obey: (snapshot: S) => void;
}

export function runMachine<S, E extends { readonly type: string; readonly at: number }>({
  first,
  step,
  deadlineOf,
  obey,
}: Course<S, E>): Running<S, E> {
  const [snapshot, setSnapshot] = createSignal<S>(first);
  const waiting: Untimed<E>[] = [];
  let now = first;
  let isBusy = false;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function arm(): void {
    clearTimeout(timer);
    const due = deadlineOf(now);
    if (due === null || isStopped) return;
    const wake = (): void => send({ type: 'DEADLINE' } as unknown as Untimed<E>);
    timer = setTimeout(wake, Math.max(0, due - performance.now() + 1));
  }

  function send(event: Untimed<E>): void {
    if (isStopped) return;
    waiting.push(event);
    if (isBusy) return;
    isBusy = true;
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        now = step(now, { ...next, at: steadyNow() } as unknown as E);
        setSnapshot(() => now);
        obey(now);
      }
    } finally {
      isBusy = false;
      arm();
    }
  }

  return {
    snapshot,
    send,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
