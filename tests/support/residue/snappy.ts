/**
 * Raw snappy, as LevelDB's blocks and Chromium's IndexedDB values have it (google/snappy,
 * format_description.txt).
 * @returns what could be read; a damaged end, or what comes after the data, is left out. Undefined
 * when it does not begin like snappy.
 */
export function unsnappy(data: Uint8Array): Buffer | undefined {
  let at = 0;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = data[at++];
    if (byte === undefined || shift > 28) return undefined;
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  if (length === 0 || length > 64 * 1024 * 1024) return undefined;
  const out = Buffer.alloc(length);
  let to = 0;
  const little = (bytes: number): number => {
    let value = 0;
    for (let n = 0; n < bytes; n += 1) value += (data[at + n] ?? 0) * 2 ** (8 * n);
    at += bytes;
    return value;
  };
  while (to < length && at < data.length) {
    const tag = data[at++] ?? 0;
    const high = tag >> 2;
    if ((tag & 3) === 0) {
      const size = Math.min((high < 60 ? high : little(high - 59)) + 1, length - to);
      out.set(data.subarray(at, at + size), to);
      at += size;
      to += size;
      continue;
    }
    const isShort = (tag & 3) === 1;
    const size = isShort ? (high & 7) + 4 : high + 1;
    const back = isShort ? ((high >> 3) << 8) + little(1) : little((tag & 3) === 2 ? 2 : 4);
    if (back === 0 || back > to) break;
    for (let n = 0; n < size && to < length; n += 1, to += 1) out[to] = out[to - back] ?? 0;
  }
  return out.subarray(0, to);
}
