import type { SessionInfo } from '@naervaer/machines/protocol';
import type { App } from './api.ts';
import { createWorkerKeeper } from './worker-keeper.ts';

/**
 * Where the session's name, ids and vault key stand besides in the page itself. Never in a storage:
 * Chromium writes `sessionStorage` to the profile in the clear, and a removed value stays there.
 */
export interface Keeper {
  /** @param isConfirmed the server said so just now; else it is what this keeper said itself */
  remember(info: SessionInfo, isConfirmed: boolean): void;
  /** What was remembered over a reload; undefined when it is not known any more. */
  recall(): Promise<SessionInfo | undefined>;
  /** The page goes on without reminding; what is remembered stays for a while. */
  rest(): void;
  /** @returns once it is forgotten, or nobody is there who could have remembered */
  forget(): Promise<void>;
}

/** Nowhere: a page that is loaded anew asks the server. */
const memoryKeeper: Keeper = {
  remember: () => undefined,
  recall: async () => undefined,
  rest: () => undefined,
  forget: async () => undefined,
};

/** Only the tablet must come back without a network (T12), and only it has a worker. */
export const createKeeper = (app: App): Keeper =>
  app === 'tablet' && 'serviceWorker' in navigator
    ? createWorkerKeeper(navigator.serviceWorker)
    : memoryKeeper;
