import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SessionId } from '@naervaer/machines/protocol';
import { createMemoryStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { pino } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config.ts';
import { readConfig } from '../../config.ts';
import { createDemoProviders } from '../../demo/index.ts';
import { createDirectory, openDirectory } from '../../directory/index.ts';
import type { Directory } from '../../directory/index.ts';
import { createKeyring, openMasters } from '../../keys/index.ts';
import { createIdentity } from '../index.ts';
import type { Identity } from '../index.ts';
import { Browser } from './browser.ts';

/** A server of identity and demo providers on a free port, as main composes it. */
export interface World {
  readonly identity: Identity;
  /** Changes of it are true for the identity at once. */
  readonly directory: Directory;
  readonly config: Config;
  readonly store: Store;
  readonly url: URL;
  readonly ended: SessionId[];
  /** Lines of the log, as written. */
  readonly log: string[];
  /** Moves the server's clock. */
  advance(ms: number): void;
  browser(): Browser;
  /** Takes the demo's providers away and back. */
  providers: 'up' | 'down';
  close(): Promise<void>;
}

/** The secret of these servers, so that a test can open what they closed. */
export const SECRET = 'a secret of these tests and of nothing else';

export async function createWorld(
  options: { readonly prepare?: (store: Store) => Promise<void> } = {},
): Promise<World> {
  const store = createMemoryStore();
  const log: string[] = [];
  const ended: SessionId[] = [];
  const logger = pino({ base: null }, { write: (line: string) => void log.push(line) });
  let offset = 0;
  const clock: Clock = { now: () => Date.now() + offset, after: () => () => undefined };
  let answer: (req: IncomingMessage, res: ServerResponse) => Promise<unknown> = async () =>
    undefined;
  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const config = readConfig({ PUBLIC_URL: url.origin, STORAGE: 'memory' });
  const keyring = await createKeyring({ store, masters: openMasters(config), clock });
  const providers = await createDemoProviders({
    store,
    directory: await openDirectory(config, store, keyring),
    config,
    log: logger,
  });
  await options.prepare?.(store);
  // Of its own, so that a test can set up a provider that the demo's providers know nothing of.
  const directory = await createDirectory(store, keyring);
  const identity = await createIdentity({
    store,
    directory,
    config,
    secret: SECRET,
    clock,
    log: logger,
    openConsultationsOf: async () => [],
    onSessionsEnded: (ids) => void ended.push(...ids),
    baseUrl: () => url,
  });
  const world: World = {
    identity,
    directory,
    config,
    store,
    url,
    ended,
    log,
    providers: 'up',
    advance: (ms) => void (offset += ms),
    browser: () => new Browser(url),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await store.close();
    },
  };
  answer = async (req, res) => {
    const at = new URL(req.url ?? '/', url);
    if (world.providers === 'down' && at.pathname.startsWith('/demo/')) return req.destroy();
    if (await identity.handle(req, res, at)) return undefined;
    if (await providers.handle(req, res, at)) return undefined;
    return res.writeHead(200, { 'content-type': 'text/plain' }).end(`app ${at.pathname}`);
  };
  return world;
}
