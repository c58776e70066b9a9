import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gunzipped } from './residue/gzip.ts';
import { blocksOfTable, isTable, joinedLog } from './residue/leveldb.ts';
import { needlesOf } from './residue/needles.ts';
import type { Needle } from './residue/needles.ts';
import { unsnappy } from './residue/snappy.ts';

/** Where something was found that should be nowhere. */
export interface Trace {
  /** Relative to the folder. */
  readonly file: string;
  /** How it stood there, e.g. `utf16le` or `base64 of utf8`; `snappy: ` and the like before it. */
  readonly encoding: string;
  /** As it was asked for; bytes by their hex. */
  readonly secret: string;
}

const CHUNK = 8 * 1024 * 1024;
/** Larger files are read as they are, and not taken apart. */
const TAKEN_APART = 128 * 1024 * 1024;

/** What Chromium writes before an IndexedDB value that it compressed: version, wrapper, snappy. */
const SNAPPY_VALUE = Buffer.from('ff1102', 'hex');
const GZIP = Buffer.from('1f8b08', 'hex');

const lower = (bytes: Buffer): Buffer => {
  const out = Buffer.from(bytes);
  for (let at = 0; at < out.length; at += 1) {
    const byte = out[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) out[at] = byte | 0x20;
  }
  return out;
};

function search(bytes: Buffer, needles: readonly Needle[]): readonly Needle[] {
  const small = needles.some(({ isCaseless }) => isCaseless) ? lower(bytes) : bytes;
  return needles.filter((each) => (each.isCaseless ? small : bytes).includes(each.bytes));
}

async function* chunksOf(file: string, overlap: number): AsyncGenerator<Buffer> {
  const handle = await open(file);
  try {
    let kept = Buffer.alloc(0);
    for (;;) {
      const buffer = Buffer.alloc(CHUNK);
      const { bytesRead } = await handle.read(buffer, 0, CHUNK);
      if (bytesRead === 0) return;
      const chunk = Buffer.concat([kept, buffer.subarray(0, bytesRead)]);
      yield chunk;
      kept = Buffer.from(chunk.subarray(-overlap));
    }
  } finally {
    await handle.close();
  }
}

function* placesOf(bytes: Buffer, mark: Buffer): Generator<number> {
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) yield at;
}

/** What is folded into these bytes. */
function* unfolded(bytes: Buffer): Generator<readonly [how: string, bytes: Buffer]> {
  for (const at of placesOf(bytes, SNAPPY_VALUE)) {
    const value = unsnappy(bytes.subarray(at + SNAPPY_VALUE.length));
    if (value !== undefined) yield ['snappy value', value];
  }
  for (const at of placesOf(bytes, GZIP)) {
    const stream = gunzipped(bytes.subarray(at), TAKEN_APART);
    if (stream !== undefined) yield ['gzip', stream];
  }
}

/** LevelDB's own compression and cuts undone, then what is folded into that. */
function* takenApart(
  file: string,
  bytes: Buffer,
): Generator<readonly [how: string, bytes: Buffer]> {
  yield* unfolded(bytes);
  if (isTable(bytes)) {
    for (const block of blocksOfTable(bytes)) {
      yield ['leveldb', block];
      yield* unfolded(block);
    }
  } else if (file.endsWith('.log')) {
    const whole = joinedLog(bytes);
    yield ['leveldb log', whole];
    yield* unfolded(whole);
  }
}

/**
 * Reads every byte of every file below a folder and says where one of the secrets stands: as UTF-8,
 * Latin-1, UTF-16 (either order), base64 at any of the three alignments, hex, JSON- or
 * percent-escaped. LevelDB tables are taken apart (snappy, zstd), its logs joined, gzip streams and
 * Chromium's compressed IndexedDB values unfolded. Not undone: brotli, a text that a SQLite page
 * boundary cuts in two, and files above 128 MB, which are searched as they are.
 *
 * @param secrets texts, or bytes as a key is; fewer than five bytes are not looked for
 */
export async function findTraces(
  folder: string,
  secrets: readonly (string | Uint8Array)[],
): Promise<readonly Trace[]> {
  const needles = secrets.flatMap(needlesOf);
  const longest = Math.max(1, ...needles.map(({ bytes }) => bytes.length));
  const found = new Map<string, Trace>();
  const note = (file: string, hits: readonly Needle[], how = ''): void => {
    for (const { secret, encoding } of hits) {
      const trace = { file: relative(folder, file), encoding: `${how}${encoding}`, secret };
      found.set(JSON.stringify(trace), trace);
    }
  };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    note(file, search(Buffer.from(relative(folder, file)), needles), 'name: ');
    for await (const chunk of chunksOf(file, longest)) note(file, search(chunk, needles));
    if ((await stat(file)).size > TAKEN_APART) continue;
    for (const [how, part] of takenApart(file, await readFile(file))) {
      note(file, search(part, needles), `${how}: `);
    }
  }
  return [...found.values()];
}
