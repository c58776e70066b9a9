import type { CheckResult, DeviceCheck } from '@naervaer/machines/protocol';
import { createSignal, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';
import { rememberDevice } from './memory.ts';
import { checkNetwork } from './network.ts';
import { listen, playTone } from './sound.ts';

export type Progress = CheckResult | 'checking';

/** The guided check of one screen. Camera and microphone are let go with the owner. */
export interface GuidedCheck {
  readonly stream: Accessor<MediaStream | undefined>;
  readonly camera: Accessor<Progress>;
  /** `weak` while no sound has been heard. */
  readonly microphone: Accessor<Progress>;
  /** Loudness of the room now, 0…1. */
  readonly level: Accessor<number>;
  readonly speaker: Accessor<CheckResult>;
  readonly network: Accessor<Progress>;
  /** Asks for camera and microphone, and begins. Also: once more. */
  start(): Promise<void>;
  playTone(): Promise<void>;
  /** The answer to "could you hear it?". */
  hear(heard: boolean): void;
  /** All of it as it stands; what was not finished is `unknown`. Remembered on this device. */
  finish(): DeviceCheck;
}

/** A voice at arm's length; a silent room stays below. */
const HEARD = 0.04;

const settled = (progress: Progress): CheckResult =>
  progress === 'checking' ? 'unknown' : progress;

async function open(constraints: MediaStreamConstraints): Promise<MediaStream | undefined> {
  try {
    return await navigator.mediaDevices.getUserMedia(constraints);
  } catch {
    return undefined;
  }
}

export function createGuidedCheck(): GuidedCheck {
  const [stream, setStream] = createSignal<MediaStream>();
  const [camera, setCamera] = createSignal<Progress>('unknown');
  const [microphone, setMicrophone] = createSignal<Progress>('unknown');
  const [level, setLevel] = createSignal(0);
  const [speaker, setSpeaker] = createSignal<CheckResult>('unknown');
  const [network, setNetwork] = createSignal<Progress>('unknown');
  let isGone = false;
  let stopListening: (() => void) | undefined;

  const letGo = () => {
    stopListening?.();
    stopListening = undefined;
    for (const track of stream()?.getTracks() ?? []) track.stop();
    setStream(undefined);
  };

  const take = (taken: MediaStream) => {
    setStream(taken);
    setCamera(taken.getVideoTracks().length > 0 ? 'ok' : 'failed');
    if (taken.getAudioTracks().length === 0) {
      setMicrophone('failed');
      return;
    }
    setMicrophone('weak');
    stopListening = listen(taken, (loudness) => {
      setLevel(loudness);
      if (loudness > HEARD) setMicrophone('ok');
    });
  };

  onCleanup(() => {
    isGone = true;
    letGo();
  });

  return {
    stream,
    camera,
    microphone,
    level,
    speaker,
    network,
    async start() {
      letGo();
      setCamera('checking');
      setMicrophone('checking');
      setNetwork('checking');
      void checkNetwork().then((result) => isGone || setNetwork(result));
      // One of the two may be missing or refused; the other one is still worth having.
      const opened =
        (await open({ audio: true, video: true })) ??
        (await open({ audio: true })) ??
        (await open({ video: true }));
      if (isGone) {
        for (const track of opened?.getTracks() ?? []) track.stop();
      } else if (opened) {
        take(opened);
      } else {
        setCamera('failed');
        setMicrophone('failed');
      }
    },
    playTone,
    hear(heard) {
      setSpeaker(heard ? 'ok' : 'failed');
    },
    finish() {
      const check = {
        camera: settled(camera()),
        microphone: settled(microphone()),
        speaker: speaker(),
        network: settled(network()),
      };
      rememberDevice(check);
      return check;
    },
  };
}
