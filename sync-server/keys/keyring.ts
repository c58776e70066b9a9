import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { NaervaerError } from '@naervaer/machines/protocol';
import type { Store, StoredKey } from '@naervaer/storage';
import type { Clock } from '../clock.ts';
import { createDataKeys } from './data-keys.ts';
import type { DataKeys } from './data-keys.ts';
import { openUnder, sealUnder } from './jwe.ts';
import type { MasterKey } from './masters.ts';
import { SERVER_SUBJECTS } from './subjects.ts';
import type { Keyring, Sealer, Subject } from './types.ts';
import { createWrappers } from './wrappers.ts';
import type { Wrappers } from './wrappers.ts';

interface Deps {
  readonly store: Pick<Store, 'key' | 'keys' | 'putKeys'>;
  readonly masters: readonly MasterKey[];
  readonly clock: Clock;
}

const encoder = new TextEncoder();

/**
 * Opens the keys of a data folder, and makes the server's own when it has none.
 * @throws {ConfigError} `wrongKeys` before anything is changed, when a key was wrapped by a master
 *   key that is not among these
 */
export async function createKeyring({ store, masters, clock }: Deps): Promise<Keyring> {
  const wrappers = await createWrappers(masters);
  const present = await store.keys();
  await wrappers.check(present);
  await makeMissing(store, wrappers, present, clock);
  const secret = await secretOf(store, wrappers);

  const secretFor = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), `naervaer ${purpose}`, 32));
  const pseudonymKeys = { citizen: secretFor('citizen'), name: secretFor('name') };
  const pseudonymOf = (kind: 'citizen' | 'name', text: string): string =>
    createHmac('sha256', pseudonymKeys[kind]).update(canonical[kind](text)).digest('base64url');

  const dataKeys = createDataKeys({
    store,
    wrappers,
    pseudonyms: (citizen) => ({
      citizen: citizen && pseudonymOf('citizen', citizen.digits),
      name: citizen && pseudonymOf('name', citizen.name),
    }),
  });

  async function textKey(): Promise<CryptoKey> {
    const found = await dataKeys.present(SERVER_SUBJECTS.text);
    if (found === undefined) throw new NaervaerError('internal', 'the key of texts is gone');
    return found.key;
  }

  return {
    sealer: createSealer(dataKeys),
    pseudonymOf,
    secretFor,
    sealText: async (text) => sealUnder(await textKey(), text),
    async openText(sealed) {
      const key = await textKey();
      return openUnder(key, sealed).catch((cause: unknown) => {
        throw new NaervaerError('internal', 'a sealed text is not ours', { cause });
      });
    },
  };
}

/** As it is written does not matter: hyphen, blanks, case. */
const canonical = {
  citizen: (text: string): string => text.replace(/[^0-9A-Za-z]/g, '').toUpperCase(),
  name: (text: string): string =>
    text.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('da'),
};

async function makeMissing(
  store: Pick<Store, 'putKeys'>,
  wrappers: Wrappers,
  present: readonly StoredKey[],
  clock: Clock,
): Promise<void> {
  const there = new Set(present.map(({ subject }) => subject));
  const missing = Object.values(SERVER_SUBJECTS).filter((subject) => !there.has(subject));
  if (missing.length === 0) return;
  const keys = missing.map(async (subject) => ({
    subject,
    stream: null,
    wrapped: await wrappers.wrap(randomBytes(32)),
    citizen: null,
    name: null,
    madeAt: clock.now(),
    endedAt: null,
  }));
  await store.putKeys(await Promise.all(keys));
}

async function secretOf(store: Pick<Store, 'key'>, wrappers: Wrappers): Promise<Uint8Array> {
  const stored = await store.key(SERVER_SUBJECTS.secret);
  if (stored === undefined) throw new NaervaerError('internal', 'the secret is gone');
  return wrappers.unwrap(stored.wrapped);
}

function createSealer(keys: DataKeys): Sealer {
  const bytesOf = async (key: CryptoKey, value: unknown): Promise<Uint8Array> =>
    encoder.encode(await sealUnder(key, JSON.stringify(value)));

  return {
    async seal(subject: Subject, value) {
      const { key, stored, isNew } = await keys.keyFor(subject);
      return { bytes: await bytesOf(key, value), keys: isNew ? [stored] : [] };
    },
    async sealAgain(subject, value) {
      const found = await keys.present(subject);
      return found && bytesOf(found.key, value);
    },
    async open(subject, sealed) {
      // Written before there were keys, and wiped when there were.
      if (sealed.length === 0) return undefined;
      const found = await keys.present(subject);
      return found && (JSON.parse(await openUnder(found.key, sealed)) as unknown);
    },
    stored: keys.stored,
    forget: keys.forget,
  };
}
