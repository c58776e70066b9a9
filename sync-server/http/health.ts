import type { ServerResponse } from 'node:http';
import type { Store } from '@naervaer/storage';
import type { Clock } from '../clock.ts';
import { sendJson } from './json.ts';

/** The store's check really writes: so often, in milliseconds, is enough for whoever asks. */
const CHECK_MS = 1_000;

interface Deps {
  readonly store: Pick<Store, 'check'>;
  readonly clock: Clock;
  /** What else is told, as it is now; nothing of anybody. */
  about(): Readonly<Record<string, string | number>>;
}

/** `GET /health`: 200, or 503 while a write would fail (P4). */
export function createHealth({
  store,
  clock,
  about,
}: Deps): (response: ServerResponse) => Promise<void> {
  const startedAt = clock.now();
  let last: { readonly at: number; readonly isGood: Promise<boolean> } | undefined;

  function isStoreGood(): Promise<boolean> {
    const now = clock.now();
    if (last === undefined || now - last.at > CHECK_MS) {
      const isGood = store.check().then(
        () => true,
        () => false,
      );
      last = { at: now, isGood };
    }
    return last.isGood;
  }

  return async (response) => {
    const status = (await isStoreGood()) ? 'ok' : 'unavailable';
    sendJson(response, status === 'ok' ? 200 : 503, {
      status,
      store: status,
      ...about(),
      uptimeSeconds: Math.round((clock.now() - startedAt) / 1000),
    });
  };
}
