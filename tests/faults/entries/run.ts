import { readConfig } from '@naervaer/sync-server/config.ts';
import { createLog, shapeOf } from '@naervaer/sync-server/log.ts';
import { startServer } from '@naervaer/sync-server/server.ts';
import { createSqliteStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';

/** The real server over the real file, with one thing of its store changed. */
export async function run(
  change: (store: Store, dataDir: string) => Partial<Store>,
): Promise<void> {
  const config = readConfig(process.env);
  const store = createSqliteStore({ file: `${config.dataDir}/naervaer.sqlite` });
  const log = createLog(config.logLevel);
  // As in `main.ts`, so that it is the same server but for the change.
  process.on('unhandledRejection', (error) => log.error(shapeOf(error), 'unhandled rejection'));
  await startServer(config, {
    log,
    store: { ...store, ...change(store, config.dataDir) },
  });
}
