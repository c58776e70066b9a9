import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Kept {
  payload: AdapterPayload;
  readonly expiresAt: number;
}

/** The most that the demo keeps; the oldest goes first. */
const MOST = 2000;

/**
 * What a demo provider remembers, in memory: after a restart people pick themselves again. A
 * package-made adapter exists and warns at every start.
 */
export function createMemoryAdapter(): AdapterFactory {
  const kept = new Map<string, Kept>();

  function read(key: string): AdapterPayload | undefined {
    const found = kept.get(key);
    if (found === undefined) return undefined;
    if (found.expiresAt > Date.now()) return found.payload;
    kept.delete(key);
    return undefined;
  }

  return (model): Adapter => {
    const key = (id: string): string => `${model}:${id}`;
    return {
      async upsert(id, payload, expiresIn) {
        const expiresAt = expiresIn ? Date.now() + expiresIn * 1000 : Number.POSITIVE_INFINITY;
        kept.delete(key(id));
        kept.set(key(id), { payload, expiresAt });
        const [oldest] = kept.keys();
        if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
      },
      find: async (id) => read(key(id)),
      async findByUid(uid) {
        for (const name of kept.keys()) {
          if (!name.startsWith(`${model}:`)) continue;
          const payload = read(name);
          if (payload?.uid === uid) return payload;
        }
        return undefined;
      },
      // The device flow is off.
      findByUserCode: async () => undefined,
      async destroy(id) {
        kept.delete(key(id));
      },
      async revokeByGrantId(grantId) {
        for (const [name, { payload }] of kept) {
          if (payload.grantId === grantId) kept.delete(name);
        }
      },
      async consume(id) {
        const payload = read(key(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
    };
  };
}
