import { PHOTO } from './messages.ts';
import type { Still } from './transfer.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The largest canvas that every browser has (Safari's bound); 12 megapixels are below it. */
const CANVAS_PIXELS = 4096 * 4096;
const TWELVE_MEGAPIXELS = 12_000_000;
/** Below the last one, a wound's colours go. */
const QUALITIES = [0.92, 0.88, 0.84, 0.8, 0.76, 0.72, 0.68, 0.64, 0.6, 0.55];
const PREVIEW_QUALITIES = [0.7, 0.5, 0.3, 0.1];
/** Sides of the sample that tells how well a picture can be pressed, as a part of the whole's. */
const SAMPLE = 1 / 5;

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

/** Nine pieces of the picture from everywhere in it, in its own pixels. */
function sampleOf(full: HTMLCanvasElement): HTMLCanvasElement {
  const sample = document.createElement('canvas');
  const [wide, high] = [full.width, full.height].map((side) => Math.ceil((side * SAMPLE) / 3));
  if (wide === undefined || high === undefined) return full;
  sample.width = wide * 3;
  sample.height = high * 3;
  const context = sample.getContext('2d', { alpha: false });
  for (let at = 0; at < 9; at += 1) {
    const [column, row] = [at % 3, Math.floor(at / 3)];
    const [left, top] = [(full.width - wide) * (column / 2), (full.height - high) * (row / 2)];
    context?.drawImage(full, left, top, wide, high, column * wide, row * high, wide, high);
  }
  return sample;
}

/** Qualities that should fit, best first: whole pictures are slow to encode, samples are not. */
async function likely(full: HTMLCanvasElement, most: number): Promise<readonly number[]> {
  const sample = sampleOf(full);
  const share = (sample.width * sample.height) / (full.width * full.height);
  for (const [at, quality] of QUALITIES.entries()) {
    const { length } = await encode(sample, quality);
    if (length / share < most * 0.97) return QUALITIES.slice(at);
  }
  return QUALITIES.slice(-1);
}

/** The first quality that fits; the last one when none does. */
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
    const picture = await fit(full, await likely(full, aimed), aimed);
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
