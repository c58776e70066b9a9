import { createSignal } from 'solid-js';
import type { DeniedReason } from '@naervaer/machines/call';
import { createStandIns } from './stand-ins.ts';
import { deniedReason, sizeFor, takeAll, takeOne } from './take.ts';
import type { DeviceKind } from './take.ts';
import type { Devices } from './types.ts';

/** A system that mutes a track for a moment gives it back; a phone call does not, in milliseconds. */
const MUTED_MS = 2_000;
/** A track that was taken anew and is still mute after this is not back. */
const UNMUTE_MS = 1_000;
/** Plugging one thing in changes the list several times. */
const SETTLE_MS = 300;

export interface DeviceEvents {
  /** Ended, muted by the system, or another one was plugged in: it has to be taken anew. */
  lost(kind: DeviceKind): void;
  /** It gives again. */
  back(kind: DeviceKind): void;
  /** A track that takes another's place, in every leg. */
  track(track: MediaStreamTrack): void;
}

export interface OwnDevices extends Devices {
  /**
   * Opens camera and microphone, also after `release`; either alone will do.
   * @returns why there is neither, or that they were released meanwhile
   */
  acquire(): Promise<DeniedReason | 'released' | undefined>;
  /** What is plugged in: what is missing and could be there is told as `lost`. */
  look(): Promise<void>;
  /** Opens one anew. Told by `back` when it gives. */
  retake(kind: DeviceKind): Promise<void>;
  /** To so many others the picture goes. */
  fit(others: number): void;
  /** What a leg is made of: always sound and picture. */
  outgoing(): MediaStream | undefined;
  /** The picture that goes out; undefined while there is none, or it is off. */
  picture(): MediaStreamTrack | undefined;
  /** The own microphone, on or off; undefined while there is none. */
  sound(): MediaStreamTrack | undefined;
  release(): void;
}

const kindOf = (track: MediaStreamTrack): DeviceKind =>
  track.kind === 'video' ? 'camera' : 'microphone';

