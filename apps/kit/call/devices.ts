import { createSignal } from 'solid-js';
import type { DeniedReason } from '@naervaer/machines/call';
import type { Devices } from './types.ts';

/** Modest on purpose: every network carries it, and sound comes first (C2). */
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 640 },
  height: { ideal: 480 },
  frameRate: { ideal: 30 },
};
const AUDIO: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

export function deniedReason(error: unknown): DeniedReason {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'permission';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'notFound';
    case 'NotReadableError':
    case 'AbortError':
      return 'inUse';
    default:
      return 'unknown';
  }
}

export interface OwnDevices extends Devices {
  /** Opens camera and microphone; either alone will do. @returns why there is neither */
  acquire(): Promise<DeniedReason | undefined>;
  /** Called with each video track that takes another's place. @returns what stops it */
  onVideoTrack(replace: (track: MediaStreamTrack) => void): () => void;
  release(): void;
}

/** Camera and microphone of this tab, opened once and kept for the whole call. */
export function createDevices(): OwnDevices {
  const [stream, setStream] = createSignal<MediaStream>();
  const [problem, setProblem] = createSignal<DeniedReason>();
  const [hasCamera, setHasCamera] = createSignal(false);
  const [hasMicrophone, setHasMicrophone] = createSignal(false);
  const [isMicrophoneOn, setMicrophoneOn] = createSignal(true);
  const [isCameraOn, setCameraOn] = createSignal(true);
  const [cameras, setCameras] = createSignal<readonly string[]>([]);
  const [isFacingUser, setFacingUser] = createSignal(true);
  const replacers = new Set<(track: MediaStreamTrack) => void>();
  let isReleased = false;
  let isFlipping = false;
  let isLent = false;

  function watch(track: MediaStreamTrack): void {
    const setHas = track.kind === 'video' ? setHasCamera : setHasMicrophone;
    setHas(true);
    if (track.kind === 'video') {
      const facing = track.getSettings().facingMode;
      setFacingUser(facing === undefined || facing === 'user');
    }
    // Unplugged, or taken by the system: `stop()` of our own says nothing.
    track.addEventListener('ended', () => {
      setHas(false);
      setProblem('inUse');
    });
  }

  async function listCameras(): Promise<void> {
    const all = await navigator.mediaDevices.enumerateDevices();
    setCameras(all.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId));
  }

  async function open(): Promise<MediaStream> {
    const tries: MediaStreamConstraints[] = [
      { audio: AUDIO, video: VIDEO },
      { audio: AUDIO },
      { video: VIDEO },
    ];
    let first: unknown;
    for (const constraints of tries) {
      try {
        return await navigator.mediaDevices.getUserMedia(constraints);
      } catch (error) {
        first ??= error;
        setProblem(deniedReason(error));
      }
    }
    throw first;
  }

  /** Puts a picture in the place of the one that goes out now; undefined: none for the moment. */
  function takePlace(track: MediaStreamTrack | undefined): void {
    const present = stream();
    for (const old of present?.getVideoTracks() ?? []) {
      if (old === track) return;
      old.stop();
      present?.removeTrack(old);
    }
    if (!track) return;
    track.enabled = isCameraOn();
    present?.addTrack(track);
    for (const replace of replacers) replace(track);
  }

  function stopAll(of: MediaStream | undefined): void {
    for (const track of of?.getTracks() ?? []) track.stop();
  }

  return {
    stream,
    problem,
    hasCamera,
    hasMicrophone,
    isMicrophoneOn,
    isCameraOn,
    isFacingUser,
    canFlip: () => hasCamera() && cameras().length > 1,
    async acquire() {
      setProblem(undefined);
      // Browsers have no media devices on a page that is neither HTTPS nor localhost. (The types
      // say otherwise.)
      if (!('mediaDevices' in navigator)) {
        setProblem('insecure');
        return 'insecure';
      }
      try {
        const opened = await open();
        if (isReleased) {
          stopAll(opened);
          return undefined;
        }
        for (const track of opened.getTracks()) watch(track);
        if (opened.getTracks().length === 2) setProblem(undefined);
        setStream(opened);
        await listCameras();
        return undefined;
      } catch (error) {
        const reason = deniedReason(error);
        setProblem(reason);
        return reason;
      }
    },
    toggleMicrophone() {
      const isOn = setMicrophoneOn((on) => !on);
      for (const track of stream()?.getAudioTracks() ?? []) track.enabled = isOn;
    },
    toggleCamera() {
      const isOn = setCameraOn((on) => !on);
      for (const track of stream()?.getVideoTracks() ?? []) track.enabled = isOn;
    },
    async flip() {
      const present = stream();
      const old = present?.getVideoTracks()[0];
      const ids = cameras();
      if (!present || !old || ids.length < 2 || isFlipping || isLent) return;
      isFlipping = true;
      const oldId = old.getSettings().deviceId ?? '';
      const nextId = ids[(ids.indexOf(oldId) + 1) % ids.length] ?? oldId;
      // Most tablets open only one camera at a time.
      old.stop();
      try {
        const opened = await navigator.mediaDevices
          .getUserMedia({ video: { ...VIDEO, deviceId: { exact: nextId } } })
          .catch(() =>
            navigator.mediaDevices.getUserMedia({
              video: { ...VIDEO, deviceId: { exact: oldId } },
            }),
          );
        const [track] = opened.getVideoTracks();
        if (!track || isReleased) return stopAll(opened);
        track.enabled = isCameraOn();
        present.removeTrack(old);
        present.addTrack(track);
        watch(track);
        for (const replace of replacers) replace(track);
      } catch (error) {
        setHasCamera(false);
        setProblem(deniedReason(error));
      } finally {
        isFlipping = false;
      }
    },
    lendCamera() {
      const deviceId = stream()?.getVideoTracks()[0]?.getSettings().deviceId;
      isLent = true;
      takePlace(undefined);
      return {
        show(track) {
          // A copy, so that the end of ours is not the end of theirs.
          if (!isLent || isReleased) return;
          setFacingUser(track.getSettings().facingMode === 'user');
          takePlace(track.clone());
        },
        async giveBack() {
          if (!isLent || isReleased) return;
          isLent = false;
          for (const track of stream()?.getVideoTracks() ?? []) track.stop();
          try {
            const opened = await navigator.mediaDevices.getUserMedia({
              video: deviceId === undefined ? VIDEO : { ...VIDEO, deviceId: { ideal: deviceId } },
            });
            const [track] = opened.getVideoTracks();
            if (!track || isReleased) return stopAll(opened);
            takePlace(track);
            watch(track);
          } catch (error) {
            setHasCamera(false);
            setProblem(deniedReason(error));
          }
        },
      };
    },
    onVideoTrack(replace) {
      replacers.add(replace);
      return () => replacers.delete(replace);
    },
    release() {
      isReleased = true;
      stopAll(stream());
      setStream(undefined);
    },
  };
}
