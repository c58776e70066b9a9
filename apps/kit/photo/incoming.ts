import type { PartyId } from '@naervaer/machines/protocol';
import { isPicture, isPreview } from './jpeg.ts';
import { PHOTO } from './messages.ts';
import type { Offer, PhotoMessage } from './messages.ts';
import { blocksOf, countOf, piecesOf, sizeOf, writeHave } from './pieces.ts';
import type { PhotoRelay } from './relay.ts';
import { createSeal, digestOf } from './seal.ts';
import type { Seal } from './seal.ts';
import type { Clock } from './clock.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** `lost`: its sender does not have it any more, or it was not what was offered. */
export type IncomingState = 'arriving' | 'whole' | 'lost';

export interface IncomingDeps {
  readonly relay: PhotoRelay;
  readonly clock: Clock;
  readonly tell: (message: PhotoMessage) => boolean;
  readonly onChange: () => void;
}

/** One photo on its way to us. */
export interface Incoming {
  readonly offer: Offer;
  readonly from: PartyId;
  readonly state: () => IncomingState;
  /** 0…1 */
  readonly progress: () => number;
  /** JPEG, as soon as it is there. */
  readonly preview: () => Bytes | undefined;
  readonly picture: () => Bytes | undefined;
  /** Says what we have. */
  answer(): void;
  take(message: PhotoMessage): void;
  takePiece(piece: number, bytes: Uint8Array): void;
  /** Forgets all of it, and overwrites what can be. */
  close(): void;
}

/** News of pieces go back at most that often, in milliseconds. */
const NEWS_MS = 250;
const FETCHES = 2;
/** After a failed fetch, in milliseconds; after so many on end, the sender hears of it. */
const REST_MS = 1_000;
const PATIENCE = 5;
/** What came was not what was offered: so often it is asked for again. */
const TRIES = 3;
/** A block that the server answered for so often, and that is still missing, will not come. */
const ANSWERS = 3;

export function createIncoming(offer: Offer, from: PartyId, deps: IncomingDeps): Incoming {
  const { photoId } = offer;
  const count = countOf(offer.bytes);
  const pieces = new Map<number, Bytes>();
  let state: IncomingState = 'arriving';
  let preview: Bytes | undefined;
  let picture: Bytes | undefined;
  let stopNews: (() => void) | undefined;
  let seal: Promise<Seal> | undefined;
  const wanted = new Set<number>();
  const fetching = new Set<number>();
  const answers = new Map<number, number>();
  /** On end. */
  let failures = 0;
  let tries = 0;
  let isChecking = false;
  let isClosed = false;

  function answer(): void {
    stopNews?.();
    stopNews = undefined;
    deps.tell(
      state === 'arriving'
        ? { type: 'have', photoId, pieces: writeHave((at) => pieces.has(at), count) }
        : { type: state === 'whole' ? 'done' : 'refused', photoId },
    );
  }
  function change(next: IncomingState): void {
    state = next;
    answer();
    deps.onChange();
  }
  const join = (from: number, to: number): Bytes => {
    const whole = new Uint8Array(offer.bytes);
    for (const [piece, bytes] of pieces) whole.set(bytes, piece * PHOTO.pieceBytes);
    return whole.slice(from, to);
  };
  function forgetPieces(): void {
    for (const bytes of pieces.values()) bytes.fill(0);
    pieces.clear();
  }
  function lose(): void {
    forgetPieces();
    change('lost');
  }

  async function check(): Promise<void> {
    isChecking = true;
    const whole = join(offer.preview, offer.bytes);
    const isRight = (await digestOf(whole)) === offer.digest;
    isChecking = false;
    if (isClosed) return;
    // It is what was offered, and no picture: it will be none the next time.
    if (isRight && !isPicture(whole, offer)) return lose();
    forgetPieces();
    if (isRight) {
      picture = whole;
      change('whole');
      return;
    }
    tries += 1;
    change(tries < TRIES ? 'arriving' : 'lost');
  }

  function takePiece(piece: number, bytes: Uint8Array): void {
    if (isClosed || state !== 'arriving' || isChecking) return;
    if (piece >= count || bytes.length !== sizeOf(piece, offer.bytes) || pieces.has(piece)) return;
    pieces.set(piece, new Uint8Array(bytes));
    if (!preview && offer.preview > 0) {
      let isThere = true;
      for (let at = 0; at < countOf(offer.preview); at += 1) isThere &&= pieces.has(at);
      if (isThere) {
        const small = join(0, offer.preview);
        // It is shown unasked.
        if (!isPreview(small)) return lose();
        preview = small;
      }
    }
    deps.onChange();
    if (pieces.size === count) check().catch(() => change('lost'));
    else stopNews ??= deps.clock.after(NEWS_MS, answer);
  }

  async function fetchBlock(block: number, opens: Promise<Seal>): Promise<void> {
    const sealed = await deps.relay.get(photoId, block);
    fetching.delete(block);
    if (isClosed || state !== 'arriving') return;
    if (sealed === 'unreachable' && failures < PATIENCE) {
      failures += 1;
      deps.clock.after(REST_MS, () => {
        wanted.add(block);
        fetchMore();
      });
      return;
    }
    failures = 0;
    answers.set(block, (answers.get(block) ?? 0) + 1);
    const bytes =
      typeof sealed === 'string'
        ? undefined
        : await opens.then((seal) => seal.open(block, sealed)).catch(() => undefined);
    if (bytes === undefined) {
      deps.tell({ type: 'gone', photoId, index: block });
      return;
    }
    const numbers = piecesOf(block, offer.bytes);
    for (const [at, piece] of numbers.entries()) {
      const start = at * PHOTO.pieceBytes;
      takePiece(piece, bytes.subarray(start, start + sizeOf(piece, offer.bytes)));
    }
  }

  function fetchMore(): void {
    if (isClosed || !seal || state !== 'arriving') return;
    for (const block of wanted) {
      if (fetching.size >= FETCHES) return;
      wanted.delete(block);
      if (piecesOf(block, offer.bytes).every((piece) => pieces.has(piece))) continue;
      if ((answers.get(block) ?? 0) >= ANSWERS) return lose();
      fetching.add(block);
      fetchBlock(block, seal)
        .catch(() => fetching.delete(block))
        .finally(fetchMore);
    }
  }

  return {
    offer,
    from,
    state: () => state,
    progress: () => (state === 'whole' ? 1 : pieces.size / count),
    preview: () => preview,
    picture: () => picture,
    answer,
    takePiece,
    take(message) {
      if (isClosed || state !== 'arriving') return;
      if (message.type === 'key') {
        seal = createSeal(message);
        seal.catch(() => undefined);
      } else if (message.type === 'block' && message.index < blocksOf(offer.bytes)) {
        if (!fetching.has(message.index)) wanted.add(message.index);
        fetchMore();
      } else if (message.type === 'unknown') {
        forgetPieces();
        state = 'lost';
        deps.onChange();
      }
    },
    close() {
      isClosed = true;
      stopNews?.();
      forgetPieces();
      preview?.fill(0);
      picture?.fill(0);
      preview = undefined;
      picture = undefined;
    },
  };
}
