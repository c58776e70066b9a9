import { Match, Show, Switch, createSignal, onCleanup, onMount } from 'solid-js';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { openStillCamera } from './camera.ts';
import type { StillCamera } from './camera.ts';
import { Modal } from './modal.tsx';
import type { Photos } from './photos.ts';
import { stillOf } from './still.ts';
import { photoTexts } from './texts.ts';
import type { Still } from './transfer.ts';

type Step =
  | { readonly kind: 'opening' }
  | { readonly kind: 'live'; readonly camera: StillCamera }
  | { readonly kind: 'taking'; readonly camera: StillCamera }
  /** Frozen: what was taken is looked at while it is made ready. */
  | { readonly kind: 'frozen'; readonly still: Promise<Still>; readonly isSending: boolean }
  | { readonly kind: 'none' };

/** Long enough to judge sharpness by, small enough for any device; of the longer side, in pixels. */
const FROZEN_SIDE = 2048;

function drawFrozen(canvas: HTMLCanvasElement, source: ImageBitmap): void {
  const scale = Math.min(1, FROZEN_SIDE / Math.max(source.width, source.height));
  canvas.width = Math.round(source.width * scale);
  canvas.height = Math.round(source.height * scale);
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
}

/**
 * The camera over the whole screen (C5): the rear one, with its light, frozen before it is sent. The
 * call goes on with sound, the others see what is aimed at, and its own camera comes back afterwards.
 */
