import type { PhotoId } from '@naervaer/machines/protocol';
import { fromBase64, toBase64 } from '../session/base64.ts';
import { PHOTO } from './messages.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export const countOf = (bytes: number): number => Math.ceil(bytes / PHOTO.pieceBytes);
export const blocksOf = (bytes: number): number => Math.ceil(countOf(bytes) / PHOTO.blockPieces);
export const blockOf = (piece: number): number => Math.floor(piece / PHOTO.blockPieces);

/** The pieces of a block, as numbers. */
export function piecesOf(block: number, bytes: number): readonly number[] {
  const first = block * PHOTO.blockPieces;
  const end = Math.min(first + PHOTO.blockPieces, countOf(bytes));
  return Array.from({ length: end - first }, (_, at) => first + at);
}

export const sizeOf = (piece: number, bytes: number): number =>
  Math.min(PHOTO.pieceBytes, bytes - piece * PHOTO.pieceBytes);

/** A bit for each piece, the first one the lowest, as `have` tells it. */
export function writeHave(has: (piece: number) => boolean, count: number): string {
  const bits = new Uint8Array(Math.ceil(count / 8));
  for (let at = 0; at < count; at += 1) {
    if (has(at)) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
  }
  return toBase64(bits);
}

/** @returns undefined when the text is not of that many pieces */
export function readHave(text: string, count: number): ((piece: number) => boolean) | undefined {
  let bits: Uint8Array;
  try {
    bits = fromBase64(text);
  } catch {
    return undefined;
  }
  if (bits.length !== Math.ceil(count / 8)) return undefined;
  return (at) => at < count && ((bits[at >> 3] ?? 0) & (1 << (at & 7))) !== 0;
}

const HEAD = 18;

function writeId(id: PhotoId, into: Uint8Array): void {
  const hex = id.replaceAll('-', '');
  for (let at = 0; at < 16; at += 1) into[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
}

/** A piece as it goes: the photo's id, the piece's number (big-endian), its bytes. */
export function writeFrame(photoId: PhotoId, piece: number, bytes: Uint8Array): Bytes {
  const frame = new Uint8Array(HEAD + bytes.length);
  writeId(photoId, frame);
  frame[16] = piece >> 8;
  frame[17] = piece & 0xff;
  frame.set(bytes, HEAD);
  return frame;
}

export interface Frame {
  readonly photoId: PhotoId;
  readonly piece: number;
  readonly bytes: Uint8Array;
}

/** @returns undefined for what is no frame of ours; `bytes` is a view of what came */
export function readFrame(frame: Uint8Array): Frame | undefined {
  if (frame.length <= HEAD || frame.length > HEAD + PHOTO.pieceBytes) return undefined;
  const hex = Array.from(frame.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0'));
  const id = [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)];
  return {
    photoId: id.map((part) => part.join('')).join('-') as PhotoId,
    piece: ((frame[16] ?? 0) << 8) | (frame[17] ?? 0),
    bytes: frame.subarray(HEAD),
  };
}
