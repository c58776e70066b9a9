import { createSqliteStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { createMacs } from '../audit/macs.ts';
import { verifyAccess } from '../audit/verify.ts';
import type { Clock } from '../clock.ts';
import { createKeyring } from '../keys/index.ts';
import type { Keyring, MasterKey } from '../keys/index.ts';
import { BackupError } from './errors.ts';

/** What is in a copy that was found good. Counts only. */
export interface Contents {
  /** Clinics that have a journal. */
  readonly clinics: number;
  /** Keys of consultations and clinics' days, those of the server not counted. */
  readonly keys: number;
  /** Of them, those whose matter is not over. */
  readonly openKeys: number;
  /** Lines of the access log, all of them verified. */
  readonly accessLines: number;
  /** Its last one, `SEQ:MAC` as `npm run audit` takes it; null when there is none. */
  readonly accessEnd: string | null;
}

/**
 * Opens a copy that no server has open, makes sure that the master keys open it and that its access
 * log is unbroken, and lets `then` work on it.
 * @throws {ConfigError} `wrongKeys` · {BackupError} `brokenLog`
 */
export async function withGoodCopy<T>(
  file: string,
  { masters, clock }: { readonly masters: readonly MasterKey[]; readonly clock: Clock },
  then: (store: Store, keyring: Keyring) => Promise<T>,
): Promise<Contents & { readonly did: T }> {
  const store = createSqliteStore({ file });
  try {
    const keyring = await createKeyring({ store, masters, clock });
    const log = await verifyLog(store, keyring);
    const did = await then(store, keyring);
    const keys = (await store.keys()).filter(({ stream }) => stream !== null);
    const openKeys = keys.filter(({ endedAt }) => endedAt === null).length;
    const clinics = (await store.streams()).length;
    return { clinics, keys: keys.length, openKeys, ...log, did };
  } finally {
    await store.close();
  }
}

async function verifyLog(
  store: Store,
  keyring: Keyring,
): Promise<Pick<Contents, 'accessLines' | 'accessEnd'>> {
  const { lines, last, findings } = await verifyAccess(store, createMacs(keyring));
  if (findings.length > 0) {
    throw new BackupError(
      'brokenLog',
      'The access log in it is not whole. npm run audit -- verify says what was done to it.',
    );
  }
  return { accessLines: lines, accessEnd: last && `${last.seq}:${last.mac}` };
}
