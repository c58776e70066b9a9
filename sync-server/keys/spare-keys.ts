import { importKey } from './jwe.ts';
import type { Wrappers } from './wrappers.ts';

/** A data key that nothing is sealed under yet. */
export interface FreshKey {
  readonly key: CryptoKey;
  readonly wrapped: string;
}

/** Data keys made before anybody waits for one: making and wrapping takes longer than sealing. */
export interface SpareKeys {
  take(): Promise<FreshKey>;
}

/** As many as join in one burst of a busy morning. */
const SPARE = 32;
/** So long after the last one was taken, when what it was for is under way. */
const REFILL_MS = 20;

export function createSpareKeys(wrappers: Pick<Wrappers, 'wrap'>): SpareKeys {
  const spare: Promise<FreshKey>[] = [];
  let isRefilling = false;

  async function make(): Promise<FreshKey> {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const [key, wrapped] = await Promise.all([importKey(bytes), wrappers.wrap(bytes)]);
    bytes.fill(0);
    return { key, wrapped };
  }

  function refill(): void {
    isRefilling = false;
    while (spare.length < SPARE) {
      const made = make();
      // Whoever takes it is told.
      made.catch(() => undefined);
      spare.push(made);
    }
  }

  return {
    take() {
      if (!isRefilling && spare.length < SPARE / 2) {
        isRefilling = true;
        setTimeout(refill, REFILL_MS).unref();
      }
      return spare.shift() ?? make();
    },
  };
}
