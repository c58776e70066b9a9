import type { Instant } from '@naervaer/machines/protocol';
import type { EndedKey, Rewrapped, StoredKey } from './store.ts';

/** The data keys of a store (ST2). What writes is called inside a transaction. */
export interface KeyTable {
  /** Leaves a key that is there already as it is. */
  add(key: StoredKey): void;
  put(key: StoredKey): void;
  end(ended: EndedKey): void;
  key(subject: string): StoredKey | undefined;
  keys(of?: { readonly citizen: string } | { readonly name: string }): readonly StoredKey[];
  ended(before: Instant): readonly StoredKey[];
  rewrap(change: Rewrapped): void;
  delete(subject: string): void;
}
