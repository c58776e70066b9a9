import { join } from 'node:path';
import { createMemoryStore, createSqliteStore, JOURNAL_FILE, lockFolder } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { ConfigError } from './config.ts';
import type { Config } from './config.ts';

/**
 * The configured store, and for as long as it is open the only one on its folder.
 * @throws {ConfigError} `folderInUse`
 * @throws {StoreError} `unavailable` · `tooNew`
 */
export function openStore(config: Config): Store {
  if (config.storage === 'memory') return createMemoryStore();
  // CM5: two processes on one folder would both give the same patient away.
  const lock = lockFolder(config.dataDir);
  if (lock === undefined) {
    throw new ConfigError(
      'folderInUse',
      'Another Nærvær runs on DATA_DIR. Stop it first, or give this one a folder of its own.',
    );
  }
  try {
    const store = createSqliteStore({ file: join(config.dataDir, JOURNAL_FILE) });
    return {
      ...store,
      async close() {
        await store.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
