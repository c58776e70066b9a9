import type { Instant } from '@naervaer/machines/protocol';
import type { StoredKey, Stream } from '@naervaer/storage';

/** Under which key something is sealed (ST2). Deleting that key deletes everything under it. */
export interface Subject {
  /** A consultation's id; a clinic's day, `clinic/{clinicId}/{yyyy-mm-dd}`; or one of the server's. */
  readonly subject: string;
  readonly stream: Stream | null;
  readonly at: Instant;
  /** Whom it is about, so that one citizen's keys can be found by keyed hash; null without. */
  readonly citizen: { readonly digits: string; readonly name: string } | null;
  /** When the retention begins, where that is known from the start: the end of a clinic's day. */
  readonly endedAt: Instant | null;
}

export interface Sealed {
  /** A compact JWE, as UTF-8. */
  readonly bytes: Uint8Array;
  /**
   * The key, as long as the store is not known to have it: to be stored in the same transaction.
   */
  readonly keys: readonly StoredKey[];
}

/**
 * Turns what is personal into the bytes that the journal keeps, and back (ST2): JWE under the
 * subject's own data key, which is wrapped by a master key.
 */
export interface Sealer {
  seal(subject: Subject, value: unknown): Promise<Sealed>;
  /** Under a key that is there already; undefined when it was deleted, for it never comes again. */
  sealAgain(subject: string, value: unknown): Promise<Uint8Array | undefined>;
  /** Undefined when the subject's key was deleted: then it is as if it had never been. */
  open(subject: string, sealed: Uint8Array): Promise<unknown>;
  /** These keys are in the store now. */
  stored(keys: readonly StoredKey[]): void;
  /** These keys were deleted from the store: nothing of them stays in memory. */
  forget(subjects: readonly string[]): void;
}

/** The master keys and all that hangs on them. */
export interface Keyring {
  readonly sealer: Sealer;
  /** Keyed hash of a citizen's number, or of a name without case and needless blanks. */
  pseudonymOf(kind: 'citizen' | 'name', text: string): string;
  /** 32 bytes for one purpose; the same over restarts and changes of the master key. */
  secretFor(purpose: string): Uint8Array;
  /** Small administrative values: a provider's client secret, an employee's name. A compact JWE. */
  sealText(text: string): Promise<string>;
  /** @throws {NaervaerError} `internal` for what is not ours */
  openText(sealed: string): Promise<string>;
}
