import type { DirectoryRecord, RecordKind, Store } from '@naervaer/storage';
import * as v from 'valibot';
import { ConfigError } from '../config.ts';
import type { Config } from '../config.ts';
import { seedDemo } from '../demo/seed.ts';
import { createDirectory } from './directory.ts';
import type { Directory } from './directory.ts';
import { readDirectoryFile } from './import.ts';
import { Organisation, Person } from './records.ts';

const MODE = 'mode';

/** A data folder is of one mode for good: demo people and real ones never share a file. */
async function rememberMode(config: Config, store: Store): Promise<void> {
  const remembered = await store.setting(MODE);
  if (remembered === undefined) return store.putSetting(MODE, config.mode);
  if (remembered === config.mode) return;
  throw config.mode === 'production'
    ? new ConfigError('demoFolder', 'DATA_DIR holds a demo. Give production a folder of its own.')
    : new ConfigError(
        'productionFolder',
        'DATA_DIR holds production data. Set NAERVAER_MODE=production, or give the demo a folder of its own.',
      );
}

/** What production refuses to start with, before anything is written. @throws {ConfigError} */
async function refuseDemo(
  config: Config,
  store: Store,
  records: readonly DirectoryRecord[],
): Promise<void> {
  const parsed = <const S extends v.GenericSchema>(
    from: readonly DirectoryRecord[],
    kind: RecordKind,
    schema: S,
  ) => from.filter((r) => r.kind === kind).map(({ json }) => v.parse(schema, JSON.parse(json)));

  for (const { id, provider } of parsed(records, 'organisation', Organisation)) {
    const issuer = new URL(provider.issuer);
    const own = issuer.origin === config.publicUrl.origin && issuer.pathname.startsWith('/demo');
    if (own || issuer.protocol !== 'https:') {
      throw new ConfigError(
        'demoProvider',
        `DIRECTORY_FILE: the identity provider of ${id} must be a real one with an https issuer.`,
      );
    }
  }
  if (parsed(await store.records('person'), 'person', Person).some(({ demo }) => demo)) {
    throw new ConfigError('demoPeople', 'DATA_DIR holds people of the demo.');
  }
}

/**
 * Fills the store on the way in – the demo's people on the first start, DIRECTORY_FILE at every
 * start – and reads the directory. In production there is what the file lists, and nothing else. A refused start leaves the folder as it was.
 * @throws {ConfigError} for what the mode refuses to start with
 */
export async function openDirectory(config: Config, store: Store): Promise<Directory> {
  if (config.mode === 'demo') {
    await rememberMode(config, store);
    await seedDemo(store, config.publicUrl);
    return createDirectory(store);
  }
  if (config.directoryFile === null) {
    throw new ConfigError('missingDirectory', 'DIRECTORY_FILE must be set in production.');
  }
  const records = await readDirectoryFile(config.directoryFile);
  await refuseDemo(config, store, records);
  await rememberMode(config, store);
  await store.putRecords(records);
  return createDirectory(store, records);
}
