import { readConfig } from '@naervaer/sync-server/config.ts';
import { createLog } from '@naervaer/sync-server/log.ts';
import { startServer } from '@naervaer/sync-server/server.ts';
import type { RunningServer, ServerDeps } from '@naervaer/sync-server/server.ts';

/**
 * The real server within the test's own process, with a store or a clock of the test's.
 * @param port the same for a start after a stop
 */
export const localServer = (
  port: number,
  deps: Partial<ServerDeps> = {},
): Promise<RunningServer> => {
  const config = readConfig({
    PORT: String(port),
    STORAGE: 'memory',
    LOG_LEVEL: 'silent',
    // The same at every start, for a store that is handed on from one to the next.
    NAERVAER_KEYS: 'test:q83v9dFo0WmT2yZbXn7hLrS4cUeKjGpA6iQ1xVtBs5M=',
    // No relay of its own, which nobody uses here.
    TURN_URLS: 'turn:127.0.0.1:1',
    TURN_SECRET: 'not used here',
  });
  return startServer(config, { log: createLog('silent'), ...deps });
};
