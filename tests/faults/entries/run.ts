import { readConfig } from '@naervaer/sync-server/config.ts';
import { createLog } from '@naervaer/sync-server/log.ts';
import { startServer } from '@naervaer/sync-server/server.ts';
import { createSqliteStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';

/** The real server over the real file, with one thing of its store changed. */
export async function run(
  change: (store: Store, dataDir: string) => Partial<Store>,
): Promise<void> {
  const config = readConfig(process.env);
  const store = createSqliteStore({ file: `${config.dataDir}/naervaer.sqlite` });
  await startServer(config, {
    log: createLog(config.logLevel),
    store: { ...store, ...change(store, config.dataDir) },
  });
}
