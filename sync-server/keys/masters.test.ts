import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  exposureOf,
  newMasterLine,
  openMasters,
  openOrMakeMasters,
  parseMasters,
} from './masters.ts';

const line = (): string => newMasterLine(new Date(0));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naervaer-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('master keys', () => {
  it('are read inline or as lines, the first one first', () => {
    const [first, second] = [line(), line()];
    const inline = parseMasters(`${first}, ${second}`);
    expect(inline).toEqual(parseMasters(`# the new one\n${first} # since spring\n\n${second}\n`));
    expect(inline.map(({ id }) => `${id}:`)).toEqual([first.slice(0, 17), second.slice(0, 17)]);
    expect(inline[0]?.bytes).toHaveLength(32);
  });

  it.each([
    ['missingKeys', '# nothing'],
    ['invalidKeys', 'only-a-name'],
    ['invalidKeys', ':q83v9dFo0WmT2yZbXn7hLrS4cUeKjGpA6iQ1xVtBs5M='],
    ['invalidKeys', 'a b:q83v9dFo0WmT2yZbXn7hLrS4cUeKjGpA6iQ1xVtBs5M='],
    ['invalidKeys', 'a:not base64!'],
    ['shortKey', 'a:q83v9dFo0WmT2yZbXn7h'],
    ['shortKey', `a:${Buffer.alloc(32).toString('base64')}`],
    [
      'invalidKeys',
      'same:AAAA'.replace('AAAA', line().slice(17)).concat(',same:', line().slice(17)),
    ],
  ])('are refused as %s, and the sentence never says them', (code, text) => {
    let thrown: unknown;
    try {
      parseMasters(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ name: 'ConfigError', code });
    for (const part of text.split(/[:,]/).filter((word) => word.length > 12)) {
      expect(String(thrown)).not.toContain(part);
    }
  });

  it('come from a file when the variable names one', async () => {
    const file = join(folder, 'master-keys');
    await writeFile(file, `${line()}\n`);
    expect(openMasters({ keys: file, storage: 'sqlite', dataDir: folder })).toHaveLength(1);
    expect(() => openMasters({ keys: `${file}.gone`, storage: 'sqlite', dataDir: folder })).toThrow(
      expect.objectContaining({ code: 'unreadableKeys' }),
    );
  });

  it('are made once in the data folder of a demo, for its user alone, and never for a store in memory', async () => {
    const dataDir = join(folder, 'data');
    const inMemory = openMasters({ keys: null, storage: 'memory', dataDir });
    await expect(stat(dataDir)).rejects.toThrow();
    expect(() => openMasters({ keys: null, storage: 'sqlite', dataDir })).toThrow(
      expect.objectContaining({ code: 'missingKeys' }),
    );
    await expect(stat(dataDir)).rejects.toThrow();
    const made = openOrMakeMasters({ keys: null, storage: 'sqlite', dataDir });
    expect(openMasters({ keys: null, storage: 'sqlite', dataDir })).toEqual(made);
    expect(made).not.toEqual(inMemory);
    expect((await stat(join(dataDir, 'keys'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(dataDir, 'keys'), 'utf8')).toContain(made[0]?.id);
  });

  it('are not to lie beside the data, nor be readable by others', async () => {
    const dataDir = join(folder, 'kept');
    await mkdir(dataDir);
    const [beside, elsewhere] = [join(dataDir, 'masters'), join(folder, 'masters')];
    await writeFile(beside, `${line()}\n`, { mode: 0o600 });
    await writeFile(elsewhere, `${line()}\n`, { mode: 0o600 });
    expect(exposureOf({ keys: beside, dataDir })).toBe('besideData');
    expect(exposureOf({ keys: elsewhere, dataDir })).toBeUndefined();
    expect(exposureOf({ keys: line(), dataDir })).toBeUndefined();
    await chmod(elsewhere, 0o644);
    expect(exposureOf({ keys: elsewhere, dataDir })).toBe('readableByOthers');
  });
});
