import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore } from '@naervaer/storage';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from './clock.ts';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { createKeyring, parseMasters } from './keys/index.ts';
import { newMasterLine } from './keys/masters.ts';
import { mastersOf } from './masters-of.ts';

const line = (): string => newMasterLine(new Date());
const lines: string[] = [];
const log = pino({ level: 'warn' }, { write: (text: string) => void lines.push(text) });
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naervaer-masters-'));
  lines.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

const demo = (): Config => readConfig({ DATA_DIR: folder });
const production = (keys: string): Config =>
  readConfig({
    NAERVAER_MODE: 'production',
    PUBLIC_URL: 'https://video.example.dk',
    NAERVAER_SECRET: line(),
    NAERVAER_KEYS: keys,
    DATA_DIR: folder,
  });

test('a demo that begins makes its keys; beside data that hang on others none are made (ST2)', async () => {
  const store = createMemoryStore();
  await createKeyring({ store, masters: parseMasters(line()), clock: systemClock });
  await expect(mastersOf(demo(), store, log)).rejects.toMatchObject({ code: 'missingKeys' });
  expect(await readdir(folder)).toEqual([]);
  expect(await mastersOf(demo(), createMemoryStore(), log)).toHaveLength(1);
  expect(await readdir(folder)).toEqual(['keys']);
});

test('production takes no key file from its data folder, and says of one that all can read (ST2)', async () => {
  const [inside, outside] = [join(folder, 'keys'), join(folder, '..', `${Date.now()}.keys`)];
  await writeFile(inside, line(), { mode: 0o600 });
  await writeFile(outside, line(), { mode: 0o600 });
  try {
    const store = createMemoryStore();
    const beside = mastersOf(production(inside), store, log);
    await expect(beside).rejects.toMatchObject({ code: 'keysBesideData' });
    expect(await mastersOf(production(outside), store, log)).toHaveLength(1);
    expect(lines).toEqual([]);
    await chmod(outside, 0o644);
    await mastersOf(production(outside), store, log);
    expect(lines.map((each) => JSON.parse(each) as unknown)).toMatchObject([
      { code: 'exposedKeys' },
    ]);
    expect(lines.join('')).not.toContain(outside);
  } finally {
    await rm(outside);
  }
});
