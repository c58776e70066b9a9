import { fromBase64 } from './base64.ts';
import { openStore } from './database.ts';
import type { SealedStore } from './database.ts';
import type { Vault } from './types.ts';

/**
 * What a session keeps in the browser, encrypted at rest (DC4): AES-GCM with a key that the server
 * tells the signed-in session and that is never written beside it. Without the key the database is
 * noise; after a sign-out there is no database.
 */
export interface SessionVault extends Vault {
  keys(prefix: string): Promise<readonly string[]>;
  /** Deletes the database of this session. */
  destroy(): Promise<void>;
}

interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** @param name of the store · @param keyText 32 bytes, base64 */
export async function openVault(name: string, keyText: string): Promise<SessionVault> {
  const key = await crypto.subtle.importKey('raw', fromBase64(keyText), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  const store: SealedStore = await openStore(name);

  return {
    async get<T>(name: string) {
      const sealed = (await store.get(name)) as Sealed | undefined;
      if (sealed === undefined) return undefined;
      try {
        const plain = await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv: sealed.iv, additionalData: encoder.encode(name) },
          key,
          sealed.data,
        );
        return JSON.parse(decoder.decode(plain)) as T;
      } catch {
        // Sealed under another key, or damaged: as good as not there.
        return undefined;
      }
    },
    async put(name, value) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const data = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: encoder.encode(name) },
        key,
        encoder.encode(JSON.stringify(value)),
      );
      await store.put(name, { iv, data } satisfies Sealed);
    },
    delete: (name) => store.delete(name),
    async keys(prefix) {
      return (await store.keys()).filter((name) => name.startsWith(prefix));
    },
    destroy: () => store.destroy(),
  };
}
