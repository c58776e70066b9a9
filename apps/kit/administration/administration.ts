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
  sessions: typeof adminApi.sessions;
  tryProvider: typeof adminApi.tryProvider;
  accessLog: typeof adminApi.accessLog;
  accessCopy: typeof adminApi.accessCopy;
  /** Ends the session and goes to the provider's logout. @throws as `change` */
  signOut(): Promise<void>;
  /** Asks for everything again. */
  again(): void;
  close(): void;
}

/** How soon a session that ended elsewhere is noticed, in milliseconds: a look is no use of it. */
const LOOK_MS = 5_000;
/** The same while the page is behind others. */
const HIDDEN_MS = 15_000;
/** Touching the page is a use, told this often: the state is then asked for anew as well. */
const USE_MS = 60_000;
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
  let usedAt = 0;
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
    const text = JSON.stringify(newest);
    if (text === written) return;
    written = text;
    setState(newest);
  }

  /** @param isUse whether somebody is there: else the session runs on towards its end */
  async function look(isUse: boolean): Promise<void> {
    if (isUse) usedAt = Date.now();
    const info = await told(isUse ? adminApi.session() : adminApi.look());
    if (info === null) return leave();
    const now = standing();
    if (now.kind === 'open' && now.info.sessionId !== info.sessionId) {
      // Somebody else signed in beside: nothing of the one before is left on the screen.
      location.reload();
      return;
    }
    if (now.kind === 'open' && !isUse) return;
    await refresh();
    if (now.kind !== 'open') setStanding({ kind: 'open', info });
  }

  async function turn(isUse: boolean): Promise<void> {
    clearTimeout(timer);
    try {
      await look(isUse);
    } catch (error) {
      if (standing().kind !== 'open' && !isOut(error)) {
        const isLost = error instanceof Unreachable;
        setStanding(isLost ? { kind: 'offline' } : { kind: 'failed', code: codeOf(error) });
      }
    }
    // Another turn may have ended meanwhile: there is one timer.
    clearTimeout(timer);
    const waitMs = document.visibilityState === 'visible' ? LOOK_MS : HIDDEN_MS;
    if (!isClosed) timer = setTimeout(() => void turn(false), waitMs);
  }

  const onUse = (): void => {
    if (Date.now() - usedAt > USE_MS) void turn(true);
  };
  const onFocus = (): void => {
    if (document.visibilityState !== 'visible') return;
    void turn(Date.now() - usedAt > FOCUS_MS);
  };
  const onOnline = (): void => void turn(false);
  addEventListener('pointerdown', onUse);
  addEventListener('keydown', onUse);
  addEventListener('focus', onFocus);
  document.addEventListener('visibilitychange', onFocus);
  addEventListener('online', onOnline);
  void turn(true);

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
    sessions: (before) => told(adminApi.sessions(before)),
    tryProvider: (trial) => told(adminApi.tryProvider(trial)),
    accessLog: (search) => told(adminApi.accessLog(search)),
    accessCopy: (asked) => told(adminApi.accessCopy(asked)),
    async signOut() {
      const { location: next } = await told(adminApi.signOut());
      location.assign(next);
    },
    again: () => void turn(true),
    close() {
      isClosed = true;
      clearTimeout(timer);
      removeEventListener('pointerdown', onUse);
      removeEventListener('keydown', onUse);
      removeEventListener('focus', onFocus);
      document.removeEventListener('visibilitychange', onFocus);
      removeEventListener('online', onOnline);
    },
  };
}
