import { constants, inflateRawSync } from 'node:zlib';

/** Flags of a gzip header (RFC 1952, 2.3.1). */
const HEADER_CRC = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;

function headerLength(bytes: Buffer): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & EXTRA) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const text of [NAME, COMMENT]) {
    if (!(flags & text)) continue;
    const end = bytes.indexOf(0, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return flags & HEADER_CRC ? at + 2 : at;
}

/**
 * What a gzip stream held. Whatever follows it in the file is left out, which Node's own `gunzip`
 * takes for damage; a stream that is cut gives what there is of it.
 * @returns undefined for bytes that only begin like one
 */
export function gunzipped(bytes: Buffer, maxOutputLength: number): Buffer | undefined {
  try {
    return inflateRawSync(bytes.subarray(headerLength(bytes)), {
      maxOutputLength,
      finishFlush: constants.Z_SYNC_FLUSH,
    });
  } catch {
    return undefined;
  }
}
