import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Store } from '@naervaer/storage';
import type { Config } from '../config.ts';
import type { Directory } from '../directory/index.ts';
import type { Log } from '../log.ts';

export interface DemoProvidersDeps {
  readonly store: Store;
  readonly directory: Directory;
  readonly config: Config;
  readonly log: Log;
}

/** One OIDC provider for each organisation under `/demo/idp/{organisationId}`. Demo mode only. */
export interface DemoProviders {
  /** Never rejects. @returns false when the path is not its own; then nothing was written */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean>;
}
