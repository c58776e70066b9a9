import { createHash } from 'node:crypto';
import type { Store } from '@naervaer/storage';
import type { AccessFact } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { ConfigError } from '../config.ts';
import type { Config } from '../config.ts';
import { seedDemo } from '../demo/seed.ts';
import type { DirectoryChange } from './change.ts';
import { createDirectory } from './directory.ts';
import type { Directory } from './directory.ts';
import { parseDirectoryFile, readDirectoryFile } from './import.ts';
import type { Imported } from './import.ts';
import type { Organisation } from './records.ts';
import { createStored } from './stored.ts';
import type { TextSeal } from './stored.ts';

const MODE = 'mode';
/** SHA-256 of the DIRECTORY_FILE that the store holds, as far as nobody changed it since. */
const IMPORTED = 'directory.imported';
/** The one of them that the access log knows of. */
const TOLD = 'directory.told';

/**
 * A data folder is of one mode for good: demo people and real ones never share a file.
 * @throws {ConfigError} `demoFolder` · `productionFolder`
 */
export async function assertMode(
  { mode }: Pick<Config, 'mode'>,
  store: Pick<Store, 'setting'>,
): Promise<void> {
  const remembered = await store.setting(MODE);
  if (remembered === undefined || remembered === mode) return;
  throw mode === 'production'
    ? new ConfigError('demoFolder', 'DATA_DIR holds a demo. Give production a folder of its own.')
    : new ConfigError(
        'productionFolder',
        'DATA_DIR holds production data. Set NAERVAER_MODE=production, or give the demo a folder of its own.',
      );
}

const rememberMode = ({ mode }: Config, store: Store): Promise<void> =>
  store.putSetting(MODE, mode);

/** Whether a provider is one that production refuses: the demo's own, or one over plain http. */
export function isForDemo(issuer: string, publicUrl: URL): boolean {
  const { origin, pathname, protocol } = new URL(issuer);
  return (origin === publicUrl.origin && pathname.startsWith('/demo')) || protocol !== 'https:';
}

/** What production refuses to start with, before anything is written. @throws {ConfigError} */
async function refuseDemo(
  config: Config,
  store: Store,
  seal: TextSeal,
  organisations: readonly Organisation[],
): Promise<void> {
  for (const { id, providers } of organisations) {
    if (Object.values(providers).some(({ issuer }) => isForDemo(issuer, config.publicUrl))) {
      throw new ConfigError(
        'demoProvider',
        `The identity provider of ${id} must be a real one with an https issuer.`,
      );
    }
  }
  const { person } = createStored(seal);
  if ((await store.records('person')).some((record) => person(record).demo)) {
    throw new ConfigError('demoPeople', 'DATA_DIR holds people of the demo.');
  }
}

/** From what is there to what the file says: whoever it does not name comes in no more (P1). */
async function replace(directory: Directory, store: Store, file: Imported): Promise<void> {
  const changes: DirectoryChange[] = [];
  const listed = {
    organisation: new Set<string>(file.organisations.map(({ id }) => id)),
    unit: new Set<string>(file.units.map(({ id }) => id)),
    clinic: new Set<string>(file.clinics.map(({ id }) => id)),
    person: new Set<string>(file.people.map(({ id }) => id)),
  };
  for (const kind of ['organisation', 'unit', 'clinic', 'person'] as const) {
    for (const { id } of await store.records(kind)) {
      if (!listed[kind].has(id)) changes.push({ kind, remove: id } as DirectoryChange);
    }
  }
  for (const { id, organisationId } of await directory.requests()) {
    const isMoot = listed.person.has(id) || !listed.organisation.has(organisationId);
    if (isMoot) changes.push({ kind: 'request', remove: id });
  }
  changes.push(
    ...file.organisations.map((put) => ({ kind: 'organisation', put }) as const),
    ...file.units.map((put) => ({ kind: 'unit', put }) as const),
    ...file.clinics.map((put) => ({ kind: 'clinic', put }) as const),
  );
  for (const person of file.people) {
    // What the provider called them at their last sign-in is still their name.
    const name = person.name ?? (await directory.named(person.id))?.name ?? null;
    changes.push({ kind: 'person', put: { ...person, name } });
  }
  await directory.change(changes);
}

/** Secrets that an earlier version wrote in the clear are sealed at the first start. */
async function sealOpenSecrets(store: Store, seal: TextSeal): Promise<void> {
  const stored = createStored(seal);
  const open = (await store.records('organisation')).filter(stored.isOpen);
  if (open.length === 0) return;
  const values = await Promise.all(open.map(stored.organisation));
  await store.putRecords(await Promise.all(values.map(stored.recordOf.organisation)));
}

async function openProduction(config: Config, store: Store, seal: TextSeal): Promise<Directory> {
  if (config.directoryFile === null) {
    const directory = await createDirectory(store, seal);
    if (directory.organisations().length === 0) {
      throw new ConfigError(
        'missingDirectory',
        'DIRECTORY_FILE must name the file with organisations, units, clinics and clinicians: DATA_DIR holds none yet.',
      );
    }
    await refuseDemo(config, store, seal, directory.organisations());
    await rememberMode(config, store);
    return directory;
  }
  const text = await readDirectoryFile(config.directoryFile);
  const hash = createHash('sha256').update(text).digest('hex');
  const isImported = (await store.setting(IMPORTED)) === hash;
  const file = isImported ? undefined : parseDirectoryFile(text);
  const found = file === undefined ? await createDirectory(store, seal) : undefined;
  await refuseDemo(config, store, seal, file?.organisations ?? found?.organisations() ?? []);
  await rememberMode(config, store);
  const directory = found ?? (await createDirectory(store, seal));
  if (file !== undefined) {
    await replace(directory, store, file);
    // Last: a start that died in between imports once more.
    await store.putSetting(IMPORTED, hash);
  }
  return directory;
}

async function openDemo(config: Config, store: Store, seal: TextSeal): Promise<Directory> {
  await rememberMode(config, store);
  const directory = await createDirectory(store, seal);
  await seedDemo(directory, store, config.publicUrl);
  return directory;
}

/**
 * Fills the store on the way in and reads the directory. The demo's people come on the first start.
 * DIRECTORY_FILE is imported when it says something else than the last time, and then replaces all;
 * otherwise what administrators changed stands. A refused start leaves the folder as it was.
 * @throws {ConfigError} for what the mode refuses to start with
 */
export async function openDirectory(
  config: Config,
  store: Store,
  seal: TextSeal,
): Promise<Directory> {
  await assertMode(config, store);
  const directory =
    config.mode === 'production'
      ? await openProduction(config, store, seal)
      : await openDemo(config, store, seal);
  await sealOpenSecrets(store, seal);
  return directory;
}

/**
 * Tells the access log of an import: whoever may write the file changes who comes in (I4). After a
 * start that died in between, the next one tells.
 */
export async function tellImport(
  store: Pick<Store, 'setting' | 'putSetting'>,
  clock: Pick<Clock, 'now'>,
  write: (facts: readonly AccessFact[]) => Promise<void>,
): Promise<void> {
  const imported = await store.setting(IMPORTED);
  if (imported === undefined || imported === (await store.setting(TOLD))) return;
  const nobody = { by: null, clinicId: null, consultationId: null, citizen: null };
  const fact = { action: 'change', purpose: 'administration', target: 'directory/file' } as const;
  await write([{ at: clock.now(), ...fact, ...nobody }]);
  await store.putSetting(TOLD, imported);
}
