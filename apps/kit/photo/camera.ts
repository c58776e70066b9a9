/** A camera that is open for a still photo. */
export interface StillCamera {
  readonly track: MediaStreamTrack;
  readonly hasTorch: boolean;
  /** It gives the sensor's full size; otherwise only what a video track of it has. */
  readonly isFull: boolean;
  setTorch(isOn: boolean): Promise<void>;
  /**
   * @param video that shows the track: what is taken where the browser has no photos of its own
   * @returns the picture; whoever gets it closes it
   */
  take(video: HTMLVideoElement): Promise<ImageBitmap>;
  close(): void;
}

/** Enough to aim by, and cheap to send to the others meanwhile. */
const AIM: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 960 } };
/** Where a picture is taken from the track, the track has to be as large as it gets. */
const LARGEST: MediaTrackConstraints = { width: { ideal: 4096 }, height: { ideal: 3072 } };
/** Some devices never answer: then the track is taken, in milliseconds. */
const PATIENCE_MS = 15_000;

const hasPhotos = (): boolean => 'ImageCapture' in globalThis;

const within = <T>(ms: number, work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, fail) => {
      setTimeout(() => fail(new DOMException('no answer', 'TimeoutError')), ms);
    }),
  ]);

/** The sensor's own picture: the largest that it says it has. */
async function takeLargest(track: MediaStreamTrack): Promise<ImageBitmap> {
  const capture = new ImageCapture(track);
  const { imageWidth, imageHeight } = await capture.getPhotoCapabilities();
  const size =
    imageWidth?.max && imageHeight?.max
      ? { imageWidth: imageWidth.max, imageHeight: imageHeight.max }
      : {};
  return createImageBitmap(await capture.takePhoto(size));
}

/** A frame of the track, made as large as it gets first. */
async function takeFrame(track: MediaStreamTrack, video: HTMLVideoElement): Promise<ImageBitmap> {
  const before = video.videoWidth;
  await track.applyConstraints(LARGEST).catch(() => undefined);
  const { width = before } = track.getSettings();
  for (let tries = 0; tries < 60 && video.videoWidth < width; tries += 1) {
    await new Promise((next) => {
      setTimeout(next, 50);
    });
  }
  return createImageBitmap(video);
}

/**
 * Opens the camera that looks away from the person, where there is one.
 * @throws DOMException as `getUserMedia` does
 */
export async function openStillCamera(): Promise<StillCamera> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { ...(hasPhotos() ? AIM : LARGEST), facingMode: { ideal: 'environment' } },
  });
  const [track] = stream.getVideoTracks();
  if (!track) throw new DOMException('no picture', 'NotFoundError');
  // Firefox does not have it; TypeScript believes that everybody has.
  const can: MediaTrackCapabilities = 'getCapabilities' in track ? track.getCapabilities() : {};
  const hasTorch = 'torch' in can && can.torch === true;
  return {
    track,
    hasTorch,
    isFull: hasPhotos(),
    setTorch(isOn) {
      const torch: MediaTrackConstraintSet & { readonly torch: boolean } = { torch: isOn };
      return track.applyConstraints({ advanced: [torch] });
    },
    async take(video) {
      if (hasPhotos()) {
        try {
          return await within(PATIENCE_MS, takeLargest(track));
        } catch {
          // A device that promises photos and gives none: its picture is still there.
        }
      }
      return takeFrame(track, video);
    },
    close: () => track.stop(),
  };
}
