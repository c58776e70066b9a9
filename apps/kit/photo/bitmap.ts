import { createEffect, createMemo, createSignal, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';

/**
 * JPEG bytes as something to draw, opened only while it is looked at: without an address, a file or
 * a link, and let go at once when nobody looks any more.
 */
export function createBitmap(
  bytes: Accessor<Uint8Array<ArrayBuffer> | undefined>,
): Accessor<ImageBitmap | undefined> {
  const [bitmap, setBitmap] = createSignal<ImageBitmap>();
  let latest = 0;
  const replace = (next: ImageBitmap | undefined): void => {
    const old = bitmap();
    setBitmap(next);
    old?.close();
  };
  // Each piece that comes asks again; only other bytes are opened again.
  const present = createMemo(bytes);
  createEffect(() => {
    const jpeg = present();
    latest += 1;
    const mine = latest;
    if (!jpeg) return;
    createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' })).then(
      (opened) => {
        if (mine === latest) replace(opened);
        else opened.close();
      },
      // Not a picture: the words beside it say what there is to say.
      () => undefined,
    );
  });
  onCleanup(() => {
    latest += 1;
    replace(undefined);
  });
  return bitmap;
}
