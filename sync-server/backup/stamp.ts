import { Instant } from '@naervaer/machines/protocol';
import type { Store } from '@naervaer/storage';
import * as v from 'valibot';

const SETTING = 'backup';
const Stamp = v.nullable(v.strictObject({ madeAt: Instant }));
type Stamp = v.InferOutput<typeof Stamp>;

/**
 * Says in the copy itself that it is one, and of when: a file's own date does not survive a copy.
 * Null once it was restored and lives on.
 */
export const putStamp = (store: Store, stamp: Stamp): Promise<void> =>
  store.putSetting(SETTING, JSON.stringify(stamp));

/** Null for a journal that is no backup. */
export async function stampOf(store: Store): Promise<Stamp> {
  const kept = await store.setting(SETTING);
  return kept === undefined ? null : v.parse(Stamp, JSON.parse(kept));
}
