/** Mean brightness, 0…1, under which a face or a wound is hard to make out. */
export const DARK = 0.16;
/** A picture at the limit does not flicker between the two. */
const LIGHT_AGAIN = 0.2;
/** A camera that has just begun gives some black pictures. */
const LOOKS = 3;
const LOOK_MS = 500;
const [WIDTH, HEIGHT] = [32, 24];

/** Mean brightness of RGBA pixels, 0…1, weighted as the eye does (ITU-R BT.601). */
export function brightnessOf(pixels: Uint8ClampedArray): number {
  let sum = 0;
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
    sum += 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return pixels.length === 0 ? 0 : sum / (pixels.length / 4) / 255;
}

/** Turns looks at the picture into "it is dark", slowly. */
export function createDarkness(): (brightness: number) => boolean {
  let isDark = false;
  let looks = 0;
  return (brightness) => {
    const isOther = isDark ? brightness > LIGHT_AGAIN : brightness < DARK;
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
    report(judge(brightnessOf(context.getImageData(0, 0, WIDTH, HEIGHT).data)));
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    video.srcObject = null;
  };
}
