import type { StoredKey } from '@naervaer/storage';
import { ConfigError } from '../config.ts';
import { kidOf, unwrap, wrap, wrapperOf } from './jwe.ts';
import type { MasterKey } from './masters.ts';

/** The master keys at work: the first wraps, all unwrap. */
export interface Wrappers {
  wrap(dataKey: Uint8Array): Promise<string>;
  /** @throws {ConfigError} `wrongKeys` that names the master key which is missing or another */
  unwrap(wrapped: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Whether the first master key wrapped it. */
  isNewest(wrapped: string): boolean;
  /**
   * Looks whether all of these can be unwrapped: one of each master key is tried.
   * @throws {ConfigError} `wrongKeys`
   */
  check(keys: readonly StoredKey[]): Promise<void>;
}

const wrongKeys = (sentence: string, cause?: unknown): ConfigError =>
  new ConfigError('wrongKeys', `NAERVAER_KEYS ${sentence}`, { cause });

export async function createWrappers(masters: readonly MasterKey[]): Promise<Wrappers> {
  const wrappers = new Map<string, Awaited<ReturnType<typeof wrapperOf>>>();
  for (const master of masters) wrappers.set(master.id, await wrapperOf(master));
  const [first] = [...wrappers.values()];
  if (first === undefined) throw new ConfigError('missingKeys', 'NAERVAER_KEYS is empty.');

  async function open(wrapped: string): Promise<Uint8Array<ArrayBuffer>> {
    const kid = kidOf(wrapped);
    if (kid === undefined) throw wrongKeys('cannot open a key that is damaged in the data folder.');
    const wrapper = wrappers.get(kid);
    if (wrapper === undefined) {
      throw wrongKeys(`has no key ${kid}, which the data in the data folder are sealed with.`);
    }
    try {
      return await unwrap(wrapper, wrapped);
    } catch (cause) {
      throw wrongKeys(`has another key ${kid} than the one that sealed the data folder.`, cause);
    }
  }

  return {
    wrap: (dataKey) => wrap(first, dataKey),
    unwrap: open,
    isNewest: (wrapped) => kidOf(wrapped) === first.id,
    async check(keys) {
      const samples = new Map(keys.map(({ wrapped }) => [kidOf(wrapped), wrapped]));
      for (const wrapped of samples.values()) await open(wrapped);
    },
  };
}
