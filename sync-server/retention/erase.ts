import { parseCitizenNumber } from '@naervaer/machines/protocol';
import { createSqliteStore, JOURNAL_FILE, lockFolder } from '@naervaer/storage';
import type { Store, StoredKey } from '@naervaer/storage';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock as clock } from '../clock.ts';
import { ConfigError } from '../config.ts';
import { createKeyring } from '../keys/index.ts';
import type { Keyring, MasterKey } from '../keys/index.ts';
import { createLog } from '../log.ts';
import { requestErasure } from './eraser.ts';
import { eraseOffline } from './offline.ts';

/** What of one citizen is kept; no name, no number. */
export interface Found {
  readonly over: number;
  readonly open: number;
}

/** What became of it. */
export interface Erasure extends Found {
  /** False when a server runs that did not answer: it erases as soon as it is able to. */
  readonly isDone: boolean;
}

interface Options {
  readonly dataDir: string;
  readonly masters: readonly MasterKey[];
  /** How long a running server may take, in milliseconds. */
  readonly patience?: number;
}

const PATIENCE_MS = 15_000;
const LOOK_MS = 100;

const found = (keys: readonly StoredKey[]): Found => ({
  over: keys.filter(({ endedAt }) => endedAt !== null).length,
  open: keys.filter(({ endedAt }) => endedAt === null).length,
});

/** The keys of one citizen in a data folder, and how to be rid of them. */
export interface CitizenKeys {
  readonly found: Found;
  erase(): Promise<Erasure>;
}

/**
 * Opens a data folder beside the server that may be running on it.
 * @throws {ConfigError} `missingData` · `wrongKeys` {StoreError}
 */
export async function openForErasure({ dataDir, masters, patience = PATIENCE_MS }: Options) {
  const file = join(dataDir, JOURNAL_FILE);
  if (!existsSync(file)) throw new ConfigError('missingData', 'DATA_DIR holds no database.');
  const store = createSqliteStore({ file });
  const keyring = await createKeyring({ store, masters, clock });

  const keysOf = async (of: Parameters<Store['keys']>[0]): Promise<CitizenKeys> => {
    const keys = await store.keys(of);
    return {
      found: found(keys),
      async erase() {
        const subjects = keys.map(({ subject }) => subject);
        await requestErasure(store, subjects);
        return { ...found(keys), isDone: await isErased({ store, keyring, dataDir, patience }) };
      },
    };
  };

  return {
    /** Undefined when it is no citizen's number. */
    byNumber(text: string): Promise<CitizenKeys> | undefined {
      const number = parseCitizenNumber(text);
      return number && keysOf({ citizen: keyring.pseudonymOf('citizen', number.digits) });
    },
    byName: (text: string): Promise<CitizenKeys> =>
      keysOf({ name: keyring.pseudonymOf('name', text) }),
    close: (): Promise<void> => store.close(),
  };
}

interface Waiting {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly dataDir: string;
  readonly patience: number;
}

/** By the server that runs, or here when none does; whichever it turns out to be. */
async function isErased({ store, keyring, dataDir, patience }: Waiting): Promise<boolean> {
  const until = Date.now() + patience;
  while (Date.now() < until) {
    const lock = lockFolder(dataDir);
    if (lock !== undefined) {
      try {
        const { left } = await eraseOffline(store, keyring, createLog('silent'));
        return left === 0;
      } finally {
        lock.release();
      }
    }
    if ((await store.records('erasure')).length === 0) return true;
    await new Promise((wake) => setTimeout(wake, LOOK_MS));
  }
  return false;
}
