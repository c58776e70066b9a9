import { zstdDecompressSync } from 'node:zlib';
import { unsnappy } from './snappy.ts';

/** Of a table's footer (google/leveldb, doc/table_format.md), as it stands in the file. */
const MAGIC = Buffer.from('57fb808b247547db', 'hex');
const FOOTER = 48;

const LOG_BLOCK = 32 * 1024;
const LOG_HEADER = 7;

export const isTable = (file: Buffer): boolean =>
  file.length >= FOOTER && file.subarray(-8).equals(MAGIC);

function varint(data: Buffer, from: number): readonly [value: number, next: number] {
  let value = 0;
  for (let at = from, shift = 0; at < data.length && shift < 63; at += 1, shift += 7) {
    const byte = data[at] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at + 1];
  }
  return [value, data.length];
}

/** One block as it was before it was compressed; undefined when it cannot be read. */
function blockAt(file: Buffer, offset: number, size: number): Buffer | undefined {
  const block = file.subarray(offset, offset + size);
  if (block.length < size) return undefined;
  switch (file[offset + size]) {
    case 0:
      return block;
    case 1:
      return unsnappy(block);
    case 2:
      return zstdDecompressSync(block);
    default:
      return undefined;
  }
}

/** Keys share their beginnings with the one before, so a key can be whole only when put together. */
function* entriesOf(block: Buffer): Generator<readonly [key: Buffer, value: Buffer]> {
  const end = block.length - 4 - 4 * block.readUInt32LE(block.length - 4);
  let key = Buffer.alloc(0);
  for (let at = 0; at < end;) {
    const [shared, afterShared] = varint(block, at);
    const [rest, afterRest] = varint(block, afterShared);
    const [size, start] = varint(block, afterRest);
    key = Buffer.concat([key.subarray(0, shared), block.subarray(start, start + rest)]);
    at = start + rest + size;
    yield [key, block.subarray(start + rest, at)];
  }
}

/** Every data block of a table file (`.ldb`, `.sst`), uncompressed, with its keys put together. */
export function* blocksOfTable(file: Buffer): Generator<Buffer> {
  const footer = file.subarray(-FOOTER);
  const [, afterOffset] = varint(footer, 0);
  const [, index] = varint(footer, afterOffset);
  const [offset, next] = varint(footer, index);
  const [size] = varint(footer, next);
  const directory = blockAt(file, offset, size);
  if (directory === undefined) return;
  for (const [, handle] of entriesOf(directory)) {
    const [from, after] = varint(handle, 0);
    const [length] = varint(handle, after);
    const block = blockAt(file, from, length);
    if (block === undefined) continue;
    yield block;
    for (const [key, value] of entriesOf(block)) yield Buffer.concat([key, value]);
  }
}

/** A write-ahead log as one run of bytes: its records are cut every 32 KB by a header. */
export function joinedLog(file: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let start = 0; start < file.length; start += LOG_BLOCK) {
    const block = file.subarray(start, start + LOG_BLOCK);
    for (let at = 0; at + LOG_HEADER <= block.length;) {
      const size = block.readUInt16LE(at + 4);
      if (size === 0) break;
      parts.push(block.subarray(at + LOG_HEADER, at + LOG_HEADER + size));
      at += LOG_HEADER + size;
    }
  }
  return Buffer.concat(parts);
}
