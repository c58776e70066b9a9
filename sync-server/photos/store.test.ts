import { PHOTO_RELAY } from '@naervaer/machines/protocol';
import type { ConsultationId, PersonId, PhotoId } from '@naervaer/machines/protocol';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { movedClock } from '../media/testing/stand.ts';
import type { MovedClock } from '../media/testing/stand.ts';
import { createPhotos } from './store.ts';
import type { Photos, PieceName } from './store.ts';

const id = (n: number): string => `0192f0c0-0000-7000-8000-00000000000${n}`;
const nurse = 'aabjerg.nurse' as PersonId;
const doctor = 'nord.doctor' as PersonId;
const { pieceBytes, pieces, photoBytes, lifeMs } = PHOTO_RELAY;
let clock: MovedClock;
let photos: Photos;

beforeEach(() => {
  clock = movedClock();
  photos = createPhotos(clock);
  return () => photos.close();
});

const name = (index: number, photo = 1, consultation = 1): PieceName => ({
  consultationId: id(consultation) as ConsultationId,
  photoId: id(photo) as PhotoId,
  index,
});
const stop = vi.fn<() => void>();
beforeEach(() => void stop.mockReset());

function put(of: PieceName, bytes: Buffer, from = nurse): boolean {
  const arrival = photos.begin(of, bytes.length, from, stop);
  bytes.copy(arrival.bytes);
  return arrival.done();
}
const piece = (size = 16): Buffer => Buffer.alloc(size, 7);

describe('a photo on its way (C5)', () => {
  it('is given as it was taken, and only once it is whole', () => {
    const arrival = photos.begin(name(0), 3, nurse, stop);
    expect(photos.get(name(0))).toBeUndefined();
    arrival.bytes.set([1, 2, 3]);
    expect(arrival.done()).toBe(true);
    expect(photos.get(name(0))).toEqual(Buffer.from([1, 2, 3]));
    expect(photos.get(name(1))).toBeUndefined();
    expect(photos.get(name(0, 1, 2))).toBeUndefined();
  });

  it('is forgotten when it was fetched, when its call ends, and nothing else with it', () => {
    for (const [photo, consultation] of [
      [1, 1],
      [2, 1],
      [3, 2],
    ]) {
      put(name(0, photo, consultation), piece());
    }
    photos.forget(name(0).consultationId, name(0).photoId);
    expect([photos.get(name(0)), photos.size]).toEqual([undefined, 32]);
    photos.closeRoom(name(0).consultationId);
    expect([photos.get(name(0, 2)), photos.size]).toEqual([undefined, 16]);
    expect(photos.get(name(0, 3, 2))).toBeDefined();
  });

  it('is forgotten two minutes after its newest piece', () => {
    put(name(0), piece());
    clock.skip(lifeMs - 1_000);
    put(name(1), piece());
    clock.skip(lifeMs - 1_000);
    expect(photos.get(name(0))).toBeDefined();
    clock.skip(1_001);
    expect([photos.get(name(0)), photos.get(name(1)), photos.size]).toEqual([
      undefined,
      undefined,
      0,
    ]);
  });

  it('is forgotten after ten minutes, however it is kept alive', () => {
    for (let index = 0; index < 9; index += 1) {
      put(name(index), piece());
      clock.skip(lifeMs / 2);
    }
    expect(photos.get(name(0))).toBeDefined();
    clock.skip(lifeMs / 2 + 1);
    expect(photos.size).toBe(0);
  });

  it('takes a piece again when its answer was lost, and ends the one that is still on its way', () => {
    const first = photos.begin(name(0), 16, nurse, stop);
    put(name(0), piece());
    expect(stop).toHaveBeenCalledOnce();
    expect(first.done()).toBe(false);
    put(name(0), piece(8));
    expect(photos.size).toBe(8);
    expect(stop).toHaveBeenCalledOnce();
  });

  it('ends what is on its way when its call ends', () => {
    const arrival = photos.begin(name(0), 16, nurse, stop);
    photos.closeRoom(name(0).consultationId);
    expect(stop).toHaveBeenCalledOnce();
    expect(arrival.done()).toBe(false);
    expect([photos.get(name(0)), photos.size]).toEqual([undefined, 0]);
  });

  it('is nobody else’s to add to', () => {
    put(name(0), piece());
    expect(() => put(name(1), piece(), doctor)).toThrow('forbidden');
    expect(photos.size).toBe(16);
  });
});

describe('somebody who is being sent a piece', () => {
  const isCut = vi.fn<(who: string) => void>();
  const read = (of: PieceName, who: string): (() => void) => photos.reading(of, () => isCut(who));
  beforeEach(() => void isCut.mockReset());

  it.each([
    ['comes again', () => void put(name(0), piece())],
    ['was fetched', () => photos.forget(name(0).consultationId, name(0).photoId)],
    ['ends with its call', () => photos.closeRoom(name(0).consultationId)],
  ])('is cut when it %s, and nobody else is (SE3)', (_way, drop) => {
    put(name(0), piece());
    put(name(0, 1, 2), piece());
    read(name(0), 'the reader');
    read(name(0, 1, 2), 'of another call');
    read(name(0), 'who has all of it')();
    drop();
    drop();
    expect(isCut.mock.calls).toEqual([['the reader']]);
  });

  it('is cut after a minute', () => {
    put(name(0), piece());
    read(name(0), 'the reader');
    read(name(0), 'who has all of it')();
    clock.skip(59_000);
    expect(isCut).not.toHaveBeenCalled();
    clock.skip(1_000);
    photos.forget(name(0).consultationId, name(0).photoId);
    expect(isCut.mock.calls).toEqual([['the reader']]);
  });
});

describe('the memory for photos is bounded (SE3)', () => {
  it('by piece, by number and by photo', () => {
    expect(() => put(name(0), piece(pieceBytes + 1))).toThrow('tooLarge');
    expect(() => put(name(pieces), piece())).toThrow('tooLarge');
    for (let index = 0; index < pieces; index += 1) put(name(index), piece(pieceBytes));
    expect(photos.size).toBe(photoBytes);
    expect(photos.size).toBe(pieces * pieceBytes);
  });

  it('by consultation: two at a time', () => {
    put(name(0, 1), piece());
    put(name(0, 2), piece());
    expect(() => put(name(0, 3), piece())).toThrow('tooMany');
    put(name(0, 3, 2), piece());
    photos.forget(name(0).consultationId, name(0).photoId);
    expect(put(name(0, 3), piece())).toBe(true);
  });

  it('in all, counting what is still on its way; what dies gives its room back', () => {
    photos = createPhotos(clock, 100);
    const dying = photos.begin(name(0), 90, nurse, stop);
    expect(() => put(name(0, 2), piece())).toThrow('tooMany');
    dying.abandon();
    expect(photos.size).toBe(0);
    expect(put(name(0, 2), piece(90))).toBe(true);
  });

  it('a photo of which nothing came holds no other up', () => {
    for (const photo of [1, 2, 3]) photos.begin(name(0, photo), 16, nurse, stop).abandon();
    expect(put(name(0, 4), piece())).toBe(true);
    const kept = photos.begin(name(1, 4), 16, nurse, stop);
    kept.done();
    kept.abandon();
    expect(photos.get(name(1, 4))).toBeDefined();
  });
});
