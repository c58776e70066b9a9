import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import { ConfigError } from '../config.ts';
import type { Config } from '../config.ts';

/** Wraps the data keys (ST2). Kept apart from the data, and from every backup of them. */
export interface MasterKey {
  /** Stands in the clear beside each key that it wraps, as `kid`. */
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

const BYTES = 32;
/** A key that was typed, not drawn. */
const FEWEST_BYTES = 16;
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const HOW = 'A new one is printed by: npm run keys -- new';

export const KEY_FILE = 'keys';

/** A new master key as one line of a key file. */
export function newMasterLine(now: Date): string {
  const id = `k${now.toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(3).toString('hex')}`;
  return `${id}:${randomBytes(BYTES).toString('base64')}`;
}

function parseMaster(line: string): MasterKey {
  const colon = line.indexOf(':');
  const id = line.slice(0, Math.max(0, colon)).trim();
  const text = line.slice(colon + 1).trim();
  if (!ID.test(id) || !BASE64.test(text)) {
    throw new ConfigError('invalidKeys', 'NAERVAER_KEYS must hold keys as id:base64 of 32 bytes.');
  }
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  if (bytes.length !== BYTES || new Set(bytes).size < FEWEST_BYTES) {
    throw new ConfigError(
      'shortKey',
      `NAERVAER_KEYS: the key ${id} is not 32 random bytes. ${HOW}`,
    );
  }
  return { id, bytes };
}

/**
 * Reads `id:base64` entries, one a line or with commas between; `#` begins a remark. The first one
 * wraps, all unwrap.
 * @throws {ConfigError} `invalidKeys` · `shortKey` · `missingKeys`, and never says a key
 */
export function parseMasters(text: string): readonly MasterKey[] {
  const lines = text
    .split(/[\n,]/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
  const masters = lines.map(parseMaster);
  if (masters.length === 0) throw new ConfigError('missingKeys', `NAERVAER_KEYS is empty. ${HOW}`);
  if (new Set(masters.map(({ id }) => id)).size < masters.length) {
    throw new ConfigError('invalidKeys', 'NAERVAER_KEYS holds two keys of one id.');
  }
  return masters;
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError('unreadableKeys', 'NAERVAER_KEYS names a file that cannot be read.', {
      cause,
    });
  }
}

/** The demo's own file beside its database, made when it is missing. */
function makeDemoKeys(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const line = `${newMasterLine(new Date())}\n`;
    writeFileSync(join(dataDir, KEY_FILE), line, { mode: 0o600, flag: 'wx' });
  } catch {
    // It is there already; if it is not, reading says so.
  }
}

type Named = Pick<Config, 'keys' | 'storage' | 'dataDir'>;

/**
 * The master keys of data that are there: those that the configuration names, or the file of a
 * demo beside them. What is only in memory has one that dies with it.
 * @throws {ConfigError} `missingKeys` · `unreadableKeys` · `invalidKeys` · `shortKey`
 */
export function openMasters({ keys, storage, dataDir }: Named): readonly MasterKey[] {
  if (keys !== null) return parseMasters(keys.includes(':') ? keys : readKeyFile(keys));
  if (storage === 'memory') return parseMasters(newMasterLine(new Date()));
  const file = join(dataDir, KEY_FILE);
  if (existsSync(file)) return parseMasters(readKeyFile(file));
  throw new ConfigError(
    'missingKeys',
    `NAERVAER_KEYS is missing: the master keys of the server that the data are of. Those of a demo are in DATA_DIR, in the file “${KEY_FILE}”.`,
  );
}

/** Like `openMasters`, for data that begin now: the demo's file is made when it is missing. */
export function openOrMakeMasters(named: Named): readonly MasterKey[] {
  if (named.keys === null && named.storage !== 'memory') makeDemoKeys(named.dataDir);
  return openMasters(named);
}

/** Where a file of master keys lies too near, or too open. */
export type Exposure = 'besideData' | 'readableByOthers';

/** What is wrong with the place of a file of master keys; undefined for keys that are no file. */
export function exposureOf({
  keys,
  dataDir,
}: Pick<Config, 'keys' | 'dataDir'>): Exposure | undefined {
  if (keys === null || keys.includes(':')) return undefined;
  const file = realpathSync(keys);
  if (existsSync(dataDir) && file.startsWith(`${realpathSync(dataDir)}${sep}`)) return 'besideData';
  return (statSync(file).mode & 0o007) === 0 ? undefined : 'readableByOthers';
}
