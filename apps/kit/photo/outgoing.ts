import type { PartyId } from '@naervaer/machines/protocol';
import type { Channel } from '../call/channel.ts';
import { PHOTO } from './messages.ts';
import type { Offer, PhotoMessage } from './messages.ts';
import { blockOf, countOf, piecesOf, readHave, sizeOf, writeFrame } from './pieces.ts';
import type { PhotoRelay } from './relay.ts';
import { createUpload } from './upload.ts';
import type { Upload } from './upload.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** `sent`: all of it is on the way. */
export type OutgoingState = 'waiting' | 'sending' | 'sent' | 'received' | 'refused';

export interface OutgoingDeps {
  readonly to: PartyId;
  readonly channel: Channel;
  readonly relay: PhotoRelay;
  readonly now: () => number;
  /** The connection is bad: less at a time, and not beside the sound by the same way. */
  readonly isWeak: () => boolean;
  readonly onChange: () => void;
}

/** One photo on its way to one party. Its owner calls `tick` some times a second while it sends. */
export interface Outgoing {
  readonly offer: Offer;
  readonly to: PartyId;
  readonly state: () => OutgoingState;
  /** Part that the other side has, 0…1. */
  readonly progress: () => number;
  /** Offers it: the answer says what is missing. */
  propose(): void;
  take(message: PhotoMessage): void;
  tick(): void;
  close(): void;
}

/** Bytes that wait in the channel: more would hold the next picture of the call up. */
const WAITING = { good: 128 * 1024, weak: 32 * 1024 } as const;
/** Without an answer to an offer for that long, it is offered again. */
const OFFER_MS = 3_000;
/** Without news of pieces for that long, the receiver is asked what it has. */
const STALL_MS = 8_000;
/** After that long, the way is judged: a megabyte in ten seconds, or the server's memory (C5). */
const JUDGE_MS = 1_500;
const LEAST_PER_MS = 100;
/** What is left is not worth another way. */
const SMALL_REST = 200_000;

/**
 * Sends what the receiver says it misses, and again what was lost with a way that broke: pieces go
 * in order, so one that did not come before a later one of the same way will not come.
 */
export function createOutgoing(offer: Offer, bytes: Bytes, deps: OutgoingDeps): Outgoing {
  const { to, channel, now } = deps;
  const { photoId } = offer;
  const count = countOf(offer.bytes);
  const previewPieces = countOf(offer.preview);
  let state: OutgoingState = 'waiting';
  let has: (piece: number) => boolean = () => false;
  let arrived = 0;
  /** Pieces on the way, in the order they went. */
  let flight = new Map<number, number>();
  let nextSequence = 0;
  let offeredAt: number | undefined;
  let isAnswered = false;
  let newsAt = 0;
  let measured: { readonly at: number; readonly arrived: number } | undefined;
  let byServer = false;
  let isServerRefused = false;
  let isClosed = false;

  const isOpen = (): boolean => channel.open().includes(to);
  const bytesOf = (piece: number): Bytes => {
    const start = piece * PHOTO.pieceBytes;
    return bytes.subarray(start, start + sizeOf(piece, offer.bytes));
  };
  const newUpload = (): Upload =>
    createUpload(photoId, {
      relay: deps.relay,
      now,
      isOpen,
      bytesOf: (block) => {
        const [first = 0] = piecesOf(block, offer.bytes);
        const start = first * PHOTO.pieceBytes;
        return bytes.slice(start, start + PHOTO.blockPieces * PHOTO.pieceBytes);
      },
      tell: (message) => channel.send('photo', message, to),
      onRefused() {
        isServerRefused = true;
        byServer = false;
        propose();
      },
    });
  let upload = newUpload();

  function change(next: OutgoingState): void {
    if (state === next) return;
    state = next;
    deps.onChange();
  }

  function propose(): void {
    isAnswered = false;
    flight = new Map();
    measured = undefined;
    offeredAt = channel.send('photo', offer, to) ? now() : undefined;
  }

  function takeHave(text: string): void {
    const told = readHave(text, count);
    if (!told) return;
    if (state === 'received') {
      // It had it, and has lost it with its page.
      upload = newUpload();
      byServer = false;
    }
    has = told;
    const before = arrived;
    arrived = 0;
    let latest = -1;
    for (let piece = 0; piece < count; piece += 1) {
      if (!has(piece)) continue;
      arrived += 1;
      latest = Math.max(latest, flight.get(piece) ?? -1);
      flight.delete(piece);
    }
    const lost = [...flight].filter(([, sequence]) => sequence < latest);
    for (const [piece] of lost) flight.delete(piece);
    if (!isAnswered || arrived !== before) newsAt = now();
    if (!isAnswered) upload.again(missingBlocks());
    if (state !== 'sent' || lost.length > 0 || !isAnswered) change('sending');
    isAnswered = true;
    deps.onChange();
  }

  const missingBlocks = (): readonly number[] => {
    const blocks = new Set<number>();
    for (let piece = 0; piece < count; piece += 1) if (!has(piece)) blocks.add(blockOf(piece));
    return [...blocks];
  };

  /** Whether the rest goes through the server: where the channel is slow, or loses. */
  function judge(): void {
    if (isServerRefused || byServer || !measured) return;
    if ((count - arrived) * PHOTO.pieceBytes < SMALL_REST) return;
    for (let piece = 0; piece < previewPieces; piece += 1) if (!has(piece)) return;
    const elapsed = now() - measured.at;
    const rate = ((arrived - measured.arrived) * PHOTO.pieceBytes) / elapsed;
    if (deps.isWeak() || (elapsed > JUDGE_MS && rate < LEAST_PER_MS)) {
      byServer = true;
      flight = new Map();
    }
  }

  function pump(): void {
    const most = deps.isWeak() ? WAITING.weak : WAITING.good;
    for (let piece = 0; piece < count; piece += 1) {
      if (has(piece) || flight.has(piece)) continue;
      if (channel.buffered(to) >= most) return;
      if (!channel.sendBytes(writeFrame(photoId, piece, bytesOf(piece)), to)) return;
      measured ??= { at: now(), arrived };
      flight.set(piece, nextSequence);
      nextSequence += 1;
    }
    if (arrived < count) change('sent');
  }

  return {
    offer,
    to,
    state: () => state,
    progress: () => (state === 'received' ? 1 : arrived / count),
    propose,
    take(message) {
      if (isClosed) return;
      if (message.type === 'have') takeHave(message.pieces);
      else if (message.type === 'gone') upload.gone(message.index);
      else if (message.type === 'done' || message.type === 'refused') {
        flight = new Map();
        if (message.type === 'done') arrived = count;
        upload.close();
        change(message.type === 'done' ? 'received' : 'refused');
      }
    },
    tick() {
      if (isClosed || state === 'received' || state === 'refused') return;
      if (!isAnswered) {
        if (isOpen() && (offeredAt === undefined || now() - offeredAt > OFFER_MS)) propose();
        return;
      }
      if (now() - newsAt > STALL_MS && isOpen() && channel.buffered(to) === 0) {
        // `again` of the blocks comes with the answer.
        newsAt = now();
        propose();
        return;
      }
      judge();
      if (byServer) upload.go(missingBlocks(), deps.isWeak() ? 1 : 2);
      else if (isOpen()) pump();
    },
    close() {
      isClosed = true;
      flight = new Map();
      upload.close();
    },
  };
}
