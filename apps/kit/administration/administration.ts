import { createSignal, type Accessor } from 'solid-js';
import {
  NaervaerError,
  type AdminChange,
  type AdminState,
  type SessionInfo,
} from '@naervaer/machines/protocol';
import { Unreachable } from '../session/api.ts';
import { adminApi } from './api.ts';

/**
 * What an administrator's page stands on.
 * - `signedOut`: `isOver` when there was a session here and it ended
 * - `failed`: the server said no to the state itself, with its code
 */
export type Standing =
  | { readonly kind: 'opening' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'signedOut'; readonly isOver: boolean }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'open'; readonly info: SessionInfo };

export interface Administration {
  readonly standing: Accessor<Standing>;
  /** What the server last said; undefined until it did. */
  readonly state: Accessor<AdminState | undefined>;
  /** Whether the last call got an answer. */
  readonly isReachable: Accessor<boolean>;
  /**
   * Asks for a change and resolves when it is stored and the newest state is here.
   * @param stored called once it is stored, before anything else is shown: a screen whose subject
   *   is gone leaves first
   * @throws {Unreachable} · {NaervaerError} with the server's code; what is shown stays as it was
   */
  change(change: AdminChange, stored?: () => void): Promise<void>;
  tryProvider: typeof adminApi.tryProvider;
  accessLog: typeof adminApi.accessLog;
  accessCopy: typeof adminApi.accessCopy;
  /** Ends the session and goes to the provider's logout. @throws as `change` */
  signOut(): Promise<void>;
  /** Asks for everything again. */
  again(): void;
  close(): void;
}

/** How soon a session that ended elsewhere is noticed, in milliseconds. */
const LOOK_MS = 15_000;
/**
 * How long after the last touch a page still looks by itself, in milliseconds. To the server each
 * look is a use of the session: one that went on would keep an administrator signed in who left.
 */
const ATTENDED_MS = 120_000;
/** A look at the end of a session comes after that end, in milliseconds. */
const AFTER_END_MS = 1_000;
/** How old the state may grow while somebody looks at it. */
const STATE_MS = 60_000;
/** Going from window to window must not become a load. */
const FOCUS_MS = 3_000;

const codeOf = (error: unknown): string =>
  error instanceof NaervaerError ? error.code : 'internal';
const isOut = (error: unknown): boolean =>
  error instanceof NaervaerError && (error.code === 'signedOut' || error.code === 'sessionExpired');

/** The administrators' session in this tab: who I am, what I may see, and what I ask for. */
export function createAdministration(): Administration {
  const [standing, setStanding] = createSignal<Standing>({ kind: 'opening' });
  const [state, setState] = createSignal<AdminState>();
  const [isReachable, setReachable] = createSignal(true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  let lookedAt = 0;
  let usedAt = Date.now();
  /** How long the session lasts unused, as of the last look. */
  let lastsMs = 0;
  let stateAt = 0;
  /** As the server wrote it: a state that says the same redraws nothing. */
  let written = '';
  /** Counts the sessions: an answer to one that is over is nobody's. */
  let session = 0;

  function leave(): void {
    session += 1;
    const isOver = standing().kind === 'open';
    written = '';
    setStanding((now) => (now.kind === 'signedOut' ? now : { kind: 'signedOut', isOver }));
    setState();
  }

  /** Any call at all tells whether there is a line and a session. */
  async function told<T>(answer: Promise<T>): Promise<T> {
    try {
      const value = await answer;
      setReachable(true);
      return value;
    } catch (error) {
      setReachable(!(error instanceof Unreachable));
      if (isOut(error)) leave();
      throw error;
    }
  }

  async function refresh(beforeShown?: () => void): Promise<void> {
    const asked = session;
    const newest = await told(adminApi.state());
    if (asked !== session) return;
    beforeShown?.();
    stateAt = Date.now();
    const text = JSON.stringify(newest);
    if (text === written) return;
    written = text;
    setState(newest);
  }

  async function look(): Promise<void> {
    lookedAt = Date.now();
    const info = await told(adminApi.session());
    if (info === null) return leave();
    lastsMs = info.expiresAt - info.now;
    const now = standing();
    if (now.kind === 'open' && now.info.sessionId !== info.sessionId) {
      // Somebody else signed in beside: nothing of the one before is left on the screen.
      location.reload();
      return;
    }
    if (now.kind === 'open' && Date.now() - stateAt < STATE_MS) return;
    await refresh();
    if (now.kind !== 'open') setStanding({ kind: 'open', info });
  }

  async function turn(): Promise<void> {
    clearTimeout(timer);
    let isAnswered = true;
    try {
      await look();
    } catch (error) {
      isAnswered = !(error instanceof Unreachable);
      if (standing().kind !== 'open' && !isOut(error)) {
        const isLost = error instanceof Unreachable;
        setStanding(isLost ? { kind: 'offline' } : { kind: 'failed', code: codeOf(error) });
      }
    }
    // Another turn may have ended meanwhile: there is one timer.
    clearTimeout(timer);
    const isAlone = isAnswered && standing().kind === 'open' && Date.now() - usedAt > ATTENDED_MS;
    const waitMs = isAlone ? Math.max(LOOK_MS, lastsMs + AFTER_END_MS) : LOOK_MS;
    if (!isClosed) timer = setTimeout(turn, waitMs);
  }

  const onUse = (): void => {
    usedAt = Date.now();
    if (usedAt - lookedAt > LOOK_MS) void turn();
  };
  const onFocus = (): void => {
    if (document.visibilityState !== 'visible' || Date.now() - lookedAt < FOCUS_MS) return;
    usedAt = Date.now();
    stateAt = 0;
    void turn();
  };
  addEventListener('pointerdown', onUse);
  addEventListener('keydown', onUse);
  addEventListener('focus', onFocus);
  document.addEventListener('visibilitychange', onFocus);
  addEventListener('online', onFocus);
  void turn();

  return {
    standing,
    state,
    isReachable,
    async change(change, stored) {
      await told(adminApi.change(change));
      let isTold = false;
      const tell = (): void => {
        if (!isTold) stored?.();
        isTold = true;
      };
      // It is stored; that the newest state is late must not read as a refusal.
      await refresh(tell).catch(() => undefined);
      tell();
    },
    tryProvider: (trial) => told(adminApi.tryProvider(trial)),
    accessLog: (search) => told(adminApi.accessLog(search)),
    accessCopy: (asked) => told(adminApi.accessCopy(asked)),
    async signOut() {
      const { location: next } = await told(adminApi.signOut());
      location.assign(next);
    },
    again: () => void turn(),
    close() {
      isClosed = true;
      clearTimeout(timer);
      removeEventListener('pointerdown', onUse);
      removeEventListener('keydown', onUse);
      removeEventListener('focus', onFocus);
      document.removeEventListener('visibilitychange', onFocus);
      removeEventListener('online', onFocus);
    },
  };
}
