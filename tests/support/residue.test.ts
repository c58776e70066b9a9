import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTraces } from './residue.ts';

const SECRET = 'Sår på Åse';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'residue-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, ...parts: (Buffer | string)[]): Promise<void> =>
  writeFile(join(folder, name), Buffer.concat(parts.map((part) => Buffer.from(part))));
const encodings = async (): Promise<readonly string[]> =>
  (await findTraces(folder, [SECRET])).map(({ encoding }) => encoding);

describe('a secret is found', () => {
  const utf8 = Buffer.from(SECRET);
  it.each([
    ['utf8', utf8],
    ['latin1', Buffer.from(SECRET, 'latin1')],
    ['utf16le', Buffer.from(SECRET, 'utf16le')],
    ['utf16be', Buffer.from(SECRET, 'utf16le').swap16()],
    ['hex of utf8', Buffer.from(utf8.toString('hex').toUpperCase())],
    ['json', Buffer.from('S\\u00E5r p\\u00e5 \\u00C5se')],
    ['percent', Buffer.from(encodeURIComponent(SECRET))],
    ['form', Buffer.from('S%C3%A5r+p%C3%A5+%C3%85se')],
  ])('as %s', async (encoding, bytes) => {
    await put('a', 'before', bytes, 'after');
    expect(await encodings()).toContain(encoding);
  });

  it.each([0, 1, 2])('in base64 with %i bytes before it', async (before) => {
    const text = Buffer.concat([Buffer.alloc(before, 'x'), utf8, Buffer.from('yz')]);
    await put('a', text.toString('base64'));
    expect(await encodings()).toContain('base64 of utf8');
  });

  it('over the end of a piece, in a name, in a folder below', async () => {
    await put('a', Buffer.alloc(8 * 1024 * 1024 - 4), utf8);
    await put(SECRET, '');
    expect((await findTraces(folder, [SECRET])).map(({ file }) => file)).toEqual(
      expect.arrayContaining(['a', SECRET]),
    );
  });

  it('as bytes, and the name of the hit is their hex', async () => {
    const key = Buffer.from('00ff10203040506070', 'hex');
    await put('a', 'x', key.toString('base64'));
    await put('b', 'x', key);
    expect(await findTraces(folder, [key])).toMatchObject([
      { file: 'a', secret: '00ff10203040506070' },
      { file: 'b', encoding: 'raw' },
    ]);
  });

  it('in a gzip stream, and in a value that Chromium compressed', async () => {
    await put('a', 'head', gzipSync(`{"name":"${SECRET}"}`), 'tail');
    const snappy = Buffer.concat([Buffer.from([utf8.length, (utf8.length - 1) << 2]), utf8]);
    await put('b', 'x', Buffer.from('ff1102', 'hex'), snappy);
    expect(await encodings()).toEqual(['gzip: utf8', 'utf8', 'snappy value: utf8']);
  });

  it('in a value that snappy has cut by a reference', async () => {
    // "abcabc…": three letters, then a copy of them from three back.
    const snappy = Buffer.from([9, (3 - 1) << 2, 0x61, 0x62, 0x63, ((6 - 4) << 2) | 1, 3]);
    await put('b', Buffer.from('ff1102', 'hex'), snappy);
    expect(await findTraces(folder, ['abcabcabc'])).toMatchObject([
      { encoding: 'snappy value: utf8' },
    ]);
  });

  it('in a log of LevelDB that a block ends in the middle of', async () => {
    const header = (size: number, type: number): Buffer => {
      const bytes = Buffer.alloc(7);
      bytes.writeUInt16LE(size, 4);
      bytes[6] = type;
      return bytes;
    };
    const first = Buffer.concat([Buffer.alloc(32 * 1024 - 7 - 4, 1), utf8.subarray(0, 4)]);
    await put(
      '1.log',
      header(first.length, 2),
      first,
      header(utf8.length - 4, 4),
      utf8.subarray(4),
    );
    expect(await encodings()).toEqual(['leveldb log: utf8']);
  });
});

it('what is not there is not found', async () => {
  await put('a', 'Sår på Ase');
  expect(await encodings()).toEqual([]);
});
