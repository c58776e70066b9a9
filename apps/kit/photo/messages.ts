import { PhotoId } from '@naervaer/machines/protocol';
import * as v from 'valibot';

/** Bounds of a photo on its way (C5, SE3). What goes beyond them is dropped by whoever gets it. */
export const PHOTO = {
  /** Preview and picture together, in bytes: 750 pieces, 47 blocks. */
  bytes: 12_000_000,
  /** What is aimed at for 12 megapixels, in bytes. */
  aimedBytes: 1_500_000,
  previewBytes: 60 * 1024,
  /** Pixels of the preview's longer side. */
  previewSide: 640,
  /** Pixels of a picture that is opened: 200 MB in memory. */
  pixels: 50_000_000,
  /** Bytes of one piece on the data channel. */
  pieceBytes: 16_000,
  /** Pieces of one block on its way through the server: with the seal's tag under 256 KB. */
  blockPieces: 16,
  /** Photos that one tab holds, each way; the oldest goes. */
  held: 10,
} as const;

const n = (most: number, least = 0) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const base64 = (most: number) =>
  v.pipe(v.string(), v.maxLength(most), v.regex(/^[A-Za-z0-9+/]*={0,2}$/));
const side = n(30_000, 1);

/** A picture that its sender has: the preview's bytes stand before the picture's own. */
export const Offer = v.pipe(
  v.strictObject({
    type: v.literal('offer'),
    photoId: PhotoId,
    width: side,
    height: side,
    /** Bytes of the preview. */
    preview: n(PHOTO.previewBytes),
    /** Bytes of both. */
    bytes: n(PHOTO.bytes, 1),
    /** SHA-256 of the picture, hex. */
    digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
  v.check(({ preview, bytes }) => preview < bytes),
);
export type Offer = v.InferOutput<typeof Offer>;

const about = { photoId: PhotoId };

/** All that is said over the topic `photo`, either way. */
export const PhotoMessage = v.union([
  /** Please take a photo. The same `n` again is the same wish. */
  v.strictObject({ type: v.literal('ask'), n: n(0xffff_ffff) }),
  v.strictObject({ type: v.literal('unask') }),
  v.strictObject({ type: v.literal('decline'), n: n(0xffff_ffff) }),
  Offer,
  /** Which pieces the receiver has: a bit for each, the first one the lowest. */
  v.strictObject({ type: v.literal('have'), ...about, pieces: base64(128) }),
  /** The receiver has it whole. */
  v.strictObject({ type: v.literal('done'), ...about }),
  /** The receiver does not want it: what came was not what was offered. */
  v.strictObject({ type: v.literal('refused'), ...about }),
  /** The sender does not have it any more. */
  v.strictObject({ type: v.literal('unknown'), ...about }),
  /** What the blocks at the server are sealed with. */
  v.strictObject({ type: v.literal('key'), ...about, key: base64(44), nonce: base64(12) }),
  /** A block lies at the server. */
  v.strictObject({ type: v.literal('block'), ...about, index: n(47) }),
  /** It did not lie there, or could not be opened. */
  v.strictObject({ type: v.literal('gone'), ...about, index: n(47) }),
]);
export type PhotoMessage = v.InferOutput<typeof PhotoMessage>;

/** @returns undefined for what is none of ours */
export function parseMessage(message: unknown): PhotoMessage | undefined {
  const parsed = v.safeParse(PhotoMessage, message);
  return parsed.success ? parsed.output : undefined;
}
