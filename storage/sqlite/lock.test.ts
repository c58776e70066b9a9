import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StoreError } from '../store.ts';
import { LOCK_FILE, lockFolder } from './lock.ts';
import { createScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';
import { createSqliteStore } from './store.ts';

let scratch: Scratch;
let folder: string;

beforeEach(async () => {
  scratch = await createScratch();
  folder = dirname(scratch.file);
});

afterEach(() => scratch.remove());

it('CM5: a folder is one holder’s until it is released', () => {
  const first = lockFolder(folder);
  expect(first).toBeDefined();
  expect(lockFolder(folder)).toBeUndefined();
  first?.release();
  first?.release();
  const second = lockFolder(folder);
  expect(second).toBeDefined();
  second?.release();
});

it('the lock is private and holds nothing, and the journal can be opened beside it', async () => {
  const lock = lockFolder(folder);
  const found = statSync(join(folder, LOCK_FILE));
  expect([found.mode & 0o777, found.size]).toEqual([0o600, 0]);
  const store = createSqliteStore({ file: scratch.file });
  await store.putSetting('colour', 'blue');
  await store.close();
  lock?.release();
});

it('a folder that cannot be made is unavailable, not in use', () => {
  expect(() => lockFolder('/dev/null/folder')).toThrow(StoreError);
});
