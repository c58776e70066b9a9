import { lumaOf } from '../call/light.ts';

/** Mean brightness under which nothing can be judged, and above which it can again: as in the call. */
export const DARK = { under: 0.12, until: 0.18 } as const;
/** A camera that has just begun gives some black pictures. */
const LOOKS = 3;
const LOOK_MS = 500;
const [WIDTH, HEIGHT] = [32, 24];

/** Turns looks at the picture into "it is dark", slowly. */
export function createDarkness(): (brightness: number) => boolean {
  let isDark = false;
  let looks = 0;
  return (brightness) => {
    const isOther = isDark ? brightness > DARK.until : brightness < DARK.under;
    looks = isOther ? looks + 1 : 0;
    if (looks >= LOOKS) {
      isDark = !isDark;
      looks = 0;
    }
    return isDark;
  };
}

/** Says twice a second whether the stream's picture is too dark. @returns how to stop. */
export function watchDarkness(stream: MediaStream, report: (isDark: boolean) => void): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  void video.play().catch(() => undefined);
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const judge = createDarkness();
  const timer = setInterval(() => {
    if (context === null || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    context.drawImage(video, 0, 0, WIDTH, HEIGHT);
    report(judge(lumaOf(context.getImageData(0, 0, WIDTH, HEIGHT).data)));
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    video.srcObject = null;
  };
}
