type Bytes = Uint8Array<ArrayBuffer>;

/** Numbers without a marker among them: no two pieces alike, the same ones each time. */
export function noise(length: number, seed: number): Bytes {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = Math.min(state >>> 24, 0xfe);
  }
  return bytes;
}

export const word = (n: number): readonly number[] => [n >> 8, n & 0xff];
export const segment = (marker: number, ...body: readonly number[]): readonly number[] => [
  0xff,
  marker,
  ...word(body.length + 2),
  ...body,
];
export const SOI = [0xff, 0xd8];
export const JFIF = segment(0xe0, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
/** Sides, and a colour in three parts. */
export const frame = (width: number, height: number, marker = 0xc0): readonly number[] =>
  segment(marker, 8, ...word(height), ...word(width), 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1);
export const SCAN = segment(0xda, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0);

/** A picture's head, and noise in place of its dots. */
export function fakeJpeg(width: number, height: number, length: number, seed = 1): Bytes {
  const bytes = noise(length, seed);
  bytes.set([...SOI, ...JFIF, ...frame(width, height), ...SCAN]);
  return bytes;
}
