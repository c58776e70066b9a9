import { NaervaerError } from '@naervaer/machines/protocol';
import type { Api } from './api.ts';

/** The short-lived token of the sync connection (SE2), asked for when there is none good. */
export interface Tokens {
  /** Tries until there is one. Never resolves once the session is over or closed. */
  token(): Promise<string>;
  /** Asks the server now, so that a session that is over is noticed. */
  probe(): Promise<void>;
  /** The server said that the session is over: no question is needed. */
  end(): void;
  close(): void;
}

/**
 * A token is used again this long and no longer, by this device's own clock alone: a tablet whose
 * clock is wrong, or is set right meanwhile, must not take each fresh token for an old one.
 */
const REUSE_MS = 60_000;
const RETRY_MS = 1_500;

const never = new Promise<never>(() => undefined);

export function createTokens(api: Api, onSignedOut: () => void): Tokens {
  let kept: { readonly token: string; readonly at: number } | undefined;
  let asking: Promise<void> | undefined;
  let isOver = false;

  const isGood = (): boolean => {
    const age = kept === undefined ? Infinity : Date.now() - kept.at;
    return age >= 0 && age < REUSE_MS;
  };

  async function ask(): Promise<void> {
    try {
      const { token } = await api.syncToken();
      kept = { token, at: Date.now() };
    } catch (error) {
      if (error instanceof NaervaerError && ['signedOut', 'sessionExpired'].includes(error.code)) {
        end();
      }
    }
  }

  function end(): void {
    if (isOver) return;
    isOver = true;
    onSignedOut();
  }

  function probe(): Promise<void> {
    if (isOver) return Promise.resolve();
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    probe,
    end,
    async token() {
      while (!isOver) {
        if (kept !== undefined && isGood()) return kept.token;
        await probe();
        if (!isGood() && !isOver) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
      return never;
    },
    close() {
      isOver = true;
      kept = undefined;
    },
  };
}
