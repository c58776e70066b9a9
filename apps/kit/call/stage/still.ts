import { createSignal, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';

const LOOK_MS = 500;
/** No frame for so long, and what stands there is no picture any more. */
const STILL_MS = 2000;

/**
 * Whether a picture that should move has stopped, whatever the reason: held back by the other side
 * so that the sound holds, or lost. A frozen face would be taken for a live one.
 */
export function createStill(
  video: () => HTMLVideoElement | undefined,
  isExpected: () => boolean,
): Accessor<boolean> {
  const [isStill, setStill] = createSignal(false);
  let frames = -1;
  let movedAt = performance.now();
  const timer = setInterval(() => {
    const seen = video();
    const now = performance.now();
    const count = seen?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
    // A page that nobody looks at paints nothing, and a video that must not play yet stands still.
    const isJudged = seen !== undefined && !seen.paused && !document.hidden && isExpected();
    if (!isJudged || count !== frames) movedAt = now;
    frames = count;
    setStill(now - movedAt > STILL_MS);
  }, LOOK_MS);
  onCleanup(() => clearInterval(timer));
  return isStill;
}
