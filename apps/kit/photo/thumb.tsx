import { createEffect } from 'solid-js';
import { createBitmap } from './bitmap.ts';

/** A small picture of a photo; what it is stands beside it in words. */
export function Thumb(props: { bytes: Uint8Array<ArrayBuffer> | undefined }) {
  const bitmap = createBitmap(() => props.bytes);
  let canvas: HTMLCanvasElement | undefined;
  createEffect(() => {
    const source = bitmap();
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (!source) return;
    const scale = Math.max(canvas.width / source.width, canvas.height / source.height);
    const [width, height] = [source.width * scale, source.height * scale];
    const [left, top] = [(canvas.width - width) / 2, (canvas.height - height) / 2];
    context.drawImage(source, left, top, width, height);
  });
  return (
    <canvas
      ref={(element) => {
        canvas = element;
      }}
      class="photo-thumb"
      width="160"
      height="120"
      aria-hidden="true"
    />
  );
}
