import type { Instant } from '@naervaer/machines/protocol';
import type { EndedKey, Rewrapped, StoredKey } from '../store.ts';

/** The data keys of the memory store (ST2). What goes in and out is a copy. */
export interface MemoryKeys {
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

const bySubject = (a: StoredKey, b: StoredKey): number => (a.subject < b.subject ? -1 : 1);

export function createMemoryKeys(): MemoryKeys {
  const kept = new Map<string, StoredKey>();
  const copyOf = (key: StoredKey): StoredKey => ({ ...key });
  const all = (): StoredKey[] => [...kept.values()].map(copyOf).sort(bySubject);

  return {
    add: (key) => void (kept.has(key.subject) || kept.set(key.subject, copyOf(key))),
    put: (key) => void kept.set(key.subject, copyOf(key)),
    end: ({ subject, at }) => {
      const key = kept.get(subject);
      if (key !== undefined) kept.set(subject, { ...key, endedAt: key.endedAt ?? at });
    },
    key: (subject) => {
      const key = kept.get(subject);
      return key && copyOf(key);
    },
    keys: (of) => {
      if (of === undefined) return all();
      return all().filter((key) =>
        'citizen' in of ? key.citizen === of.citizen : key.name === of.name,
      );
    },
    ended: (before) =>
      all()
        .filter(({ endedAt }) => endedAt !== null && endedAt <= before)
        .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0)),
    rewrap: ({ subject, from, to }) => {
      const key = kept.get(subject);
      if (key?.wrapped === from) kept.set(subject, { ...key, wrapped: to });
    },
    delete: (subject) => void kept.delete(subject),
  };
}
