import type { Store, StoredKey } from '@naervaer/storage';
import { importKey } from './jwe.ts';
import { createSpareKeys } from './spare-keys.ts';
import type { Subject } from './types.ts';
import type { Wrappers } from './wrappers.ts';

/** One subject's key, ready for use. */
export interface DataKey {
  readonly key: CryptoKey;
  readonly stored: StoredKey;
}

/** The data keys in use: read from the store when first asked for, made when there is none. */
export interface DataKeys {
  /** @returns `isNew` as long as the store is not known to have it */
  keyFor(subject: Subject): Promise<DataKey & { readonly isNew: boolean }>;
  /** Undefined when there is none, or none any more. */
  present(subject: string): Promise<DataKey | undefined>;
  stored(keys: readonly StoredKey[]): void;
  forget(subjects: readonly string[]): void;
}

/** Of all clinics of the country the day's, and a busy day's consultations. */
const KEPT = 8_192;
/** Keys whose first commit failed; they are used again if the command comes again. */
const MADE = 16_384;

interface Deps {
  readonly store: Pick<Store, 'key'>;
  readonly wrappers: Wrappers;
  /** Keyed hashes of whom a key is about. */
  pseudonyms(citizen: Subject['citizen']): Pick<StoredKey, 'citizen' | 'name'>;
}

export function createDataKeys({ store, wrappers, pseudonyms }: Deps): DataKeys {
  /** Known to be in the store; the least recently used first. */
  const kept = new Map<string, DataKey>();
  /** On their way to the store, or never to come there. */
  const made = new Map<string, DataKey>();
  const loading = new Map<string, Promise<DataKey | undefined>>();
  const spare = createSpareKeys(wrappers);
  const making = new Map<string, Promise<DataKey>>();

  function bounded(keys: Map<string, DataKey>, most: number): void {
    const oldest = keys.keys().next();
    if (keys.size > most && !oldest.done) keys.delete(oldest.value);
  }

  function keep(subject: string, key: DataKey): void {
    kept.delete(subject);
    kept.set(subject, key);
    bounded(kept, KEPT);
  }

  async function read(subject: string): Promise<DataKey | undefined> {
    const stored = await store.key(subject);
    if (stored === undefined) return undefined;
    return { key: await importKey(await wrappers.unwrap(stored.wrapped)), stored };
  }

  async function load(subject: string): Promise<DataKey | undefined> {
    const mine = read(subject);
    loading.set(subject, mine);
    try {
      const found = await mine;
      // Whoever forgot it meanwhile meant this one.
      if (found !== undefined && loading.get(subject) === mine) keep(subject, found);
      return found;
    } finally {
      if (loading.get(subject) === mine) loading.delete(subject);
    }
  }

  function present(subject: string): Promise<DataKey | undefined> {
    const known = kept.get(subject) ?? made.get(subject);
    if (known === undefined) return loading.get(subject) ?? load(subject);
    if (kept.has(subject)) keep(subject, known);
    return Promise.resolve(known);
  }

  async function make({ subject, stream, at, citizen, endedAt }: Subject): Promise<DataKey> {
    const { key, wrapped } = await spare.take();
    const about = pseudonyms(citizen);
    const stored: StoredKey = { subject, stream, wrapped, ...about, madeAt: at, endedAt };
    const dataKey = { key, stored };
    made.set(subject, dataKey);
    bounded(made, MADE);
    return dataKey;
  }

  return {
    present,
    async keyFor(subject) {
      let found = await present(subject.subject);
      if (found === undefined) {
        // Two who seal in the same moment get the same key.
        let mine = making.get(subject.subject);
        if (mine === undefined) {
          mine = make(subject).finally(() => making.delete(subject.subject));
          making.set(subject.subject, mine);
        }
        found = await mine;
      }
      return { ...found, isNew: !kept.has(subject.subject) && made.has(subject.subject) };
    },
    stored(keys) {
      for (const { subject } of keys) {
        const key = made.get(subject);
        if (key === undefined) continue;
        made.delete(subject);
        keep(subject, key);
      }
    },
    forget(subjects) {
      for (const subject of subjects) {
        kept.delete(subject);
        made.delete(subject);
        loading.delete(subject);
      }
    },
  };
}
