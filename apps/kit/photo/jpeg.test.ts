import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isPicture, isPreview, jpegSize } from './jpeg.ts';
import { fakeJpeg, frame, JFIF, noise, SCAN, segment, SOI, word } from './testing/fake-jpeg.ts';

const bytesOf = (...parts: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flat());
const EXIF = segment(0xe1, ...new TextEncoder().encode('Exif\0\0'), ...frame(9, 9), ...SCAN);
const TABLES = [...segment(0xdb, ...Array(65).fill(1)), ...segment(0xc4, ...Array(28).fill(1))];

/** One bit a dot: 900 megapixels in a few KB. */
function bomb(): Uint8Array {
  const chunk = (name: string, body: Uint8Array): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    return Buffer.concat([head, Buffer.from(name), body, Buffer.alloc(4)]);
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(30_000, 0);
  size.writeUInt32BE(30_000, 4);
  size[8] = 1;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
  ]);
}

describe('a JPEG is known by its head (SE3)', () => {
  it.each<[string, readonly (readonly number[])[]]>([
    ['of a canvas', [SOI, JFIF, TABLES, frame(640, 480), TABLES, SCAN]],
    ['of a camera: its own segments first', [SOI, EXIF, segment(0xfe, 1), frame(640, 480), SCAN]],
    ['extended', [SOI, frame(640, 480, 0xc1), SCAN]],
    ['progressive: ten scans', [SOI, frame(640, 480, 0xc2), ...Array(10).fill(SCAN)]],
    ['grey', [SOI, segment(0xc0, 8, ...word(480), ...word(640), 1, 1, 0x11, 0), SCAN]],
    ['with filling between', [SOI, [0xff, 0xff], JFIF, [0xff], frame(640, 480), SCAN]],
  ])('%s', (_, parts) => {
    expect(jpegSize(bytesOf(...parts))).toEqual({ width: 640, height: 480 });
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a PNG', bomb()],
    ['a GIF', new TextEncoder().encode('GIF89a')],
    ['only fillings', new Uint8Array(50_000).fill(0xff)],
    ['fillings after a beginning', bytesOf(SOI, Array(50_000).fill(0xff))],
    ['noise after a beginning', bytesOf(SOI, [...noise(1_000, 3)])],
    ['something between the segments', bytesOf(SOI, JFIF, [0], frame(640, 480), SCAN)],
    ['a segment without length', bytesOf(SOI, [0xff, 0xe0, 0, 0], frame(640, 480), SCAN)],
    ['a segment of one byte', bytesOf(SOI, [0xff, 0xe0, 0, 1], frame(640, 480), SCAN)],
    ['a segment beyond the end', bytesOf(SOI, [0xff, 0xe0, 0xff, 0xff], frame(640, 480), SCAN)],
    ['no sides', bytesOf(SOI, frame(0, 480), SCAN)],
    ['a height that is told later', bytesOf(SOI, frame(640, 0), SCAN)],
    ['lossless', bytesOf(SOI, frame(640, 480, 0xc3), SCAN)],
    ['arithmetic', bytesOf(SOI, frame(640, 480, 0xc9), SCAN)],
    ['a scan before the frame', bytesOf(SOI, SCAN, frame(640, 480), SCAN)],
    ['no scan', bytesOf(SOI, frame(640, 480))],
    ['scans without end', bytesOf(SOI, frame(640, 480, 0xc2), ...Array(101).fill(SCAN))],
    ['two beginnings', bytesOf(SOI, SOI, frame(640, 480), SCAN)],
    ['more parts than it says', bytesOf(SOI, segment(0xc0, 8, 1, 224, 2, 128, 3, 1), SCAN)],
  ])('is none: %s', (_, bytes) => {
    expect(jpegSize(bytes)).toBeUndefined();
  });

  it('is none wherever its head is cut off, and comes to an end whatever is changed in it', () => {
    const head = bytesOf(SOI, EXIF, TABLES, frame(640, 480), SCAN);
    const scan = head.length - SCAN.length + 2;
    for (let end = 0; end < scan; end += 1) expect(jpegSize(head.slice(0, end))).toBeUndefined();
    for (let at = 0; at < head.length; at += 1) {
      for (const value of [0, 1, 0x7f, 0xda, 0xff]) {
        const changed = head.slice();
        changed[at] = value;
        const { width, height } = jpegSize(changed) ?? { width: 1, height: 1 };
        expect(Math.min(width, height)).toBeGreaterThan(0);
      }
    }
  });
});

describe('what is opened', () => {
  it('a preview as we send it, and no larger one', () => {
    expect(isPreview(fakeJpeg(640, 480, 20_000))).toBe(true);
    expect(isPreview(fakeJpeg(1, 640, 20_000))).toBe(true);
    expect(isPreview(fakeJpeg(641, 480, 20_000))).toBe(false);
    expect(isPreview(fakeJpeg(30_000, 30_000, 20_000))).toBe(false);
    expect(isPreview(bomb())).toBe(false);
  });

  it('a picture with the sides that were offered, up to 50 megapixels', () => {
    const offered = { width: 4096, height: 4096 };
    expect(isPicture(fakeJpeg(4096, 4096, 20_000), offered)).toBe(true);
    expect(isPicture(fakeJpeg(4096, 4095, 20_000), offered)).toBe(false);
    expect(isPicture(fakeJpeg(60_000, 60_000, 20_000), offered)).toBe(false);
    const huge = { width: 10_000, height: 5_001 };
    expect(isPicture(fakeJpeg(huge.width, huge.height, 20_000), huge)).toBe(false);
  });
});
