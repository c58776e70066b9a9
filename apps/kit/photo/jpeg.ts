import { PHOTO } from './messages.ts';
import type { Size } from './view.ts';

/**
 * Whether bytes of another machine may be opened at all. A small file can hold a picture of gigabytes,
 * and a browser opens whatever kind it finds; so the head is read first (SE3).
 */

const SOS = 0xda;
/** Tables, pauses, comments and a device's own segments: they may stand before the frame. */
const isPassed = (marker: number): boolean =>
  marker === 0xc4 ||
  marker === 0xdb ||
  marker === 0xdd ||
  marker === 0xfe ||
  (marker >= 0xe0 && marker <= 0xef);
/** Baseline, extended and progressive: no camera and no canvas makes another. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xc2;
/** Progressive pictures have ten; each costs a walk over all pixels, and can be a few bytes. */
const MOST_SCANS = 100;

function hasScans(bytes: Uint8Array, from: number): boolean {
  let scans = 0;
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === SOS) scans += 1;
  }
  return scans > 0 && scans <= MOST_SCANS;
}

/** @returns the sides that a decoder will find; undefined for what is no JPEG as cameras make them */
export function jpegSize(bytes: Uint8Array): Size | undefined {
  const byte = (at: number): number => bytes[at] ?? 0;
  const word = (at: number): number => byte(at) * 256 + byte(at + 1);
  if (word(0) !== 0xffd8) return undefined;
  let at = 2;
  while (byte(at) === 0xff) {
    // Any number of these may stand before a marker.
    while (byte(at + 1) === 0xff) at += 1;
    const marker = byte(at + 1);
    const length = word(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return undefined;
    if (isFrame(marker)) {
      const [depth, height, width, components] = [
        byte(at + 4),
        word(at + 5),
        word(at + 7),
        byte(at + 9),
      ];
      const isPlain = depth === 8 && (components === 1 || components === 3);
      if (!isPlain || length !== 8 + 3 * components || width === 0 || height === 0)
        return undefined;
      return hasScans(bytes, end) ? { width, height } : undefined;
    }
    if (!isPassed(marker)) return undefined;
    at = end;
  }
  return undefined;
}

export function isPreview(bytes: Uint8Array): boolean {
  const size = jpegSize(bytes);
  return size !== undefined && Math.max(size.width, size.height) <= PHOTO.previewSide;
}

/** @param offered the sides that its sender told: the screen is laid out by them */
export function isPicture(bytes: Uint8Array, offered: Size): boolean {
  const size = jpegSize(bytes);
  return (
    size !== undefined &&
    size.width === offered.width &&
    size.height === offered.height &&
    size.width * size.height <= PHOTO.pixels
  );
}
