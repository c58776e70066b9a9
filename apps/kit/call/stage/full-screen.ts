import { createSignal, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';

export interface FullScreen {
  readonly isFull: Accessor<boolean>;
  toggle(): void;
}

/** One element over the whole screen; Escape and the owner's end give the screen back. */
export function createFullScreen(element: () => HTMLElement | undefined): FullScreen {
  const [isFull, setFull] = createSignal(document.fullscreenElement !== null);
  const note = (): void => {
    setFull(document.fullscreenElement !== null);
  };
  document.addEventListener('fullscreenchange', note);
  onCleanup(() => {
    document.removeEventListener('fullscreenchange', note);
    const own = element();
    if (own && document.fullscreenElement === own) {
      document.exitFullscreen().catch(() => undefined);
    }
  });
  return {
    isFull,
    toggle() {
      const change = isFull() ? document.exitFullscreen() : element()?.requestFullscreen();
      change?.catch(() => undefined);
    },
  };
}
