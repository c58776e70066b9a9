import { expect, it } from 'vitest';
import type { ConsultationId, PhotoId } from '@naervaer/machines/protocol';
import type { Party } from '../call/types.ts';
import { createPhotos } from './photos.ts';
import type { PhotoCall } from './photos.ts';
import { fakeJpeg } from './testing/fake-jpeg.ts';
import { fakeNetwork, handClock, OTHER } from './testing/fake-network.ts';

function stand(side: 'clinician' | 'waiter', otherSide: 'clinician' | 'waiter' | 'guest') {
  const network = fakeNetwork({ clock: handClock(), bytesPerMs: 1_000 });
  const other = { partyId: OTHER, side: otherSide, sign: () => 'good' } as unknown as Party;
  const call: PhotoCall = {
    side,
    channel: network.channel('one'),
    devices: {} as PhotoCall['devices'],
    parties: () => [other],
    holdPicture: () => undefined,
  };
  const consultationId = '0192f0c0-0000-7000-8000-000000000001' as ConsultationId;
  return { network, photos: createPhotos({ call, consultationId, app: 'board' }) };
}
const offerOf = (photoId: PhotoId) => ({
  type: 'offer',
  photoId,
  width: 10,
  height: 10,
  preview: 0,
  bytes: 16_001,
  digest: 'a'.repeat(64),
});
const idOf = (at: number) => `0192f0c0-0000-7000-8000-${String(at).padStart(12, '0')}` as PhotoId;

it.each([
  ['waiter', 'clinician', true],
  ['clinician', 'waiter', false],
  ['waiter', 'guest', false],
] as const)('%s is asked for a photo by %s: %s (SE3)', (side, otherSide, isAsked) => {
  const { network, photos } = stand(side, otherSide);
  network.say('one', { type: 'ask', n: 1 }, OTHER);
  expect(photos.isAsked()).toBe(isAsked);
  photos.close();
});

it('a photo that comes under the id of one of ours is another photo (SE3)', async () => {
  const { network, photos } = stand('waiter', 'clinician');
  const [picture, preview] = [fakeJpeg(10, 10, 20_000), fakeJpeg(10, 10, 2_000)];
  await photos.send({ picture, preview, width: 10, height: 10 });
  const [{ photoId } = { photoId: idOf(0) }] = photos.sent();
  network.say('one', offerOf(photoId), OTHER);
  expect(photos.received().map((photo) => photo.picture())).toEqual([undefined]);
  photos.close();
});

it('what is held no more is forgotten', () => {
  const { network, photos } = stand('clinician', 'waiter');
  const numbers = (): readonly number[] => photos.received().map(({ number }) => number);
  for (let at = 0; at < 120; at += 1) {
    network.say('one', offerOf(idOf(at)), OTHER);
    numbers();
  }
  expect(numbers()).toEqual([111, 112, 113, 114, 115, 116, 117, 118, 119, 120]);
  // Its id is not remembered any more: it is a new one, also on the screen.
  network.say('one', offerOf(idOf(0)), OTHER);
  expect(numbers().at(-1)).toBe(121);
  photos.close();
});
