import type { DeniedReason } from '@naervaer/machines/call';

export type DeviceKind = 'camera' | 'microphone';

const size = (width: number, height: number, frameRate: number): MediaTrackConstraints => ({
  width: { ideal: width },
  height: { ideal: height },
  frameRate: { ideal: frameRate },
});
/**
 * As fine as the best picture that goes out, by the number of others: one, two, more (V4). Scaling
 * down costs a tablet as much as sending. How much of it goes out is the pair's machine's (C2).
 */
const SIZES = [size(1280, 720, 30), size(854, 480, 30), size(640, 360, 24)] as const;

export const sizeFor = (others: number): MediaTrackConstraints =>
  SIZES[Math.min(Math.max(others, 1), SIZES.length) - 1] ?? SIZES[0];
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

/**
 * @param wish all of a picture, and what is special of a sound
 * @throws what the browser says, see `deniedReason`
 */
export async function takeOne(
  kind: DeviceKind,
  wish: MediaTrackConstraints,
): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia(
    kind === 'camera' ? { video: wish } : { audio: { ...AUDIO, ...wish } },
  );
  const [track] = stream.getTracks();
  if (!track) throw new DOMException('no track', 'NotFoundError');
  return track;
}

/** Both with one question to the person; either alone will do. */
export async function takeAll(video: MediaTrackConstraints): Promise<{
  readonly tracks: readonly MediaStreamTrack[];
  /** Why one of them, or each, is missing. */
  readonly problem: DeniedReason | undefined;
}> {
  // Browsers have no media devices on a page that is neither HTTPS nor localhost. (The types say
  // otherwise.)
  if (!('mediaDevices' in navigator)) return { tracks: [], problem: 'insecure' };
  let problem: DeniedReason | undefined;
  for (const wish of [{ audio: AUDIO, video }, { audio: AUDIO }, { video }]) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(wish);
      return { tracks: stream.getTracks(), problem };
    } catch (error) {
      problem = deniedReason(error);
    }
  }
  return { tracks: [], problem };
}
