import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const CHILD = fileURLToPath(new URL('./full-disk.child.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'naervaer-disk-'));

/** Runs in a mount namespace of its own: the small disk is gone with the process. */
const onSmallDisk = (...command: readonly string[]): string => {
  const script = 'mount -t tmpfs -o size=2m,mode=0700 small "$0" && exec "$@"';
  return execFileSync('unshare', ['-rm', 'sh', '-c', script, folder, ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
};

const mayMount = (): boolean => {
  try {
    onSmallDisk('true');
    return true;
  } catch {
    return false;
  }
};

describe('sqlite on a full disk', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.skipIf(!mayMount())('refuses what does not fit, still reads, and recovers by itself', () => {
    const seen: unknown = JSON.parse(onSmallDisk(process.execPath, CHILD, folder));
    expect(seen).toEqual({
      stored: expect.any(Number),
      whenFull: { commit: 'unavailable', again: 'unavailable', check: 'unavailable', read: true },
      whenFreed: { check: 'stored', commit: 'stored' },
      isWhole: true,
    });
  });
});
