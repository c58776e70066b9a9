import { randomBytes } from 'node:crypto';
import type { Store } from '@naervaer/storage';

/** The bytes that every key of this server is derived from: configured, or made once and kept. */
export async function serverSecret(configured: string | null, store: Store): Promise<Uint8Array> {
  if (configured !== null) return new TextEncoder().encode(configured);
  const kept = await store.setting('secret');
  if (kept !== undefined) return Buffer.from(kept, 'base64');
  const made = randomBytes(32);
  await store.putSetting('secret', made.toString('base64'));
  return made;
}
