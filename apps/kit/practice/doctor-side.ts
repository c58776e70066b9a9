import { createEffect, createMemo, on, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { ConsultationId } from '@naervaer/machines/protocol';
import { createPhotos } from '../photo/index.ts';
import type { PhotosOfCall, ReceivedPhoto } from '../photo/index.ts';
import { createRealTimeText } from '../real-time-text/index.ts';
import type { Lead } from './lead.ts';
import type { PracticeRoom } from './room.ts';
import { practiceTexts } from './texts.ts';

/** Nobody's: no server ever hears of it. */
const NONE = '00000000-0000-7000-8000-000000000000' as ConsultationId;
/** Whoever has typed so much has seen how it works. */
const ENOUGH = 2;

/** What the drawn doctor does with text and photo, by the same means as a real one (C5, C6). */
export interface DoctorSide {
  /** The person's own photos, to be given to the stage. */
  readonly own: PhotosOfCall;
  /** The doctor's, for the look at what she got. */
  readonly photos: PhotosOfCall;
  readonly seen: Accessor<ReceivedPhoto | undefined>;
}

export function createDoctorSide(room: PracticeRoom, lead: Lead): DoctorSide {
  const own = createPhotos({ call: room.call, consultationId: NONE, app: 'tablet' });
  const photos = createPhotos({ call: room.doctor, consultationId: NONE, app: 'board' });
  const text = createRealTimeText(room.doctor.channel);
  onCleanup(() => text.close());
  const seen = createMemo(() => photos.received().findLast(({ state }) => state() === 'whole'));

  const write = (words: string): void => {
    text.write(words);
    text.finish();
  };
  createEffect(
    on(lead.step, (now, before) => {
      if (now === 'photo') photos.ask();
      else if (before === 'photo') photos.withdraw();
      if (now === 'writing') write(practiceTexts().writes);
      if (now === 'read') write(practiceTexts().answers);
    }),
  );
  createEffect(() => {
    if (seen() !== undefined) lead.tell('PHOTO');
  });
  createEffect(() => {
    const lines = [...text.live(), ...text.finished().filter(({ from }) => from !== null)];
    if (lines.some((line) => line.text.length >= ENOUGH)) lead.tell('WROTE');
  });
  return { own, photos, seen };
}
