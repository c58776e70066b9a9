import { compactDecrypt, CompactEncrypt, decodeProtectedHeader } from 'jose';
import type { MasterKey } from './masters.ts';

/** JWE in compact form (RFC 7516): content under a data key, and data keys under a master key. */

const CONTENT = { alg: 'dir', enc: 'A256GCM' } as const;
const WRAP = { alg: 'A256GCMKW', enc: 'A256GCM' } as const;
const ONLY_CONTENT = {
  keyManagementAlgorithms: [CONTENT.alg],
  contentEncryptionAlgorithms: [CONTENT.enc],
};
const ONLY_WRAP = {
  keyManagementAlgorithms: [WRAP.alg],
  contentEncryptionAlgorithms: [WRAP.enc],
};

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** 32 bytes, ready for use: raw bytes would be imported anew at every call. */
export const importKey = (bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);

export const sealUnder = (key: CryptoKey, text: string): Promise<string> =>
  new CompactEncrypt(encoder.encode(text)).setProtectedHeader(CONTENT).encrypt(key);

/** @throws {JOSEError} when it is not sealed under this key */
export const openUnder = async (key: CryptoKey, sealed: string | Uint8Array): Promise<string> =>
  decoder.decode((await compactDecrypt(sealed, key, ONLY_CONTENT)).plaintext);

/** A master key that is ready for use. */
export interface Wrapper {
  readonly id: string;
  readonly key: CryptoKey;
}

export const wrapperOf = async ({ id, bytes }: MasterKey): Promise<Wrapper> => ({
  id,
  key: await importKey(new Uint8Array(bytes)),
});

export const wrap = ({ id, key }: Wrapper, dataKey: Uint8Array): Promise<string> =>
  new CompactEncrypt(dataKey).setProtectedHeader({ ...WRAP, kid: id }).encrypt(key);

/** Which master key wrapped it, without opening it. */
export function kidOf(wrapped: string): string | undefined {
  try {
    return decodeProtectedHeader(wrapped).kid;
  } catch {
    return undefined;
  }
}

/** @throws {JOSEError} when the master key is another */
export const unwrap = async ({ key }: Wrapper, wrapped: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array((await compactDecrypt(wrapped, key, ONLY_WRAP)).plaintext);
