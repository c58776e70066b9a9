import { fromBase64, toBase64 } from '../session/base64.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * What closes the blocks of one photo on their way through the server (C5): AES-256-GCM, with a key
 * of this photo's own that goes from tab to tab. A block's number is in its nonce, so that none can
 * stand in another's place; the same block sealed twice is the same bytes.
 */
export interface Seal {
  close(block: number, bytes: Bytes): Promise<Bytes>;
  /** @throws when it is not this block, or not closed with this seal */
  open(block: number, sealed: Bytes): Promise<Bytes>;
}

/** As the data channel tells it, base64: 32 bytes of key, 8 of nonce. */
export interface SealKey {
  readonly key: string;
  readonly nonce: string;
}

export const newSealKey = (): SealKey => ({
  key: toBase64(crypto.getRandomValues(new Uint8Array(32))),
  nonce: toBase64(crypto.getRandomValues(new Uint8Array(8))),
});

/** @throws when they are not of the right length */
export async function createSeal({ key, nonce }: SealKey): Promise<Seal> {
  const raw = fromBase64(key);
  const base = fromBase64(nonce);
  if (raw.length !== 32 || base.length !== 8) throw new RangeError('not a seal');
  const secret = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  const how = (block: number): AesGcmParams => {
    const iv = new Uint8Array(12);
    iv.set(base);
    new DataView(iv.buffer).setUint32(8, block);
    return { name: 'AES-GCM', iv };
  };
  return {
    close: async (block, bytes) =>
      new Uint8Array(await crypto.subtle.encrypt(how(block), secret, bytes)),
    open: async (block, sealed) =>
      new Uint8Array(await crypto.subtle.decrypt(how(block), secret, sealed)),
  };
}

/** SHA-256, hex. */
export async function digestOf(bytes: Bytes): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
