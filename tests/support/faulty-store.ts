import { StoreError } from '@naervaer/storage';
import type { Store, StoreCode } from '@naervaer/storage';

/** A store whose commits a test delays or refuses. Everything else passes. */
export interface FaultyStore {
  readonly store: Store;
  /** From now on commits wait. */
  hold(): void;
  /** Commits that wait now. */
  held(): number;
  /** Those that wait, and all after them, go on. */
  letGo(): void;
  /** From now on commits and checks reject; with no code they are good again. */
  fail(code?: StoreCode): void;
}

export function faultyStore(inner: Store): FaultyStore {
  let gate: PromiseWithResolvers<void> | undefined;
  let held = 0;
  let failure: StoreCode | undefined;
  const passed = async <T>(work: () => Promise<T>): Promise<T> => {
    if (failure !== undefined) throw new StoreError(failure);
    return work();
  };
  return {
    store: {
      ...inner,
      check: () => passed(() => inner.check()),
      async commit(batch) {
        if (gate !== undefined) {
          held += 1;
          await gate.promise;
          held -= 1;
        }
        return passed(() => inner.commit(batch));
      },
    },
    hold() {
      gate ??= Promise.withResolvers();
    },
    held: () => held,
    letGo() {
      gate?.resolve();
      gate = undefined;
    },
    fail(code) {
      failure = code;
    },
  };
}
