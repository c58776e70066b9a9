import { createEffect, createSignal, onCleanup, onMount } from 'solid-js';
import { Button } from '../components/button.tsx';
import { createBitmap } from './bitmap.ts';
import { receivedWords } from './photo-tray.tsx';
import type { ReceivedPhoto } from './photos.ts';
import { photoTexts } from './texts.ts';
import { FITTED, panned, rotated, scaleOf, zoomed } from './view.ts';
import type { Size, View } from './view.ts';

const STEP = 1.5;
/** Of an arrow key, in CSS pixels. */
const PAN = 80;

/** One photo, to be looked at closely: by mouse, wheel, fingers, keys or buttons (C5, P9). */
export function PhotoPane(props: { photo: ReceivedPhoto; onDrop: () => void }) {
  const { photo } = props;
  const bitmap = createBitmap(() => photo.picture() ?? photo.preview());
  const [view, setView] = createSignal<View>(FITTED);
  const [pane, setPane] = createSignal<Size>({ width: 1, height: 1 });
  let canvas: HTMLCanvasElement | undefined;
  let box: HTMLDivElement | undefined;
  /** Fingers and buttons that are down, where they are in the window. */
  const down = new Map<number, { readonly x: number; readonly y: number }>();

  // By the offer, not by what has come: the view stays when the full picture takes the preview's place.
  const size: Size = { width: photo.width, height: photo.height };
  const zoom = (by: number, at?: { x: number; y: number }): void => {
    setView((now) => zoomed(now, by, size, pane(), at));
  };
  const pan = (dx: number, dy: number): void => {
    setView((now) => panned(now, dx, dy, size, pane()));
  };

  createEffect(() => {
    const source = bitmap();
    const { width, height } = pane();
    const now = view();
    const context = canvas?.getContext('2d', { alpha: false });
    if (!canvas || !context) return;
    const dots = window.devicePixelRatio;
    canvas.width = Math.round(width * dots);
    canvas.height = Math.round(height * dots);
    context.fillStyle = '#0b1016';
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (!source) return;
    const scale = scaleOf(now, size, pane()) * dots;
    context.translate(canvas.width / 2, canvas.height / 2);
    context.rotate((now.turn * Math.PI) / 2);
    context.scale(scale, scale);
    context.imageSmoothingQuality = 'high';
    context.translate(-now.x, -now.y);
    context.drawImage(source, -size.width / 2, -size.height / 2, size.width, size.height);
  });

  onMount(() => {
    const measure = (): void => {
      if (box) setPane({ width: box.clientWidth, height: box.clientHeight });
    };
    const observer = new ResizeObserver(measure);
    if (box) observer.observe(box);
    onCleanup(() => observer.disconnect());
  });

  const place = (event: MouseEvent): { x: number; y: number } => {
    const { left, top, width, height } = (canvas ?? document.body).getBoundingClientRect();
    return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
  };

  function move(event: PointerEvent): void {
    const before = down.get(event.pointerId);
    if (!before) return;
    const now = place(event);
    const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    down.set(event.pointerId, now);
    if (!other) {
      pan(now.x - before.x, now.y - before.y);
      return;
    }
    const apart = (at: { x: number; y: number }): number =>
      Math.max(1, Math.hypot(at.x - other.x, at.y - other.y));
    pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    zoom(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => pan(PAN, 0),
      ArrowRight: () => pan(-PAN, 0),
      ArrowUp: () => pan(0, PAN),
      ArrowDown: () => pan(0, -PAN),
      '+': () => zoom(STEP),
      '=': () => zoom(STEP),
      '-': () => zoom(1 / STEP),
      '0': () => setView((now) => ({ ...now, scale: null, x: 0, y: 0 })),
      r: () => setView(rotated),
      R: () => setView(rotated),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  const name = (): string => photoTexts().photo(photo.number);
  return (
    <section class="photo-pane" aria-label={name()} data-testid="photo-pane">
      <div
        ref={(element) => {
          box = element;
        }}
        class="photo-window"
      >
        <canvas
          ref={(element) => {
            canvas = element;
            element.addEventListener(
              'wheel',
              (event) => {
                event.preventDefault();
                zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, place(event));
              },
              { passive: false },
            );
          }}
          class="photo-canvas"
          classList={{ 'photo-canvas-large': view().scale !== null }}
          role="img"
          aria-label={`${name()}. ${receivedWords(photo)}. ${photoTexts().size(photo.width, photo.height)}`}
          aria-describedby="photo-viewer-hint"
          tabindex="0"
          data-scale={view().scale ?? 'fit'}
          data-turn={view().turn}
          onKeyDown={press}
          onDblClick={(event) => zoom(2, place(event))}
          // Nothing is kept: the browser's own menu would offer to save it.
          onContextMenu={(event) => event.preventDefault()}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            down.set(event.pointerId, place(event));
          }}
          onPointerMove={move}
          onPointerUp={(event) => down.delete(event.pointerId)}
          onPointerCancel={(event) => down.delete(event.pointerId)}
        />
      </div>
      <div class="photo-tools" role="group" aria-label={name()}>
        <p class="photo-what">
          <strong>{name()}</strong>
          <span>
            {photo.state() === 'whole'
              ? photoTexts().size(photo.width, photo.height)
              : receivedWords(photo)}
          </span>
        </p>
        <Button icon="zoomIn" label={photoTexts().zoomIn} onClick={() => zoom(STEP)} />
        <Button icon="zoomOut" label={photoTexts().zoomOut} onClick={() => zoom(1 / STEP)} />
        <Button
          icon="fit"
          label={photoTexts().fit}
          onClick={() => setView((now) => ({ ...now, scale: null, x: 0, y: 0 }))}
        />
        <Button icon="rotate" label={photoTexts().rotate} onClick={() => setView(rotated)} />
        <Button variant="quiet" icon="close" onClick={() => props.onDrop()}>
          {photoTexts().drop}
        </Button>
      </div>
    </section>
  );
}
