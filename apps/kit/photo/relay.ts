import { PHOTO_RELAY } from '@naervaer/machines/protocol';
import type { ConsultationId, PhotoId } from '@naervaer/machines/protocol';
import type { App } from '../session/api.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The way through the server's memory, for sealed blocks: it cannot read them and keeps none. */
export interface PhotoRelay {
  /** `refused`: this way is none for this photo. `unreachable`: try again later. */
  put(photoId: PhotoId, block: number, sealed: Bytes): Promise<'kept' | 'refused' | 'unreachable'>;
  get(photoId: PhotoId, block: number): Promise<Bytes | 'gone' | 'unreachable'>;
  /** Lets the server forget it now; it does so by itself in two minutes. */
  forget(photoId: PhotoId): void;
}

/** How long a block may take, in milliseconds: at 60 kbit/s it takes 35 seconds. */
const PATIENCE_MS = 60_000;
const isLasting = (status: number): boolean => status >= 400 && status < 500 && status !== 429;

export function createPhotoRelay(consultationId: ConsultationId, app: App): PhotoRelay {
  const path = (photoId: PhotoId, block?: number): string =>
    `/api/photos/${consultationId}/${photoId}${block === undefined ? '' : `/${block}`}?app=${app}`;
  const ask = (url: string, init: RequestInit): Promise<Response> =>
    fetch(url, {
      ...init,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  return {
    async put(photoId, block, sealed) {
      try {
        const { ok, status } = await ask(path(photoId, block), {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: sealed,
        });
        if (ok) return 'kept';
        return isLasting(status) ? 'refused' : 'unreachable';
      } catch {
        return 'unreachable';
      }
    },
    async get(photoId, block) {
      try {
        const response = await ask(path(photoId, block), {});
        if (!response.ok) return isLasting(response.status) ? 'gone' : 'unreachable';
        const bytes = new Uint8Array(await response.arrayBuffer());
        return bytes.length <= PHOTO_RELAY.pieceBytes ? bytes : 'gone';
      } catch {
        return 'unreachable';
      }
    },
    forget(photoId) {
      ask(path(photoId), { method: 'DELETE' }).catch(() => undefined);
    },
  };
}
