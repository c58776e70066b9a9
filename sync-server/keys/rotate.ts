import { createHash, timingSafeEqual } from 'node:crypto';
import type { Rewrapped, Store } from '@naervaer/storage';
import { ConfigError } from '../config.ts';
import type { MasterKey } from './masters.ts';
import { createWrappers } from './wrappers.ts';

const SETTING = 'masterKey';
const AT_ONCE = 500;

/** Tells one master key from another, and nothing else of it. */
const printOf = ({ id, bytes }: MasterKey): string =>
  `${id} ${createHash('sha256').update('naervaer master key').update(bytes).digest('hex')}`;

/** With which master key the server that runs wraps, for `rotate` in another process. */
export async function rememberMaster(
  store: Pick<Store, 'putSetting'>,
  masters: readonly MasterKey[],
): Promise<void> {
  const [first] = masters;
  if (first !== undefined) await store.putSetting(SETTING, printOf(first));
}

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

export interface Rotated {
  readonly keys: number;
  readonly rewrapped: number;
}

/**
 * Wraps every data key with the first master key; the others can be taken out afterwards. What is
 * sealed stays as it is: it hangs on the data keys.
 * @param isRunning a server may be running, if it was started with the same first key
 * @throws {ConfigError} `staleKeys` when the server wraps with another key · `wrongKeys`
 */
export async function rotate(
  store: Pick<Store, 'keys' | 'rewrapKeys' | 'setting'>,
  masters: readonly MasterKey[],
  isRunning: boolean,
): Promise<Rotated> {
  const [first] = masters;
  const last = isRunning ? await store.setting(SETTING) : undefined;
  if (first !== undefined && last !== undefined && !isSame(last, printOf(first))) {
    throw new ConfigError(
      'staleKeys',
      `The server that runs was started with another first key than ${first.id}. Put the new key first in its NAERVAER_KEYS, keep the old one behind it, start the server again, and then rotate.`,
    );
  }
  const wrappers = await createWrappers(masters);
  const keys = await store.keys();
  await wrappers.check(keys);
  const old = keys.filter(({ wrapped }) => !wrappers.isNewest(wrapped));
  for (let from = 0; from < old.length; from += AT_ONCE) {
    const changes = old.slice(from, from + AT_ONCE).map(async ({ subject, wrapped }) => {
      const to = await wrappers.wrap(await wrappers.unwrap(wrapped));
      return { subject, from: wrapped, to } satisfies Rewrapped;
    });
    await store.rewrapKeys(await Promise.all(changes));
  }
  return { keys: keys.length, rewrapped: old.length };
}
