import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';
import { listen } from '../check/sound.ts';
import { advance, isInCall } from './course.ts';
import type { PracticeEvent, Step } from './course.ts';
import type { PracticeRoom } from './room.ts';
import { spokenIn } from './texts.ts';

/** How long a step of the queue is shown, and how long one is listened to, in milliseconds. */
const LASTS: Partial<Record<Step, number>> = { second: 4500, first: 4500, ready: 2000 };
const LISTENS_MS = 9000;
/** Louder than a room, softer than a voice at arm's length; 0…1. */
const VOICE = 0.06;

export interface Lead {
  readonly step: Accessor<Step>;
  tell(event: PracticeEvent): void;
}

/** Moves the course: time in the queue, the doctor's words, and what is heard of the person. */
export function createLead(room: Accessor<PracticeRoom | undefined>): Lead {
  const [step, setStep] = createSignal<Step>('intro');
  const able = () => ({
    camera: room()?.call.devices.hasCamera() ?? false,
    microphone: room()?.call.devices.hasMicrophone() ?? false,
  });
  const tell = (event: PracticeEvent) => void setStep((now) => advance(now, event, able()));

  // Off on purpose is not silence.
  const hear = (loudness: number): void => {
    if (loudness > VOICE && room()?.call.devices.isMicrophoneOn() === true) tell('HEARD');
  };

  createEffect(
    on([step, () => room()?.call.room() === 'open'], ([now, isOpen]) => {
      let isPast = false;
      let stopListening: (() => void) | undefined;
      const timers: ReturnType<typeof setTimeout>[] = [];
      const later = (ms: number) => timers.push(setTimeout(() => isPast || tell('SAID'), ms));
      onCleanup(() => {
        isPast = true;
        for (const timer of timers) clearTimeout(timer);
        stopListening?.();
      });
      const lasts = LASTS[now];
      if (lasts !== undefined) later(lasts);
      const words = spokenIn(now);
      if (!isOpen || !isInCall(now) || words === undefined) return;
      const own = room()?.call.local();
      const isListening = (now === 'speaking' || now === 'unheard') && own !== undefined;
      void room()
        ?.say(words)
        .then(() => {
          if (isPast) return;
          if (isListening) stopListening = listen(own, hear);
          if (now === 'speaking') later(LISTENS_MS);
          else tell('SAID');
        });
      room()?.setTroubles(now === 'unheard' ? ['unheard'] : []);
    }),
  );
  return { step, tell };
}
