import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

const WIDTH = 4000;
const HEIGHT = 3000;

/**
 * A film for Chromium's camera (`--use-file-for-fake-video-capture`) with 12 million pixels, so that
 * `takePhoto` gives a picture of that size: soft shapes with the grain of a real sensor.
 */
export async function writeFilm(file: string): Promise<void> {
  const out = createWriteStream(file);
  out.write(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F5:1 Ip A1:1 C420\n`);
  let state = 1;
  for (let frame = 0; frame < 2; frame += 1) {
    const bytes = Buffer.alloc((WIDTH * HEIGHT * 3) / 2, 120);
    for (let y = 0; y < HEIGHT; y += 1) {
      for (let x = 0; x < WIDTH; x += 1) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        const shape = ((x * x + y * y) >> 17) & 127;
        bytes[y * WIDTH + x] = 64 + shape + (state >>> 29);
      }
    }
    out.write('FRAME\n');
    out.write(bytes);
  }
  out.end();
  await finished(out);
}
