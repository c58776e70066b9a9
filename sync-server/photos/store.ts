import { NaervaerError, PHOTO_RELAY } from '@naervaer/machines/protocol';
import type { ConsultationId, PersonId, PhotoId } from '@naervaer/machines/protocol';
import type { Clock } from '../clock.ts';

/** Bytes of all photos together: what a small machine can spare, and ten of the largest (SE3). */
const MOST_BYTES = 128 * 1024 * 1024;
/** However slowly its pieces come, a photo is gone after this many milliseconds. */
const LONGEST_MS = 5 * PHOTO_RELAY.lifeMs;
/** A piece is read in as many milliseconds or not at all: as long as the browser waits for it. */
const READ_MS = 60_000;

/** Where one piece belongs. */
export interface PieceName {
  readonly consultationId: ConsultationId;
  readonly photoId: PhotoId;
  readonly index: number;
}

/** Room that is kept for a piece while it comes in. */
export interface Arrival {
  /** Exactly as long as was said. */
  readonly bytes: Buffer<ArrayBuffer>;
  /** All bytes are there. @returns false when the photo was forgotten meanwhile */
  done(): boolean;
  /** It did not come whole; after `done` it means nothing. */
  abandon(): void;
}

interface Piece {
  readonly bytes: Buffer<ArrayBuffer>;
  isWhole: boolean;
  /** Ends the request that brings it. */
  readonly stop: () => void;
  /** Each ends one answer that still holds these bytes. */
  readonly readers: Set<() => void>;
}

interface Photo {
  readonly from: PersonId;
  readonly pieces: Map<number, Piece>;
  readonly until: number;
  size: number;
  /** Cancels the end that is set now. */
  unset: () => void;
}

/**
 * Photos on their way, in memory and nowhere else: no file, no journal, no backup, no log. The
 * server sees bytes that the sending tab has encrypted, under names that say nothing. What is
 * bounded is bounded before a byte is read (SE3), pieces on their way in included.
 */
export interface Photos {
  /**
   * @param stop ends the request; called when the photo is forgotten or the piece comes anew
   * @throws {NaervaerError} `tooLarge` · `tooMany` · `forbidden`: another's photo
   */
  begin(name: PieceName, size: number, from: PersonId, stop: () => void): Arrival;
  get(name: PieceName): Buffer | undefined;
  /**
   * Somebody is being sent what `get` gave. Bytes that are no longer counted must not be held by a
   * reader who takes their time.
   * @param stop ends the answer; called when the piece is dropped, and after a minute
   * @returns what says that the answer is over
   */
  reading(name: PieceName, stop: () => void): () => void;
  forget(consultationId: ConsultationId, photoId: PhotoId): void;
  /** The call is over: so is all that was on its way in it (C7). */
  closeRoom(consultationId: ConsultationId): void;
  /** Bytes that are held now. */
  readonly size: number;
  close(): void;
}

export function createPhotos(clock: Clock, mostBytes: number = MOST_BYTES): Photos {
  const rooms = new Map<ConsultationId, Map<PhotoId, Photo>>();
  let size = 0;

  function grow(photo: Photo, bytes: number): void {
    photo.size += bytes;
    size += bytes;
  }

  function drop(photo: Photo, index: number): void {
    const piece = photo.pieces.get(index);
    if (piece === undefined) return;
    photo.pieces.delete(index);
    grow(photo, -piece.bytes.length);
    if (!piece.isWhole) piece.stop();
    for (const cut of piece.readers) cut();
  }

  function forget(consultationId: ConsultationId, photoId: PhotoId): void {
    const photos = rooms.get(consultationId);
    const photo = photos?.get(photoId);
    if (photos === undefined || photo === undefined) return;
    photos.delete(photoId);
    if (photos.size === 0) rooms.delete(consultationId);
    photo.unset();
    for (const index of photo.pieces.keys()) drop(photo, index);
  }

  function closeRoom(consultationId: ConsultationId): void {
    for (const photoId of rooms.get(consultationId)?.keys() ?? []) {
      forget(consultationId, photoId);
    }
  }

  /** Two minutes from the newest piece on, and never longer than its longest time. */
  function keep(photo: Photo, { consultationId, photoId }: PieceName): void {
    photo.unset();
    const wait = Math.min(PHOTO_RELAY.lifeMs, photo.until - clock.now());
    photo.unset = clock.after(wait, () => forget(consultationId, photoId));
  }

  function photoOf(name: PieceName, from: PersonId): Photo {
    const { consultationId, photoId } = name;
    const photos = rooms.get(consultationId) ?? new Map<PhotoId, Photo>();
    const known = photos.get(photoId);
    if (known !== undefined) {
      if (known.from !== from) throw new NaervaerError('forbidden');
      return known;
    }
    if (photos.size >= PHOTO_RELAY.photos) throw new NaervaerError('tooMany');
    const until = clock.now() + LONGEST_MS;
    const photo: Photo = { from, pieces: new Map(), until, size: 0, unset: () => undefined };
    rooms.set(consultationId, photos);
    photos.set(photoId, photo);
    keep(photo, name);
    return photo;
  }

  function whole({ consultationId, photoId, index }: PieceName): Piece | undefined {
    const piece = rooms.get(consultationId)?.get(photoId)?.pieces.get(index);
    return piece?.isWhole === true ? piece : undefined;
  }

  return {
    begin(name, bytes, from, stop) {
      const { index } = name;
      if (index >= PHOTO_RELAY.pieces || bytes > PHOTO_RELAY.pieceBytes) {
        throw new NaervaerError('tooLarge');
      }
      if (size + bytes > mostBytes) throw new NaervaerError('tooMany');
      const photo = photoOf(name, from);
      // Brought again because the answer was lost; the first may still be on its way.
      drop(photo, index);
      if (photo.size + bytes > PHOTO_RELAY.photoBytes) throw new NaervaerError('tooLarge');
      const piece: Piece = {
        bytes: Buffer.allocUnsafeSlow(bytes),
        isWhole: false,
        stop,
        readers: new Set(),
      };
      photo.pieces.set(index, piece);
      grow(photo, bytes);
      const isHere = (): boolean => photo.pieces.get(index) === piece;
      return {
        bytes: piece.bytes,
        done() {
          if (!isHere()) return false;
          piece.isWhole = true;
          keep(photo, name);
          return true;
        },
        abandon() {
          if (!isHere() || piece.isWhole) return;
          drop(photo, index);
          // Nothing of it came: it holds no other photo up.
          if (photo.pieces.size === 0) forget(name.consultationId, name.photoId);
        },
      };
    },
    get: (name) => whole(name)?.bytes,
    reading(name, stop) {
      const readers = whole(name)?.readers;
      const cut = (): void => {
        over();
        stop();
      };
      const unset = clock.after(READ_MS, cut);
      const over = (): void => {
        unset();
        readers?.delete(cut);
      };
      readers?.add(cut);
      return over;
    },
    forget,
    closeRoom,
    get size() {
      return size;
    },
    close() {
      for (const consultationId of rooms.keys()) closeRoom(consultationId);
    },
  };
}
