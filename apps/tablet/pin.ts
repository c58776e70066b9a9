import type { Vault } from '@naervaer/kit/session';

/** Where the code's hash lies; it ends with the session. */
const KEY = 'tablet.pin';

/**
 * Four digits are ten thousand tries, so the hash is slow: a quarter of a second on a tablet. It lies
 * in the vault, which is closed without the session's key.
 */
const ROUNDS = 300_000;

interface Kept {
  /** Hex. */
  readonly salt: string;
  readonly hash: string;
  readonly rounds: number;
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

async function hashOf(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<string> {
  const digits = new TextEncoder().encode(pin);
  const key = await crypto.subtle.importKey('raw', digits, 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
    key,
    256,
  );
  return hex(new Uint8Array(bits));
}

export interface Pin {
  /** Keeps the code for this session; where nothing can be written, as long as the page lives. */
  choose(digits: string): Promise<void>;
  isRight(digits: string): Promise<boolean>;
}

export function createPin(vault: Vault): Pin {
  let kept: Kept | undefined;
  return {
    async choose(digits) {
      const salt = crypto.getRandomValues(new Uint8Array(16));
      kept = { salt: hex(salt), hash: await hashOf(digits, salt, ROUNDS), rounds: ROUNDS };
      await vault.put(KEY, kept).catch(() => undefined);
    },
    async isRight(digits) {
      kept ??= await vault.get<Kept>(KEY).catch(() => undefined);
      if (kept === undefined) return false;
      return (await hashOf(digits, bytesOf(kept.salt), kept.rounds)) === kept.hash;
    },
  };
}
