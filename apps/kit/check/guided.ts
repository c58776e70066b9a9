import type { DeniedReason } from '@naervaer/machines/call';
import type { CheckResult, DeviceCheck } from '@naervaer/machines/protocol';
import { createSignal, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { App } from '../session/api.ts';
import { watchDarkness } from './brightness.ts';
import { rememberDevice } from './memory.ts';
import { checkWholeNetwork } from './network-memory.ts';
import type { NetworkReport } from './network.ts';
import { onPermitted, permitOf, whyDenied } from './permit.ts';
import type { Sense } from './permit.ts';
import { outdateQuiet } from './quiet.ts';
import { listen, playTone } from './sound.ts';

export type Progress = CheckResult | 'checking';

/** The guided check of one screen. Camera and microphone are let go with the owner. */
export interface GuidedCheck {
  readonly stream: Accessor<MediaStream | undefined>;
  /** `weak` while the picture is too dark. */
  readonly camera: Accessor<Progress>;
  /** `weak` while no sound has been heard; `failed` also for one that is switched off. */
  readonly microphone: Accessor<Progress>;
  /** Why there is none. */
  readonly denied: (sense: Sense) => DeniedReason | undefined;
  /** The microphone gives nothing at all, which no quiet room does. */
  readonly isSwitchedOff: Accessor<boolean>;
  /** Loudness of the room now, 0…1. */
  readonly level: Accessor<number>;
  readonly speaker: Accessor<CheckResult>;
  readonly network: Accessor<Progress>;
  /** The figures behind `network`, as far as they are there. */
  readonly report: Accessor<NetworkReport | undefined>;
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
/** A noise gate closes for a moment; a switch is off for longer. About ten reports a second. */
const SILENT_REPORTS = 20;

const settled = (progress: Progress): CheckResult =>
  progress === 'checking' ? 'unknown' : progress;

type Opened = { readonly stream: MediaStream } | { readonly reason: DeniedReason };

async function open(constraints: MediaStreamConstraints): Promise<Opened> {
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(constraints) };
  } catch (error) {
    return { reason: whyDenied(error) };
  }
}

/** @param app whose session asks for the relay */
export function createGuidedCheck(app: App): GuidedCheck {
  const [stream, setStream] = createSignal<MediaStream>();
  const [camera, setCamera] = createSignal<Progress>('unknown');
  const [microphone, setMicrophone] = createSignal<Progress>('unknown');
  const [denied, setDenied] = createSignal<Partial<Record<Sense, DeniedReason>>>({});
  const [isSwitchedOff, setSwitchedOff] = createSignal(false);
  const [level, setLevel] = createSignal(0);
  const [speaker, setSpeaker] = createSignal<CheckResult>('unknown');
  const [network, setNetwork] = createSignal<Progress>('unknown');
  const [report, setReport] = createSignal<NetworkReport>();
  let isGone = false;
  let round = 0;
  const stops: (() => void)[] = [];

  const letGo = () => {
    for (const stop of stops.splice(0)) stop();
    for (const track of stream()?.getTracks() ?? []) track.stop();
    setStream(undefined);
  };

  function hearMicrophone(taken: MediaStream): void {
    let silent = 0;
    let isHeard = false;
    setMicrophone('weak');
    const stop = listen(taken, (loudness) => {
      setLevel(loudness);
      silent = loudness === 0 ? silent + 1 : 0;
      isHeard ||= loudness > HEARD;
      setSwitchedOff(silent >= SILENT_REPORTS);
      setMicrophone(silent >= SILENT_REPORTS ? 'failed' : isHeard ? 'ok' : 'weak');
    });
    stops.push(stop);
  }

  /** Which of the two was refused, where the browser says so. */
  async function tellWhy(missing: readonly Sense[], reason: DeniedReason): Promise<void> {
    const permits = await Promise.all(missing.map(permitOf));
    setDenied(
      Object.fromEntries(
        missing.map((sense, at) => [sense, permits[at] === 'denied' ? 'permission' : reason]),
      ),
    );
  }

  async function look(): Promise<void> {
    const mine = round;
    const first = await open({ audio: true, video: true });
    // One of the two may be missing or refused; the other one is still worth having.
    let opened = first;
    for (const constraints of [{ audio: true }, { video: true }]) {
      if (!('stream' in opened)) opened = await open(constraints);
    }
    const taken = 'stream' in opened ? opened.stream : undefined;
    if (isGone || mine !== round) {
      for (const track of taken?.getTracks() ?? []) track.stop();
      return;
    }
    const missing: Sense[] = [];
    if (taken === undefined || taken.getVideoTracks().length === 0) missing.push('camera');
    if (taken === undefined || taken.getAudioTracks().length === 0) missing.push('microphone');
    if ('reason' in first) await tellWhy(missing, first.reason);
    for (const sense of missing) (sense === 'camera' ? setCamera : setMicrophone)('failed');
    if (missing.length > 0) stops.push(onPermitted(() => void check.start()));
    setStream(taken);
    if (taken === undefined) return;
    if (!missing.includes('camera')) {
      setCamera('ok');
      stops.push(watchDarkness(taken, (isDark) => setCamera(isDark ? 'weak' : 'ok')));
    }
    if (!missing.includes('microphone')) hearMicrophone(taken);
  }

  async function measure(): Promise<void> {
    const mine = round;
    const isOld = () => isGone || mine !== round;
    const whole = await checkWholeNetwork(app, (first) => isOld() || setReport(first));
    if (isOld()) return;
    setReport(whole);
    setNetwork(whole.result);
  }

  onCleanup(() => {
    isGone = true;
    letGo();
  });

  const check: GuidedCheck = {
    stream,
    camera,
    microphone,
    denied: (sense) => denied()[sense],
    isSwitchedOff,
    level,
    speaker,
    network,
    report,
    async start() {
      outdateQuiet();
      round += 1;
      letGo();
      setDenied({});
      setSwitchedOff(false);
      setReport(undefined);
      setCamera('checking');
      setMicrophone('checking');
      setNetwork('checking');
      void measure();
      await look();
    },
    playTone,
    hear(heard) {
      setSpeaker(heard ? 'ok' : 'failed');
    },
    finish() {
      outdateQuiet();
      const found: DeviceCheck = {
        camera: settled(camera()),
        microphone: settled(microphone()),
        speaker: speaker(),
        // Whoever goes on early takes along what the server's own answer says.
        network: network() === 'checking' ? (report()?.result ?? 'unknown') : settled(network()),
      };
      // It is dark here and now; the camera is none the worse for it.
      rememberDevice({ ...found, camera: found.camera === 'weak' ? 'ok' : found.camera });
      return found;
    },
  };
  return check;
}
