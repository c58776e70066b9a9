import type { Session, Vault } from '@naervaer/kit/session';
import {
  isLocked,
  lockMachine,
  nextDeadline,
  persistLock,
  restoreLock,
  type LockEvent,
  type LockSnapshot,
} from '@naervaer/machines/lock';
import {
  createEffect,
  createMemo,
  createSignal,
  onCleanup,
  untrack,
  type Accessor,
} from 'solid-js';
import { initialTransition, transition } from 'xstate';
import { lastOnly } from './course.ts';
import { createPin } from './pin.ts';
import { trapBack } from './trap-back.ts';

/** Where the lock of this session is kept, encrypted, from one reload to the next. */
const KEY = 'tablet.lock';

type Said = Exclude<LockEvent['type'], 'PIN_CHOSEN' | 'PIN_REPEATED' | 'PIN_TYPED'>;

/** The tablet in the citizen's hands (T10): the one holder of the machine, and of the digits. */
export interface Lock {
  readonly snapshot: Accessor<LockSnapshot>;
  readonly isLocked: Accessor<boolean>;
  /** A code is being compared. */
  readonly isBusy: Accessor<boolean>;
  tell(type: Said): void;
  /** Four digits, whatever they are asked for just now. */
  enter(pin: string): Promise<void>;
}

export const keptLock = async (vault: Vault): Promise<LockSnapshot | undefined> =>
  restoreLock(await vault.get<unknown>(KEY).catch(() => undefined));

export function createLock({ info, vault }: Session, restored: LockSnapshot | undefined): Lock {
  const [snapshot, setSnapshot] = createSignal(restored ?? initialTransition(lockMachine)[0], {
    equals: false,
  });
  const [isBusy, setBusy] = createSignal(false);
  const save = lastOnly((kept) => vault.put(KEY, kept));
  const code = createPin(vault);
  /** The first of the two times; never written anywhere. */
  let chosen: string | undefined;

  const tabs = new BroadcastChannel(`naervaer-tablet-lock-${info.sessionId}`);
  onCleanup(() => tabs.close());

  const send = (event: LockEvent): void => {
    const [next] = transition(lockMachine, untrack(snapshot), event);
    const kept = persistLock(next);
    void save(kept);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
    tabs.postMessage(kept);
    setSnapshot(next);
  };
  const at = (): number => Date.now();

  async function compare(pin: string): Promise<void> {
    const { value } = untrack(snapshot);
    if (value === 'choosing') {
      chosen = pin;
      send({ type: 'PIN_CHOSEN', at: at() });
    } else if (value === 'repeating') {
      const isSame = pin === chosen;
      chosen = undefined;
      // On the disk first: a lock without its code opens for nobody after a reload.
      if (isSame) await code.choose(pin);
      send({ type: 'PIN_REPEATED', isSame, at: at() });
    } else if (value === 'asking') {
      send({ type: 'PIN_TYPED', isRight: await code.isRight(pin), at: at() });
    }
  }

  const locked = createMemo(() => isLocked(snapshot()));
  createEffect(() => {
    if (locked()) onCleanup(trapBack());
  });
  const deadline = createMemo(() => nextDeadline(snapshot()));
  createEffect(() => {
    const due = deadline();
    if (due === null) return;
    const tick = (): void => send({ type: 'DEADLINE', at: at() });
    const timer = setTimeout(tick, Math.max(0, due - Date.now()) + 5);
    // A tablet that slept had its timers asleep too.
    document.addEventListener('visibilitychange', tick);
    onCleanup(() => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tick);
    });
  });

  // Another tab of the same browser was locked, opened again or tried: a try counts in all of them.
  const follow = (kept: LockSnapshot | undefined): void => {
    const { context } = untrack(snapshot);
    const isOther =
      kept !== undefined &&
      (isLocked(kept) !== untrack(locked) ||
        kept.context.wrong !== context.wrong ||
        kept.context.pausedUntil !== context.pausedUntil);
    if (isOther) setSnapshot(kept);
  };
  tabs.addEventListener('message', ({ data }: MessageEvent<unknown>) => follow(restoreLock(data)));
  const look = (): void => {
    if (!document.hidden) void keptLock(vault).then(follow);
  };
  document.addEventListener('visibilitychange', look);
  onCleanup(() => document.removeEventListener('visibilitychange', look));

  return {
    snapshot,
    isLocked: locked,
    isBusy,
    tell: (type) => send({ type, at: at() }),
    async enter(pin) {
      if (isBusy()) return;
      setBusy(true);
      try {
        await compare(pin);
      } finally {
        setBusy(false);
      }
    },
  };
}
