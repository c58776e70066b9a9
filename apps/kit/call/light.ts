const EVERY_MS = 2_000;
/** So few points that it costs nothing; a mean needs no more. */
const SIZE = { width: 16, height: 12 } as const;

/** Mean of the relative brightness (Rec. 709) of RGBA points, 0…1. */
export function lumaOf(points: Uint8ClampedArray): number {
  let sum = 0;
  for (let at = 0; at + 2 < points.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = points.subarray(at, at + 3);
    sum += 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
  return points.length === 0 ? 0 : sum / (points.length / 4) / 255;
}

/**
 * How bright the own picture is, every two seconds; a page that nobody sees does not look.
 * @param picture the track that is to be looked at now; undefined: there is none, or it is off
 * @param on mean brightness 0…1; null without a picture
 * @returns what stops it
 */
export function watchLight(
  picture: () => MediaStreamTrack | undefined,
  on: (luma: number | null) => void,
): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, SIZE);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let shown: MediaStreamTrack | undefined;

  function look(): void {
    if (document.hidden || !context) return;
    const track = picture();
    if (track !== shown) {
      shown = track;
      video.srcObject = track ? new MediaStream([track]) : null;
      if (track) video.play().catch(() => undefined);
    }
    if (!track) return on(null);
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    context.drawImage(video, 0, 0, SIZE.width, SIZE.height);
    on(lumaOf(context.getImageData(0, 0, SIZE.width, SIZE.height).data));
  }

  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    video.srcObject = null;
  };
}
