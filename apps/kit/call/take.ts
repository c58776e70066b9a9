import type { DeniedReason } from '@naervaer/machines/call';

export type DeviceKind = 'camera' | 'microphone';

/** As fine as the best picture that goes out; how much of it does is the pair's machine's (C2). */
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
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

/** @throws what the browser says, see `deniedReason` */
export async function takeOne(
  kind: DeviceKind,
  wish: MediaTrackConstraints = {},
): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia(
    kind === 'camera' ? { video: { ...VIDEO, ...wish } } : { audio: { ...AUDIO, ...wish } },
  );
  const [track] = stream.getTracks();
  if (!track) throw new DOMException('no track', 'NotFoundError');
  return track;
}

/** Both with one question to the person; either alone will do. */
export async function takeAll(): Promise<{
  readonly tracks: readonly MediaStreamTrack[];
  /** Why one of them, or each, is missing. */
  readonly problem: DeniedReason | undefined;
}> {
  // Browsers have no media devices on a page that is neither HTTPS nor localhost. (The types say
  // otherwise.)
  if (!('mediaDevices' in navigator)) return { tracks: [], problem: 'insecure' };
  let problem: DeniedReason | undefined;
  for (const wish of [{ audio: AUDIO, video: VIDEO }, { audio: AUDIO }, { video: VIDEO }]) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(wish);
      return { tracks: stream.getTracks(), problem };
    } catch (error) {
      problem = deniedReason(error);
    }
  }
  return { tracks: [], problem };
}
