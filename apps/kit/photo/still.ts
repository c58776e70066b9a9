import { PHOTO } from './messages.ts';
import type { Still } from './transfer.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The largest canvas that every browser has (Safari's bound); 12 megapixels are below it. */
const CANVAS_PIXELS = 4096 * 4096;
const TWELVE_MEGAPIXELS = 12_000_000;
/** Below the last one, a wound's colours go. */
const QUALITIES = [0.85, 0.75, 0.65, 0.55];
const PREVIEW_QUALITIES = [0.7, 0.5, 0.3, 0.1];

function draw(source: ImageBitmap, scale: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(source.width * scale));
  canvas.height = Math.max(1, Math.round(source.height * scale));
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new DOMException('no canvas', 'NotSupportedError');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function encode(canvas: HTMLCanvasElement, quality: number): Promise<Bytes> {
  const blob = await new Promise<Blob | null>((done) => {
    canvas.toBlob(done, 'image/jpeg', quality);
  });
  if (!blob) throw new DOMException('no picture', 'EncodingError');
  return new Uint8Array(await blob.arrayBuffer());
}

/** The best quality that fits; the last one when none does. */
async function fit(
  canvas: HTMLCanvasElement,
  qualities: readonly number[],
  most: number,
): Promise<Bytes> {
  let bytes: Bytes = new Uint8Array();
  for (const quality of qualities) {
    bytes = await encode(canvas, quality);
    if (bytes.length <= most) break;
  }
  return bytes;
}

/**
 * Makes what is sent of what the camera gave: all its pixels (up to 16.7 million), upright, encoded
 * anew, so that nothing but the picture is in it: no place, no time, no device (EXIF).
 */
export async function stillOf(source: ImageBitmap): Promise<Still> {
  const pixels = source.width * source.height;
  const full = draw(source, Math.min(1, Math.sqrt(CANVAS_PIXELS / pixels)));
  const small = draw(
    source,
    Math.min(1, PHOTO.previewSide / Math.max(source.width, source.height)),
  );
  try {
    const aimed = PHOTO.aimedBytes * Math.max(1, pixels / TWELVE_MEGAPIXELS);
    const { width, height } = full;
    const picture = await fit(full, QUALITIES, aimed);
    const preview = await fit(small, PREVIEW_QUALITIES, PHOTO.previewBytes);
    return { picture, preview, width, height };
  } finally {
    // Safari gives a canvas' memory back only when it is small.
    for (const canvas of [full, small]) {
      canvas.width = 0;
      canvas.height = 0;
    }
  }
}
