/** A named map of structured values that outlives the page. */
export interface SealedStore {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  keys(): Promise<readonly string[]>;
  destroy(): Promise<void>;
}

/** The name of one application's store for one session; the prefix alone names all of them. */
export const storeName = (app: string, sessionId = ''): string => `naervaer-${app}-${sessionId}`;
const TABLE = 'sealed';

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result), { once: true });
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')), {
      once: true,
    });
  });

/**
 * A tab that the browser put to sleep holds its connection and hears of nothing; what is to be
 * deleted then waits for it, and whoever opens or deletes it after that gets no event at all. Nobody
 * waits longer for either than this: the browser does it as soon as it can.
 */
const OPEN_MS = 5_000;
const DROP_MS = 2_000;

const after = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(resolve, ms, undefined));

async function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(TABLE));
  const opened = settled(request);
  const database = await Promise.race([opened, after(OPEN_MS)]);
  if (database === undefined) {
    // Nobody is going to use it: it must not hold up the next deletion.
    void opened.then((late) => late.close()).catch(() => undefined);
    throw new Error('IndexedDB does not answer');
  }
  // Another tab signs out: let go, so that the deletion is not held up.
  database.addEventListener('versionchange', () => database.close());
  return database;
}

const drop = (name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    for (const event of ['success', 'error', 'blocked'] as const) {
      request.addEventListener(event, () => resolve(), { once: true });
    }
    setTimeout(resolve, DROP_MS);
  });

/** A browser that keeps nothing (some private windows) still works; it only forgets on reload. */
function memoryStore(): SealedStore {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => values.get(key),
    put: async (key, value) => void values.set(key, value),
    delete: async (key) => void values.delete(key),
    keys: async () => [...values.keys()],
    destroy: async () => values.clear(),
  };
}

/** Opens or makes the store of that name, within seconds; never rejects. */
export async function openStore(name: string): Promise<SealedStore> {
  let database: IDBDatabase;
  try {
    database = await open(name);
  } catch {
    return memoryStore();
  }
  const table = (mode: IDBTransactionMode): IDBObjectStore =>
    // `strict`: a resolved write is on the disk, not only on its way (T12).
    database.transaction(TABLE, mode, { durability: 'strict' }).objectStore(TABLE);
  const written = (request: IDBRequest): Promise<void> =>
    new Promise((resolve, reject) => {
      const { transaction } = request;
      transaction?.addEventListener('complete', () => resolve(), { once: true });
      transaction?.addEventListener(
        'abort',
        () => reject(request.error ?? new Error('IndexedDB')),
        {
          once: true,
        },
      );
    });
  // All async: a database that was closed meanwhile, as by a sign-out, throws at once, and whoever
  // waits for a promise hears of no throw.
  return {
    get: async (key) => settled(table('readonly').get(key)),
    put: async (key, value) => written(table('readwrite').put(value, key)),
    delete: async (key) => written(table('readwrite').delete(key)),
    async keys() {
      return (await settled(table('readonly').getAllKeys())).map(String);
    },
    async destroy() {
      database.close();
      await drop(name);
    },
  };
}

/** Deletes what earlier sessions on this device left behind, e.g. a colleague who forgot. */
export async function dropOtherStores(app: string, keep: string | undefined): Promise<void> {
  try {
    const databases = (await Promise.race([indexedDB.databases(), after(DROP_MS)])) ?? [];
    const others = databases.flatMap(({ name }) =>
      name?.startsWith(storeName(app)) === true && name !== keep ? [name] : [],
    );
    await Promise.all(others.map(drop));
  } catch {
    // A browser without the list has nothing that another could have left.
  }
}