/** Camera and microphone of this tab, kept for the whole call whatever happens to them (C3). */
export function createDevices(on: DeviceEvents): OwnDevices {
  const [stream, setStream] = createSignal<MediaStream>();
  const [problem, setProblem] = createSignal<DeniedReason>();
  const [hasCamera, setHasCamera] = createSignal(false);
  const [hasMicrophone, setHasMicrophone] = createSignal(false);
  const [isMicrophoneOn, setMicrophoneOn] = createSignal(true);
  const [isCameraOn, setCameraOn] = createSignal(true);
  const [cameras, setCameras] = createSignal<readonly string[]>([]);
  const [isFacingUser, setFacingUser] = createSignal(true);
  const standIns = createStandIns();
  const taking = new Set<DeviceKind>();
  let microphones: ReadonlySet<string> = new Set();
  let size = sizeFor(1);
  let isReleased = false;
  /** Counts what was released, so that what was being opened meanwhile is known as late. */
  let life = 0;
  let isLent = false;
  let settling: ReturnType<typeof setTimeout> | undefined;

  const setHas = (kind: DeviceKind, has: boolean): void => {
    if (kind === 'camera') setHasCamera(has);
    else setHasMicrophone(has);
  };
  const has = (kind: DeviceKind): boolean => (kind === 'camera' ? hasCamera() : hasMicrophone());
  const tracksOf = (kind: DeviceKind): readonly MediaStreamTrack[] =>
    (kind === 'camera' ? stream()?.getVideoTracks() : stream()?.getAudioTracks()) ?? [];

  function lost(kind: DeviceKind): void {
    setHas(kind, false);
    setProblem('inUse');
    on.lost(kind);
  }
  function back(kind: DeviceKind): void {
    setHas(kind, true);
    if (hasCamera() && hasMicrophone()) setProblem(undefined);
    on.back(kind);
  }

  /** `stop()` of our own says nothing; what ends a track is the system, or a plug. */
  function watch(track: MediaStreamTrack): void {
    const kind = kindOf(track);
    const isInUse = (): boolean => !isReleased && tracksOf(kind).includes(track);
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (kind === 'camera') {
      const facing = track.getSettings().facingMode;
      setFacingUser(facing === undefined || facing === 'user');
    }
    track.addEventListener('ended', () => {
      clearTimeout(timer);
      if (isInUse()) lost(kind);
    });
    const whenMuted = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (isInUse() && track.muted && track.readyState === 'live') lost(kind);
      }, MUTED_MS);
    };
    track.addEventListener('mute', whenMuted);
    if (track.muted) whenMuted();
    track.addEventListener('unmute', () => {
      clearTimeout(timer);
      if (isInUse() && !has(kind)) back(kind);
    });
  }

  /** Puts a track in the place of the one that goes out now; undefined: none for the moment. */
  function place(kind: DeviceKind, track: MediaStreamTrack | undefined): void {
    const present = stream();
    for (const old of tracksOf(kind)) {
      if (old === track) return;
      old.stop();
      present?.removeTrack(old);
    }
    if (!track) return;
    track.enabled = kind === 'camera' ? isCameraOn() : isMicrophoneOn();
    present?.addTrack(track);
    on.track(track);
  }

  async function look(): Promise<void> {
    const all = await navigator.mediaDevices.enumerateDevices();
    const idsOf = (of: MediaDeviceKind): string[] =>
      all.filter(({ kind }) => kind === of).map(({ deviceId }) => deviceId);
    setCameras(idsOf('videoinput'));
    // `default` is another name of one that is in the list too.
    const heard = new Set(idsOf('audioinput').filter((id) => id !== 'default' && id !== ''));
    const isAnother = microphones.size > 0 && Array.from(heard).some((id) => !microphones.has(id));
    microphones = heard;
    // Whoever said no is not asked again and again.
    if (isReleased || !stream() || problem() === 'permission') return;
    if (cameras().length > 0 && !hasCamera() && !isLent) on.lost('camera');
    // A headset that is plugged in is meant to be used.
    if (isAnother || (heard.size > 0 && !hasMicrophone())) on.lost('microphone');
  }

  const onChange = (): void => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      look().catch(() => undefined);
    }, SETTLE_MS);
  };
  async function settled(track: MediaStreamTrack): Promise<boolean> {
    if (!track.muted) return true;
    await Promise.race([
      new Promise((resolve) => track.addEventListener('unmute', resolve, { once: true })),
      new Promise((resolve) => setTimeout(resolve, UNMUTE_MS)),
    ]);
    return !track.muted;
  }

  /** One at a time of a kind. @returns whether it gives */
  async function take(
    kind: DeviceKind,
    wishes: readonly MediaTrackConstraints[],
  ): Promise<boolean> {
    if (taking.has(kind)) return false;
    taking.add(kind);
    const mine = life;
    try {
      let track: MediaStreamTrack | undefined;
      let reason: unknown;
      for (const wish of wishes) {
        try {
          track ??= await takeOne(kind, kind === 'camera' ? { ...size, ...wish } : wish);
        } catch (error) {
          reason = error;
        }
      }
      if (life !== mine) track?.stop();
      if (life !== mine) return false;
      if (!track) {
        setHas(kind, false);
        setProblem(deniedReason(reason));
        return false;
      }
      place(kind, track);
      watch(track);
      return await settled(track);
    } finally {
      taking.delete(kind);
    }
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
      isReleased = false;
      const mine = life;
      // Missing at an address that is not secure. Added twice, it is there once.
      if ('mediaDevices' in navigator) {
        navigator.mediaDevices.addEventListener('devicechange', onChange);
      }
      const { tracks, problem: found } = await takeAll(size);
      if (life !== mine) {
        for (const track of tracks) track.stop();
        return 'released';
      }
      setProblem(found);
      if (tracks.length === 0) return found ?? 'unknown';
      const opened = new MediaStream([...tracks]);
      for (const track of tracks) {
        setHas(kindOf(track), true);
        watch(track);
      }
      setStream(opened);
      return undefined;
    },
    look: () => look().catch(() => undefined),
    async retake(kind) {
      if (kind === 'camera' && isLent) return;
      // A dead camera is let go before it is opened; a microphone that still gives is kept so long.
      if (kind === 'camera') for (const track of tracksOf(kind)) track.stop();
      if (await take(kind, [{}])) back(kind);
    },
    fit(others) {
      if (size === sizeFor(others)) return;
      size = sizeFor(others);
      if (isLent) return;
      for (const track of tracksOf('camera')) {
        track.applyConstraints(size).then(
          () => on.track(track),
          () => undefined,
        );
      }
    },
    outgoing() {
      const own = stream();
      return own && standIns.complete(own);
    },
    picture: () => {
      const [track] = tracksOf('camera');
      return isCameraOn() && hasCamera() && !isLent ? track : undefined;
    },
    sound: () => (hasMicrophone() ? tracksOf('microphone')[0] : undefined),
    toggleMicrophone() {
      const isOn = setMicrophoneOn((on) => !on);
      for (const track of tracksOf('microphone')) track.enabled = isOn;
    },
    toggleCamera() {
      const isOn = setCameraOn((on) => !on);
      for (const track of tracksOf('camera')) track.enabled = isOn;
    },
    async flip() {
      const [old] = tracksOf('camera');
      const ids = cameras();
      if (!old || ids.length < 2 || isLent || taking.has('camera')) return;
      const oldId = old.getSettings().deviceId ?? '';
      const nextId = ids[(ids.indexOf(oldId) + 1) % ids.length] ?? oldId;
      // Most tablets open only one camera at a time.
      old.stop();
      const wishes = [{ deviceId: { exact: nextId } }, { deviceId: { exact: oldId } }];
      if (!(await take('camera', wishes))) on.lost('camera');
    },
    lendCamera() {
      const deviceId = tracksOf('camera')[0]?.getSettings().deviceId;
      isLent = true;
      place('camera', undefined);
      return {
        show(track) {
          // A copy, so that the end of ours is not the end of theirs.
          if (!isLent || isReleased) return;
          setFacingUser(track.getSettings().facingMode === 'user');
          place('camera', track.clone());
        },
        async giveBack() {
          if (!isLent || isReleased) return;
          isLent = false;
          for (const track of tracksOf('camera')) track.stop();
          const wish = deviceId === undefined ? {} : { deviceId: { ideal: deviceId } };
          if (await take('camera', [wish])) back('camera');
          else lost('camera');
        },
      };
    },
    release() {
      isReleased = true;
      life += 1;
      isLent = false;
      clearTimeout(settling);
      if ('mediaDevices' in navigator) {
        navigator.mediaDevices.removeEventListener('devicechange', onChange);
      }
      for (const track of stream()?.getTracks() ?? []) track.stop();
      standIns.close();
      setHasCamera(false);
      setHasMicrophone(false);
      setStream(undefined);
    },
  };
}
