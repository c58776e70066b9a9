import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { startLocalRelay } from './local-relay.ts';

const log = createLog('silent');
const portOf = (urls: readonly string[] = []): string => /:(\d+)\?/.exec(urls[0] ?? '')?.[1] ?? '';
const isInstalled = (() => {
  try {
    execFileSync('sh', ['-c', 'command -v turnserver']);
    return true;
  } catch {
    return false;
  }
})();

/** Parent and name of every process, from `/proc`. */
function processes(): { pid: number; parent: number; name: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [, name = '', parent] =
          /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
        return [{ pid: Number(pid), parent: Number(parent), name }];
      } catch {
        return []; // It ended meanwhile.
      }
    });
}

/** The coturns that a process guards: its grandchildren. Other tests have relays of their own. */
function relaysOf(owner: number): number[] {
  const all = processes();
  const guards = new Set(all.filter(({ parent }) => parent === owner).map(({ pid }) => pid));
  return all
    .filter(({ parent, name }) => guards.has(parent) && name.startsWith('turnserver'))
    .map(({ pid }) => pid);
}
const isAlive = (pid: number): boolean => processes().some((each) => each.pid === pid);

describe('the demo’s own relay', () => {
  it.runIf(isInstalled)('starts on loopback and is gone after close', async () => {
    const local = await startLocalRelay(systemClock, log);
    expect(relaysOf(process.pid)).toHaveLength(1);
    expect(local?.relay?.urls[0]).toMatch(/^turn:127\.0\.0\.1:\d+\?transport=udp$/);
    await local?.close();
    expect(relaysOf(process.pid)).toEqual([]);
  });

  it.runIf(isInstalled)('is started again when it dies', async () => {
    const local = await startLocalRelay(systemClock, log);
    const first = portOf(local?.relay?.urls);
    for (const pid of relaysOf(process.pid)) process.kill(pid);
    await vi.waitFor(
      () => {
        const now = portOf(local?.relay?.urls);
        expect(now).not.toBe('');
        expect(now).not.toBe(first);
      },
      { timeout: 10_000, interval: 50 },
    );
    await local?.close();
  });

  it.runIf(isInstalled)('ends with its server even when that is killed', async () => {
    const script = `
      import { startLocalRelay } from ${JSON.stringify(new URL('local-relay.ts', import.meta.url).href)};
      import { systemClock } from ${JSON.stringify(new URL('../clock.ts', import.meta.url).href)};
      import { createLog } from ${JSON.stringify(new URL('../log.ts', import.meta.url).href)};
      await startLocalRelay(systemClock, createLog('silent'));
      process.stdout.write('up');
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const relays = relaysOf(child.pid ?? 0);
    expect(relays).toHaveLength(1);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(relays.filter(isAlive)).toEqual([]), {
      timeout: 10_000,
      interval: 50,
    });
  });
});
