import type { Store } from '@naervaer/storage';
import { ConfigError } from './config.ts';
import type { Config } from './config.ts';
import { CLINICS_SUBJECT, exposureOf, openMasters, openOrMakeMasters } from './keys/index.ts';
import type { MasterKey } from './keys/index.ts';
import type { Log } from './log.ts';

/**
 * The master keys with which a server starts on these data. New ones are made for a demo that
 * begins, and never beside data that hang on others.
 * @throws {ConfigError} as `openMasters`; in production `keysBesideData`
 */
export async function mastersOf(
  config: Config,
  store: Pick<Store, 'key'>,
  log: Log,
): Promise<readonly MasterKey[]> {
  const isBegun = (await store.key(CLINICS_SUBJECT)) !== undefined;
  const masters = isBegun ? openMasters(config) : openOrMakeMasters(config);
  if (config.mode === 'demo') return masters;
  const exposure = exposureOf(config);
  if (exposure === 'besideData') {
    throw new ConfigError(
      'keysBesideData',
      'NAERVAER_KEYS names a file in DATA_DIR. Whoever copies the folder would have both: keep the keys elsewhere.',
    );
  }
  if (exposure !== undefined) {
    log.warn({ code: 'exposedKeys' }, 'the file of NAERVAER_KEYS can be read by others');
  }
  return masters;
}
