import {
  nextDeadline,
  persistTablet,
  stepOf,
  tabletMachine,
  type TabletContext,
  type TabletEvent,
  type TabletSnapshot,
  type TabletStep,
} from '@naervaer/machines/tablet';
import {
  createEffect,
  createMemo,
  createSignal,
  onCleanup,
  untrack,
  type Accessor,
} from 'solid-js';
import { initialTransition, transition } from 'xstate';

type WithoutAt<E> = E extends unknown ? Omit<E, 'at'> : never;
/** An event as a screen tells it; the course adds the time. */
export type Told = WithoutAt<TabletEvent>;

/** The one holder of the machine: screens read it and tell it, nobody else moves it. */
export interface Course {
  readonly snapshot: Accessor<TabletSnapshot>;
  readonly step: Accessor<TabletStep>;
  readonly context: Accessor<TabletContext>;
  tell(event: Told): void;
  /** Resolves when what was told so far is kept, or cannot be. */
  saved(): Promise<void>;
}

/** The last value wins: a fast typist does not queue up a hundred encryptions. */
export function lastOnly(
  write: (value: unknown) => Promise<void>,
): (value: unknown) => Promise<void> {
  let next: { value: unknown } | undefined;
  let work: Promise<void> | undefined;
  const writeAll = async () => {
    while (next) {
      const { value } = next;
      next = undefined;
      // What cannot be kept is only lost at a reload; the course goes on.
      await write(value).catch(() => undefined);
    }
    work = undefined;
  };
  return (value) => {
    next = { value };
    work ??= writeAll();
    return work;
  };
}

/**
 * Runs the machine, keeps its deadlines (MA2) and hands every change to `keep`, null when there is
 * nothing left to keep.
 */
export function createCourse(
  keep: (kept: unknown) => Promise<void>,
  restored?: TabletSnapshot,
): Course {
  const [snapshot, setSnapshot] = createSignal(restored ?? initialTransition(tabletMachine)[0], {
    equals: false,
  });
  const save = lastOnly(keep);
  let saving: Promise<void> = Promise.resolve();

  const tell = (event: Told) => {
    const [next] = transition(tabletMachine, untrack(snapshot), {
      ...event,
      at: Date.now(),
    } as TabletEvent);
    // Before the screens: what they do about it may wait for it to be kept.
    saving = save(persistTablet(next));
    setSnapshot(next);
  };

  const deadline = createMemo(() => nextDeadline(snapshot()));
  createEffect(() => {
    const due = deadline();
    if (due === null) return;
    const timer = setTimeout(() => tell({ type: 'DEADLINE' }), Math.max(0, due - Date.now()) + 5);
    onCleanup(() => clearTimeout(timer));
  });
  // A tablet that slept had its timers asleep too: nobody sees the citizen before the deadline does.
  const wake = () => {
    const due = deadline();
    if (!document.hidden && due !== null && due <= Date.now()) tell({ type: 'DEADLINE' });
  };
  document.addEventListener('visibilitychange', wake);
  onCleanup(() => document.removeEventListener('visibilitychange', wake));

  const step = createMemo(() => stepOf(snapshot()));
  return { snapshot, step, context: () => snapshot().context, tell, saved: () => saving };
}
