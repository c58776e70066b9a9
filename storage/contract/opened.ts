import type { Store } from '../store.ts';

/** One store under test, empty at first. */
export interface OpenedStore {
  readonly store: Store;
  /** Closes `store` and opens the same data again; absent where nothing outlives the process. */
  readonly reopen?: () => Promise<Store>;
  readonly cleanup: () => Promise<void>;
}

/** Runs `test` on a fresh store and cleans up whatever became of it. */
export type OnFreshStore = (
  test: (store: Store, reopen: (() => Promise<Store>) | undefined) => Promise<void>,
) => () => Promise<void>;
