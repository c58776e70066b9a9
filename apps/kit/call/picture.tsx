import { Show, createEffect, createSignal, onCleanup } from 'solid-js';
import { callTexts } from './texts.ts';

/**
 * Keeps the last frame while the next stream has none yet: no black flash when a leg takes over.
 * Where no next one is, nothing of the last stays.
 */
function hold(video: HTMLVideoElement, last: HTMLCanvasElement, hasNext: boolean): void {
  last.width = hasNext ? video.videoWidth : 0;
  last.height = hasNext ? video.videoHeight : 0;
  if (last.width > 0) last.getContext('2d')?.drawImage(video, 0, 0);
}

export interface OtherPictureProps {
  readonly stream: MediaStream | undefined;
  readonly label: string;
  readonly onVideo: (video: HTMLVideoElement) => void;
}

/** The other side, with sound. A browser that wants a touch before sound gets its button. */
export function OtherPicture(props: OtherPictureProps) {
  const [isBlocked, setBlocked] = createSignal(false);
  let video: HTMLVideoElement | undefined;
  let last: HTMLCanvasElement | undefined;

  function play(): void {
    video?.play().then(
      () => setBlocked(false),
      // AbortError is only a newer stream that came meanwhile.
      (error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotAllowedError') setBlocked(true);
      },
    );
  }

  createEffect(() => {
    const stream = props.stream ?? null;
    if (!video || video.srcObject === stream) return;
    if (last) hold(video, last, stream !== null);
    video.srcObject = stream;
    if (stream) play();
  });
  onCleanup(() => {
    if (video) video.srcObject = null;
  });

  return (
    <>
      <canvas
        ref={(element) => {
          last = element;
        }}
        class="call-other call-other-last"
        aria-hidden="true"
      />
      <video
        ref={(element) => {
          video = element;
          props.onVideo(element);
        }}
        class="call-other"
        data-testid="other-video"
        aria-label={props.label}
        autoplay
        playsinline
      />
      <Show when={isBlocked()}>
        <button type="button" class="call-unblock" onClick={play}>
          {callTexts().playSound}
        </button>
      </Show>
    </>
  );
}

/** Oneself: small, silent, and mirrored like a mirror when the camera looks at the person. */
export function SelfPicture(props: { stream: MediaStream | undefined; isMirrored: boolean }) {
  let video: HTMLVideoElement | undefined;
  createEffect(() => {
    if (!video) return;
    video.srcObject = props.stream ?? null;
    if (props.stream) video.play().catch(() => undefined);
  });
  onCleanup(() => {
    if (video) video.srcObject = null;
  });
  return (
    <video
      ref={(element) => {
        video = element;
        // An attribute alone does not silence a video that a script makes.
        element.muted = true;
      }}
      class="call-self-video"
      classList={{ 'call-mirrored': props.isMirrored }}
      data-testid="self-video"
      aria-label={callTexts().self}
      autoplay
      playsinline
      muted
    />
  );
}
