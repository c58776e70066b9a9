import type { KeyTable } from '../key-table.ts';
import type { StoredKey } from '../store.ts';

const bySubject = (a: StoredKey, b: StoredKey): number => (a.subject < b.subject ? -1 : 1);

/** The data keys of the memory store (ST2). What goes in and out is a copy. */
export function createMemoryKeys(): KeyTable {
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