export function PhotoCamera(props: { photos: Photos }) {
  const { photos } = props;
  const [step, setStep] = createSignal<Step>({ kind: 'opening' });
  const [isLit, setLit] = createSignal(false);
  const [problem, setProblem] = createSignal('');
  const loan = photos.call.devices.lendCamera();
  const frozen = document.createElement('canvas');
  frozen.className = 'photo-picture';
  frozen.setAttribute('role', 'img');
  let video: HTMLVideoElement | undefined;
  let file: HTMLInputElement | undefined;
  let camera: StillCamera | undefined;
  let isGone = false;

  function shut(): void {
    // The others still see what is aimed at: its light would burn on.
    if (isLit()) camera?.setTorch(false).catch(() => undefined);
    camera?.close();
    camera = undefined;
    setLit(false);
  }

  async function open(): Promise<void> {
    setStep({ kind: 'opening' });
    try {
      const opened = await openStillCamera();
      if (isGone) {
        opened.close();
        return;
      }
      camera = opened;
      loan.show(opened.track);
      setStep({ kind: 'live', camera: opened });
    } catch {
      setStep({ kind: 'none' });
    }
  }

  function freeze(source: ImageBitmap): void {
    drawFrozen(frozen, source);
    frozen.setAttribute('aria-label', photoTexts().photo(photos.sent().length + 1));
    const still = stillOf(source).finally(() => source.close());
    // Whoever uses the picture hears of a failure then.
    still.catch(() => undefined);
    shut();
    setStep({ kind: 'frozen', still, isSending: false });
  }

  async function shoot(): Promise<void> {
    const now = step();
    if (now.kind !== 'live' || !video) return;
    setProblem('');
    setStep({ kind: 'taking', camera: now.camera });
    try {
      const source = await now.camera.take(video);
      if (isGone) source.close();
      else freeze(source);
    } catch {
      setProblem(photoTexts().failed);
      setStep(now);
    }
  }

  async function takeFile(): Promise<void> {
    const [chosen] = file?.files ?? [];
    if (!chosen) return;
    setProblem('');
    try {
      freeze(await createImageBitmap(chosen));
    } catch {
      setProblem(photoTexts().failed);
    }
    if (file) file.value = '';
  }

  async function use(): Promise<void> {
    const now = step();
    if (now.kind !== 'frozen' || now.isSending) return;
    setStep({ ...now, isSending: true });
    try {
      await photos.send(await now.still);
      photos.closeCamera();
    } catch (error) {
      setProblem(error instanceof RangeError ? photoTexts().tooLarge : photoTexts().failed);
      setStep({ ...now, isSending: false });
    }
  }

  async function toggleLight(): Promise<void> {
    const isOn = !isLit();
    await camera?.setTorch(isOn).then(
      () => setLit(isOn),
      () => undefined,
    );
  }

  onMount(() => void open());
  onCleanup(() => {
    isGone = true;
    shut();
    frozen.width = 0;
    loan.giveBack().catch(() => undefined);
  });

  const live = (): StillCamera | undefined => {
    const now = step();
    return now.kind === 'live' || now.kind === 'taking' ? now.camera : undefined;
  };
  const isFrozen = (): boolean => step().kind === 'frozen';
  const isSending = (): boolean => {
    const now = step();
    return now.kind === 'frozen' && now.isSending;
  };

  return (
    <Modal
      class="photo-camera"
      label={photoTexts().camera}
      testId="photo-camera"
      onClose={() => photos.closeCamera()}
    >
      <header class="photo-bar">
        <h2 class="photo-title">{isFrozen() ? photoTexts().frozen : photoTexts().camera}</h2>
        <Button icon="arrowLeft" onClick={() => photos.closeCamera()}>
          {photoTexts().cancel}
        </Button>
      </header>
      <div class="photo-scene">
        <Switch>
          <Match when={live()}>
            {(camera) => (
              <video
                ref={(element) => {
                  video = element;
                  element.muted = true;
                  element.srcObject = new MediaStream([camera().track]);
                  element.play().catch(() => undefined);
                }}
                class="photo-picture"
                aria-label={photoTexts().camera}
                data-testid="photo-live"
                autoplay
                playsinline
                muted
              />
            )}
          </Match>
          <Match when={isFrozen()}>{frozen}</Match>
          <Match when={step().kind === 'opening'}>
            <p class="photo-says" role="status">
              {photoTexts().opening}
            </p>
          </Match>
          <Match when={step().kind === 'none'}>
            <p class="photo-says" role="alert">
              {photoTexts().noCamera}
            </p>
          </Match>
        </Switch>
      </div>
      <footer class="photo-foot">
        <p class="photo-hint" role="status">
          {problem() || (live() ? photoTexts().cameraHint : '')}
        </p>
        <div class="photo-actions">
          <Switch>
            <Match when={isFrozen()}>
              <Button
                variant="primary"
                size="large"
                icon="check"
                isPending={isSending()}
                onClick={() => void use()}
              >
                {photoTexts().use}
              </Button>
              <Button size="large" icon="back" disabled={isSending()} onClick={() => void open()}>
                {photoTexts().again}
              </Button>
            </Match>
            <Match when={live()}>
              {(camera) => (
                <>
                  <Show when={camera().hasTorch}>
                    <button
                      type="button"
                      class="button button-secondary button-large"
                      aria-pressed={isLit()}
                      onClick={() => void toggleLight()}
                    >
                      <Icon name="torch" />
                      {photoTexts().torch}
                    </button>
                  </Show>
                  <Button
                    variant="primary"
                    size="large"
                    icon="photo"
                    isPending={step().kind === 'taking'}
                    onClick={() => void shoot()}
                  >
                    {step().kind === 'taking' ? photoTexts().taking : photoTexts().shutter}
                  </Button>
                </>
              )}
            </Match>
          </Switch>
          <Show when={step().kind === 'none' || live()?.isFull === false}>
            <input
              ref={(element) => {
                file = element;
              }}
              class="visually-hidden"
              type="file"
              accept="image/*"
              capture="environment"
              tabindex={-1}
              aria-hidden="true"
              onChange={() => void takeFile()}
            />
            <Button size="large" icon="phone" onClick={() => file?.click()}>
              {photoTexts().other}
            </Button>
          </Show>
        </div>
      </footer>
    </Modal>
  );
}
